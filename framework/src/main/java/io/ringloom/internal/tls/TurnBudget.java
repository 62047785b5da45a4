package io.ringloom.internal.tls;

/**
 * How much data one connection may encrypt in a turn of its loop, so that a peer that reads as fast
 * as this side encrypts does not keep the loop to itself. Loop only.
 */
final class TurnBudget {
  static final long BYTES = 256 * 1024;

  /** The turn that {@link #left} is of. */
  private long turn = -1;

  private long left;

  /**
   * Returns how many bytes may still be encrypted, not above zero for none.
   *
   * @param currentTurn the number of the turn
   */
  long left(long currentTurn) {
    if (currentTurn != turn) {
      turn = currentTurn;
      left = BYTES;
    }
    return left;
  }

  void use(long bytes) {
    left -= bytes;
  }
}
