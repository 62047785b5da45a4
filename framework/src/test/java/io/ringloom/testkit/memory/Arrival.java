package io.ringloom.testkit.memory;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something that a peer did and that its channel will tell: bytes, an end, or a failure. */
final class Arrival {
  private static final byte[] NONE = {};

  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final @Nullable IOException failure;

  private Arrival(byte[] bytes, int offset, int length, @Nullable IOException failure) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.failure = failure;
  }

  static Arrival of(byte[] bytes) {
    return new Arrival(bytes, 0, bytes.length, null);
  }

  static Arrival end() {
    return new Arrival(NONE, 0, 0, null);
  }

  static Arrival failed(IOException cause) {
    return new Arrival(NONE, 0, 0, cause);
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  @Nullable IOException failure() {
    return failure;
  }

  boolean isEnd() {
    return failure == null && length == 0;
  }

  Arrival first(int count) {
    return new Arrival(bytes, offset, count, failure);
  }

  Arrival without(int count) {
    return new Arrival(bytes, offset + count, length - count, failure);
  }
}
