package io.ringloom.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Makes the histograms that latencies are recorded in, so that recording allocates nothing. */
final class Latencies {
  private static final long SHORTEST_NANOS = 1_000;

  /** Whatever takes longer counts as this long. */
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int DIGITS = 3;

  private Latencies() {}

  static Histogram histogram() {
    return new Histogram(SHORTEST_NANOS, LONGEST_NANOS, DIGITS);
  }

  /** Records that so many operations took so long. */
  static void record(Histogram histogram, long nanos, long count) {
    histogram.recordValueWithCount(Math.min(Math.max(nanos, 0), LONGEST_NANOS), count);
  }
}
