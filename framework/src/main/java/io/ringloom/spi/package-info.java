/**
 * What a transport implements: a {@link io.ringloom.spi.Transport} found by {@link
 * java.util.ServiceLoader}, which opens one {@link io.ringloom.spi.IoDriver} per event loop.
 *
 * <p>Unless a method says otherwise it is called on the loop's own thread, and it must neither
 * block nor call user code.
 */
@NullMarked
package io.ringloom.spi;

import org.jspecify.annotations.NullMarked;
