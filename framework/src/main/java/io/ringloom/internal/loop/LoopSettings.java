package io.ringloom.internal.loop;

/**
 * What all event loops of a group have in common.
 *
 * @param loopScheduling whether handlers run on the loop's carrier
 * @param chunkBytes how much a chunk of a loop's pool holds
 * @param poolBytes how much all chunks of one loop hold together at most
 * @param spinNanos how long a loop looks for work before it waits for it, 0 for not at all
 * @param clock where deadlines come from
 */
public record LoopSettings(
    boolean loopScheduling, int chunkBytes, long poolBytes, long spinNanos, Clock clock) {}
