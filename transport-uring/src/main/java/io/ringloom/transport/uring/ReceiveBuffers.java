package io.ringloom.transport.uring;

import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that all connections of a loop receive into: one group of buffers, of which the kernel
 * takes one when bytes have arrived. So a connection that waits owns none. Loop only.
 *
 * <p>A buffer that was filled is lent until the end of the turn, and given back to the kernel at
 * the start of the next. The kernel takes them in the order in which they were given; so the
 * numbers of those to give back are runs, and each run takes one submission.
 */
final class ReceiveBuffers extends RingHandle {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiveBuffers.class);

  private final Ring ring;
  private final IoRegistration registration;
  private final int bufferBytes;
  private final long address;

  /** Keeps the memory reachable; each buffer's part of it. */
  private final ByteBuffer[] views;

  /** The numbers of the buffers to give back, in the order in which they were used. */
  private final int[] used;

  private int usedCount;

  /** The runs that the kernel has not confirmed yet: a ring of first numbers, and of lengths. */
  private final int[] givenFirst;

  private final int[] givenCount;
  private int oldestGiven;
  private int nextGiven;
  private boolean refused;

  ReceiveBuffers(Ring ring, Completions completions, UringOptions options) {
    super(completions);
    this.ring = ring;
    this.registration = ring.register(this);
    this.bufferBytes = options.receiveBufferBytes();
    this.used = new int[options.receiveBuffers()];
    this.givenFirst = new int[used.length];
    this.givenCount = new int[used.length];
    ByteBuffer memory = ByteBuffer.allocateDirect(used.length * bufferBytes);
    this.address = Memory.address(memory);
    this.views = new ByteBuffer[used.length];
    for (int id = 0; id < views.length; id++) {
      views[id] = memory.slice(id * bufferBytes, bufferBytes);
      used[id] = id;
    }
    usedCount = used.length;
  }

  /** Returns how many there are. */
  int count() {
    return views.length;
  }

  /** Returns the bytes that a completion has brought, from position to limit. */
  ByteBuffer lend(int id, int bytes) {
    used[usedCount++] = id;
    return views[id].limit(bytes).position(0);
  }

  /** Gives all buffers that were lent back to the kernel. */
  void giveBack() {
    int first = 0;
    for (int i = 1; i <= usedCount; i++) {
      if (i == usedCount || used[i] != used[i - 1] + 1) {
        provide(used[first], i - first);
        first = i;
      }
    }
    usedCount = 0;
  }

  private void provide(int firstId, int count) {
    ring.provideBuffers(
        registration, address + (long) firstId * bufferBytes, bufferBytes, count, firstId);
    givenFirst[nextGiven] = firstId;
    givenCount[nextGiven] = count;
    nextGiven = (nextGiven + 1) % givenFirst.length;
  }

  /** The kernel confirms the runs in the order in which they were given. */
  @Override
  void completed(byte operation, int result, int flags) {
    int firstId = givenFirst[oldestGiven];
    int count = givenCount[oldestGiven];
    oldestGiven = (oldestGiven + 1) % givenFirst.length;
    if (result < 0) {
      for (int id = firstId; id < firstId + count; id++) {
        used[usedCount++] = id; // for the next turn
      }
      if (!refused) {
        LOG.warn(
            "The kernel does not take receive buffers back ({}); an event loop tries on.",
            Errno.exception(result).getMessage());
      }
    }
    refused = result < 0;
  }

  @Override
  void failed(IOException bug) {
    LOG.error("Receive buffers of an event loop are lost.", bug);
  }
}
