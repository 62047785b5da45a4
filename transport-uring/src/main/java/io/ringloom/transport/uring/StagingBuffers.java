package io.ringloom.transport.uring;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that bytes of the heap are copied into to be sent. Loop only.
 *
 * <p>A buffer is in use from a send to its completion, which no peer can delay: so a few are enough
 * for any number of connections. Channels that find none wait, and those that come later wait
 * behind them.
 */
final class StagingBuffers {
  static final int BUFFER_BYTES = 64 * 1024;
  private static final int MOST_BUFFERS = 64;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private final ArrayDeque<UringStreamChannel> waiting = new ArrayDeque<>();
  private int most = MOST_BUFFERS;
  private int made;
  private boolean serving;

  /** Returns an empty buffer, or null if there is none, or others wait for it. */
  @Nullable ByteBuffer tryTake() {
    if (available() == 0 || (!serving && !waiting.isEmpty())) {
      return null;
    }
    ByteBuffer buffer = free.pollFirst();
    if (buffer != null) {
      return buffer.clear();
    }
    try {
      ByteBuffer another = ByteBuffer.allocateDirect(BUFFER_BYTES);
      made++;
      return another;
    } catch (OutOfMemoryError e) {
      if (made == 0) {
        throw e; // nobody will ever give one back
      }
      most = made;
      return null;
    }
  }

  /** Has {@link UringStreamChannel#sendAfterWaiting()} called when it is this channel's turn. */
  void addWaiting(UringStreamChannel channel) {
    waiting.addLast(channel);
  }

  void giveBack(ByteBuffer buffer) {
    free.addFirst(buffer);
  }

  /** Returns whether {@link #serveWaiting()} has something to do in the next turn. */
  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Lets as many channels send as there are buffers, those first that have waited longest. */
  void serveWaiting() {
    serving = true;
    for (int left = Math.min(waiting.size(), available()); left > 0; left--) {
      UringStreamChannel channel = waiting.removeFirst();
      try {
        channel.sendAfterWaiting();
      } catch (RuntimeException | Error e) {
        channel.failedBy(e);
      }
    }
    serving = false;
  }

  private int available() {
    return free.size() + most - made;
  }
}
