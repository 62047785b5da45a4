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
 *
 * <p>The kernel goes round all that it has, so it gets no more than it needs: the few that were
 * used last, and are still in the processor's caches. When a connection finds none, it gets one
 * more; what turned out to be too many is kept back later.
 */
final class ReceiveBuffers extends RingHandle {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiveBuffers.class);

  /** How many the kernel has at least, if there are as many. */
  private static final int FEW = 32;

  /** After how many turns with bytes it is looked at whether the kernel has too many. */
  private static final int TURNS_OF_A_LOOK = 4096;

  private final Ring ring;
  private final IoRegistration registration;
  private final int bufferBytes;
  private final long address;

  /** Keeps the memory reachable; each buffer's part of it. */
  private final ByteBuffer[] views;

  /** The numbers of the buffers that the kernel does not have; those used last come last. */
  private final int[] kept;

  private int keptCount;

  /** How many the kernel is to have at the start of a turn. */
  private int wanted;

  private int lentInTurn;
  private int mostLentInTurn;
  private int turnsUntilLook = TURNS_OF_A_LOOK;

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
    this.kept = new int[options.receiveBuffers()];
    this.givenFirst = new int[kept.length];
    this.givenCount = new int[kept.length];
    ByteBuffer memory = ByteBuffer.allocateDirect(kept.length * bufferBytes);
    this.address = Memory.address(memory);
    this.views = new ByteBuffer[kept.length];
    for (int id = 0; id < views.length; id++) {
      views[id] = memory.slice(id * bufferBytes, bufferBytes);
      kept[id] = id;
    }
    keptCount = kept.length;
    wanted = Math.min(FEW, kept.length);
  }

  /** Returns how many the kernel has at the start of a turn. */
  int wanted() {
    return wanted;
  }

  /** A connection has found none. */
  void ranOut() {
    wanted = Math.min(wanted + 1, kept.length);
  }

  /** Returns the bytes that a completion has brought, from position to limit. */
  ByteBuffer lend(int id, int bytes) {
    kept[keptCount++] = id;
    lentInTurn++;
    return views[id].limit(bytes).position(0);
  }

  /** Has the kernel have as many as are wanted again; those that were lent come first. */
  void giveBack() {
    int kernelHas = kept.length - keptCount;
    int end = keptCount;
    int first = end - Math.max(0, wanted - kernelHas);
    keptCount = first;
    for (int i = first + 1; i <= end; i++) {
      if (i == end || kept[i] != kept[i - 1] + 1) {
        provide(kept[first], i - first);
        first = i;
      }
    }
    lookWhetherTooMany();
  }

  private void lookWhetherTooMany() {
    if (lentInTurn == 0) {
      return;
    }
    mostLentInTurn = Math.max(mostLentInTurn, lentInTurn);
    lentInTurn = 0;
    if (--turnsUntilLook == 0) {
      // Twice as many: a turn that follows on a busy one finds buffers, too.
      wanted = Math.min(wanted, Math.max(FEW, 2 * mostLentInTurn));
      mostLentInTurn = 0;
      turnsUntilLook = TURNS_OF_A_LOOK;
    }
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
        kept[keptCount++] = id; // for the next turn
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
