package io.ringloom.transport.uring;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Addresses of native memory. */
final class Memory {
  private Memory() {}

  /** Returns where a direct buffer's position lies. The caller keeps the buffer reachable. */
  static long address(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer).address();
  }
}
