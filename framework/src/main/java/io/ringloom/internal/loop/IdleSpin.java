package io.ringloom.internal.loop;

/**
 * Decides whether a loop that has found nothing to do looks again at once, or waits. Looking again
 * saves falling asleep and waking up, and takes a processor meanwhile. So it is done for a limited
 * time, and only while work mostly comes within that time: after a longer pause the loop waits at
 * once, until a pause was short again.
 *
 * <pre>
 *   WORKING        -> LOOKING         nothing to do, and the last pause was short
 *   WORKING        -> WAITING         nothing to do, and the last pause was long
 *   LOOKING        -> WAITING         nothing came within the limit
 *   LOOKING        -> WORKING         work came: the pause was short
 *   WAITING        -> WORKING         work came: the pause was as long as it was
 * </pre>
 *
 * <p>Loop only.
 */
final class IdleSpin {
  private enum State {
    WORKING,
    LOOKING,
    WAITING
  }

  private final long limitNanos;
  private State state = State.WORKING;
  private boolean lastPauseWasShort = true;
  private long idleSinceNanos;

  /**
   * Makes one.
   *
   * @param limitNanos how long to look at most, 0 for not at all
   */
  IdleSpin(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  /** Says that there is something to do. */
  void working(long nowNanos) {
    if (state != State.WORKING) {
      lastPauseWasShort = nowNanos - idleSinceNanos <= limitNanos;
      state = State.WORKING;
    }
  }

  /** Says that there is nothing to do; returns whether to look again at once. */
  boolean looksAgain(long nowNanos) {
    if (limitNanos == 0) {
      return false;
    }
    if (state == State.WORKING) {
      idleSinceNanos = nowNanos;
      state = lastPauseWasShort ? State.LOOKING : State.WAITING;
    } else if (nowNanos - idleSinceNanos > limitNanos) {
      state = State.WAITING;
    }
    return state == State.LOOKING;
  }
}
