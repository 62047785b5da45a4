/** TLS between a connection and its channel: the way of records in and out. */
@NullMarked
package io.ringloom.internal.tls;

import org.jspecify.annotations.NullMarked;
