package io.ringloom.tls;

import java.util.Random;

/** Data to send. */
final class Bytes {

  private Bytes() {}

  /** {@return data that is the same for the same seed} */
  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int position = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, position, part.length);
      position += part.length;
    }
    return all;
  }
}
