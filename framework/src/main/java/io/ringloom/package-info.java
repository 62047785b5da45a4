/**
 * Servers and clients in sequential code: a {@link io.ringloom.ConnectionHandler} runs on a virtual
 * thread of its own and reads from and writes to its {@link io.ringloom.Connection} as if it
 * blocked, while event loops do the socket work.
 *
 * <p>{@link io.ringloom.Server} accepts connections, {@link io.ringloom.Connector} opens them, and
 * an {@link io.ringloom.EventLoopGroup} drives both.
 */
@NullMarked
package io.ringloom;

import org.jspecify.annotations.NullMarked;
