package io.ringloom.example.kv.store;

import java.nio.charset.StandardCharsets;

/** Texts of tests as bytes, and back. */
final class Keys {
  private Keys() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static StringValue value(String text) {
    return StringValue.of(bytes(text));
  }
}
