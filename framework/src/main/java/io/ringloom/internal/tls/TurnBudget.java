package io.ringloom.internal.tls;

/**
 * How much data one connection may encrypt in a turn of its loop, so that a peer that reads as fast
 * as this side encrypts does not keep the loop to itself. Loop only.
 */
final class TurnBudget {
  static final long BYTES = 256 * 1024;

  /** When the turn began that {@link #left} is of. */
  private long turnNanos;

  private long left = BYTES;

  /**
   * Returns how many bytes may still be encrypted.
   *
   * @param nowTurnNanos when the current turn began
   */
  long left(long nowTurnNanos) {
    if (nowTurnNanos != turnNanos) {
      turnNanos = nowTurnNanos;
      left = BYTES;
    }
    return left;
  }

  void use(long bytes) {
    left -= bytes;
  }

  /** Begins anew, since this is known to be another turn even if the clock stands still. */
  void renew() {
    left = BYTES;
  }
}
