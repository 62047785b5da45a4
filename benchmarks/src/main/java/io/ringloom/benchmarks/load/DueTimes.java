package io.ringloom.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * When the requests of a connection were due that have no answer yet, the oldest first. A request's
 * latency begins when it was due, even if it was sent later because the client or the server was
 * held up: otherwise one long wait, which all the requests behind it share, would count once only.
 * Confined to the load's thread.
 */
final class DueTimes {
  private long[] times = new long[64];
  private int first;
  private int count;

  /** Adds a request. Allocates only when more are under way than ever before. */
  void add(long due) {
    if (count == times.length) {
      long[] old = times;
      times = new long[2 * old.length];
      System.arraycopy(old, first, times, 0, old.length - first);
      System.arraycopy(old, 0, times, old.length - first, first);
      first = 0;
    }
    times[(first + count++) % times.length] = due;
  }

  /** Returns how many have no answer yet. */
  int size() {
    return count;
  }

  /** Records how long the oldest requests took, which are answered now. */
  void answered(int requests, long now, Histogram latencies) {
    if (requests > count) {
      throw new IllegalStateException("So many requests are not under way.");
    }
    for (int i = 0; i < requests; i++) {
      Latencies.record(latencies, now - times[first], 1);
      first = (first + 1) % times.length;
    }
    count -= requests;
  }
}
