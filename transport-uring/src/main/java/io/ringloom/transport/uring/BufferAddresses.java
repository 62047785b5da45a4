package io.ringloom.transport.uring;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the buffers lie that are sent again and again. Loop only.
 *
 * <p>Asking the JDK makes an object each time. Most bytes are sent from the chunks of the loop's
 * pool, whose buffers stay the same; so a table with one place for each hash code finds nearly all.
 * It keeps at most 512 buffers of 32 KiB reachable, 16 MiB in all.
 */
final class BufferAddresses {
  private static final int PLACES = 512;
  private static final int MOST_BUFFER_BYTES = 32 * 1024;

  private final @Nullable ByteBuffer[] buffers = new ByteBuffer[PLACES];

  /** Where the content of the buffer in the same place begins, for position 0. */
  private final long[] addresses = new long[PLACES];

  /** Returns where a direct buffer's position lies. */
  @SuppressWarnings("ReferenceEquality") // equal content does not lie in the same place
  long of(ByteBuffer buffer) {
    if (buffer.capacity() > MOST_BUFFER_BYTES) {
      return Memory.address(buffer);
    }
    int place = System.identityHashCode(buffer) & (PLACES - 1);
    if (buffers[place] != buffer) {
      buffers[place] = buffer;
      addresses[place] = Memory.address(buffer) - buffer.position();
    }
    return addresses[place] + buffer.position();
  }
}
