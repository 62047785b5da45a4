package io.ringloom.transport.uring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the kernel finds the pieces of a send that has several: a {@code struct msghdr} and its
 * {@code struct iovec}s. It reads them when the ring is entered, and then the memory is free again.
 * Loop only.
 */
final class MessageMemory {
  private static final int CAPACITY = 64 * 1024;
  private static final int HEADER_BYTES = 56;
  private static final int HEADER_IOVECS = 16;
  private static final int HEADER_IOVEC_COUNT = 24;
  private static final int IOVEC_BYTES = 16;

  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
  private final long address = Memory.address(memory);
  private int used;

  /** Takes all memory back, when the ring was entered. */
  void reset() {
    used = 0;
  }

  /** Returns whether there is room for a message of so many pieces. */
  boolean hasRoom(int pieces) {
    return CAPACITY - used >= HEADER_BYTES + pieces * IOVEC_BYTES;
  }

  /** Writes down a message of direct buffers, and returns its address. */
  long message(ByteBuffer[] buffers, int count, BufferAddresses addresses) {
    int header = used;
    int iovec = header + HEADER_BYTES;
    for (int i = 0; i < HEADER_BYTES; i += Long.BYTES) {
      memory.putLong(header + i, 0);
    }
    memory.putLong(header + HEADER_IOVECS, address + iovec);
    memory.putLong(header + HEADER_IOVEC_COUNT, count);
    for (int i = 0; i < count; i++) {
      memory.putLong(iovec, addresses.of(buffers[i]));
      memory.putLong(iovec + Long.BYTES, buffers[i].remaining());
      iovec += IOVEC_BYTES;
    }
    used = iovec;
    return address + header;
  }
}
