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

  ReceiveBuffers(Ring ring, Completions completions, UringOptions options) {
    super(completions);
    this.ring = ring;
    this.registration = ring.register(this);
    this.bufferBytes = options.receiveBufferBytes();
    this.used = new int[options.receiveBuffers()];
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

  /**
   * Gives all buffers that were lent back to the kernel.
   *
   * @return how many there were
   */
  int giveBack() {
    int returned = usedCount;
    int first = 0;
    for (int i = 1; i <= returned; i++) {
      if (i == returned || used[i] != used[i - 1] + 1) {
        provide(used[first], i - first);
        first = i;
      }
    }
    usedCount = 0;
    return returned;
  }

  private void provide(int firstId, int count) {
    ring.provideBuffers(
        registration, address + (long) firstId * bufferBytes, bufferBytes, count, firstId);
  }

  @Override
  void completed(byte operation, int result, int flags) {
    if (result < 0) {
      throw new IllegalStateException(
          "The kernel did not take receive buffers back: " + Errno.exception(result).getMessage());
    }
  }

  @Override
  void failed(IOException bug) {
    LOG.error("Receive buffers of an event loop are lost.", bug);
  }
}
