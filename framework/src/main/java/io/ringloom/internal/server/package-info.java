/** Accepting and opening connections, limits, and shutting down. */
@NullMarked
package io.ringloom.internal.server;

import org.jspecify.annotations.NullMarked;
