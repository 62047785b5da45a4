package io.ringloom.tls;

import java.util.Random;

/** Carries bytes between two ends in memory until both are silent. */
final class Pump {

  private Pump() {}

  /** Carries all that there is in one piece. */
  static void run(TlsEnd one, TlsEnd other) {
    boolean moved = true;
    while (moved) {
      moved = carry(one, other);
      moved |= carry(other, one);
    }
  }

  /** Carries pieces of 1 to {@code maxPieceBytes} bytes. */
  static void run(TlsEnd one, TlsEnd other, Random random, int maxPieceBytes) {
    boolean moved = true;
    while (moved) {
      moved = carry(one, other, random, maxPieceBytes);
      moved |= carry(other, one, random, maxPieceBytes);
    }
  }

  private static boolean carry(TlsEnd from, TlsEnd to) {
    byte[] bytes = from.takeOutput();
    if (bytes.length > 0) {
      to.receive(bytes, 0, bytes.length);
    }
    return bytes.length > 0;
  }

  private static boolean carry(TlsEnd from, TlsEnd to, Random random, int maxPieceBytes) {
    byte[] bytes = from.takeOutput();
    for (int sent = 0; sent < bytes.length; ) {
      int piece = Math.min(bytes.length - sent, 1 + random.nextInt(maxPieceBytes));
      to.receive(bytes, sent, piece);
      sent += piece;
    }
    return bytes.length > 0;
  }
}
