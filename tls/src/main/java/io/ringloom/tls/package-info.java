/**
 * TLS 1.2 and 1.3 for servers and clients: {@link io.ringloom.tls.ServerTls} for connections that
 * are accepted, {@link io.ringloom.tls.ClientTls} for those that are opened.
 */
@NullMarked
package io.ringloom.tls;

import org.jspecify.annotations.NullMarked;
