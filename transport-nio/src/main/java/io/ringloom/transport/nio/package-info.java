/** A driver for event loops on {@link java.nio.channels.Selector}. */
@NullMarked
package io.ringloom.transport.nio;

import org.jspecify.annotations.NullMarked;
