package io.ringloom.tls;

import java.nio.ByteBuffer;

/** Changes a ClientHello. */
final class TestHello {

  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;
  private static final int RANDOM = 32;

  private TestHello() {}

  /** Takes all extensions away, and writes another version into it. */
  static byte[] withoutExtensions(byte[] record, int version) {
    ByteBuffer hello = ByteBuffer.wrap(record);
    hello.position(RECORD_HEADER + MESSAGE_HEADER + 2 + RANDOM);
    hello.position(hello.position() + 1 + hello.get(hello.position()));
    hello.position(hello.position() + 2 + hello.getShort(hello.position()));
    hello.position(hello.position() + 1 + hello.get(hello.position()));
    int end = hello.position();
    ByteBuffer changed = ByteBuffer.allocate(end).put(record, 0, end);
    changed.putShort(3, (short) (end - RECORD_HEADER));
    changed.put(RECORD_HEADER + 1, (byte) 0);
    changed.putShort(RECORD_HEADER + 2, (short) (end - RECORD_HEADER - MESSAGE_HEADER));
    changed.putShort(RECORD_HEADER + MESSAGE_HEADER, (short) version);
    return changed.array();
  }
}
