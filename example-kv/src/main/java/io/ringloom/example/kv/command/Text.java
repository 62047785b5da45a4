package io.ringloom.example.kv.command;

import java.nio.charset.StandardCharsets;

/** Bytes as text, a byte for each character, and words whose capitals do not matter. */
final class Text {
  private Text() {}

  static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** As far as Redis shows it in an error: to it, a zero byte ends a string. */
  static String upToZero(byte[] bytes) {
    String text = of(bytes);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether the bytes are this word in any mixture of capitals and small letters.
   *
   * @param word in capitals
   */
  static boolean is(byte[] bytes, String word) {
    if (bytes.length != word.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i];
      if (b >= 'a' && b <= 'z') {
        b -= 'a' - 'A';
      }
      if (b != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
