package io.ringloom.benchmarks.load;

/**
 * When requests are due that come at an even rate, whatever the server does: number 0 at the
 * beginning, and each other one a fixed time after the one before.
 *
 * @param beginNanos when it begins, by the clock of {@link System#nanoTime}
 * @param perSecond how many are due in a second
 */
record Pacing(long beginNanos, double perSecond) {
  Pacing {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("A rate of " + perSecond + " is none.");
    }
  }

  /** Returns when a request is due. */
  long due(long index) {
    return beginNanos + (long) (index * (1e9 / perSecond));
  }

  /** Returns how many are due before a time. */
  long dueBefore(long now) {
    if (now <= beginNanos) {
      return 0;
    }
    long count = (long) ((now - beginNanos) * (perSecond / 1e9));
    // Rounding may have brought us to the wrong side of a request.
    while (due(count) < now) {
      count++;
    }
    while (count > 0 && due(count - 1) >= now) {
      count--;
    }
    return count;
  }
}
