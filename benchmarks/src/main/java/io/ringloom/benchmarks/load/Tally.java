package io.ringloom.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What came of driving a server for a time.
 *
 * @param operations how many were completed
 * @param nanos how long it took
 * @param latencies how long the operations took, in nanoseconds; empty if nobody looked
 */
public record Tally(long operations, long nanos, Histogram latencies) {

  /** Puts together what two threads have done at the same time. */
  Tally and(Tally other) {
    Histogram both = latencies.copy();
    both.add(other.latencies);
    return new Tally(operations + other.operations, Math.max(nanos, other.nanos), both);
  }
}
