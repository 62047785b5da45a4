package io.ringloom.internal.loop;

import io.ringloom.HandlerScheduling;
import io.ringloom.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * How a group of event loops is made; the values have been checked.
 *
 * @param name what the names of threads begin with
 * @param loops how many loops
 * @param transport {@code auto} or the name of a transport
 * @param ownTransport the transport of that name, null if it is to be found
 * @param scheduling where handlers run, null for the best that is possible
 * @param watchdogNanos how long a handler may hold its carrier, 0 for no watchdog
 * @param chunkBytes how much a chunk of a loop's pool holds
 * @param poolBytes how much all chunks of one loop hold together at most
 * @param spinNanos how long a loop looks for work before it waits for it, 0 for not at all
 * @param clock where deadlines come from
 */
public record LoopGroupSettings(
    String name,
    int loops,
    String transport,
    @Nullable Transport ownTransport,
    @Nullable HandlerScheduling scheduling,
    long watchdogNanos,
    int chunkBytes,
    long poolBytes,
    long spinNanos,
    Clock clock) {}
