package io.ringloom.testkit.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that a driver lends to receivers until its next poll. Then all of it becomes garbage,
 * and so do the views of it: whoever has kept one shows what it did. Loop only.
 */
final class Scratch {
  static final byte GARBAGE = (byte) 0xA5;
  private static final int BYTES = 64 * 1024;

  private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES);
  private final List<ByteBuffer> lent = new ArrayList<>();
  private int used;

  /** Ends all loans. */
  void takeBack() {
    for (int i = 0; i < used; i++) {
      memory.put(i, GARBAGE);
    }
    used = 0;
    lent.forEach(ByteBuffer::clear);
    lent.clear();
  }

  int room() {
    return BYTES - used;
  }

  /** Lends memory that holds these bytes, at most as many as there is {@link #room()} for. */
  ByteBuffer lend(byte[] bytes, int offset, int count) {
    memory.put(used, bytes, offset, count);
    ByteBuffer view = memory.duplicate().limit(used + count).position(used);
    used += count;
    lent.add(view);
    return view;
  }
}
