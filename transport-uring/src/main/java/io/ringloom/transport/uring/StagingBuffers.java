package io.ringloom.transport.uring;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that bytes of the heap are copied into to be sent. Loop only.
 *
 * <p>A buffer is in use from a send to its completion, which no peer can delay: so a few are enough
 * for any number of connections. Who finds none is told when there is one again.
 */
final class StagingBuffers {
  static final int BUFFER_BYTES = 64 * 1024;
  private static final int MOST_BUFFERS = 64;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private int made;

  /** Returns an empty buffer, or null if all are in use. */
  @Nullable ByteBuffer tryTake() {
    ByteBuffer buffer = free.pollFirst();
    if (buffer != null) {
      return buffer.clear();
    }
    if (made == MOST_BUFFERS) {
      return null;
    }
    made++;
    return ByteBuffer.allocateDirect(BUFFER_BYTES);
  }

  void giveBack(ByteBuffer buffer) {
    free.addFirst(buffer);
  }
}
