package io.ringloom.benchmarks.result;

import java.util.Locale;

/** What is measured of a contender. */
public enum Figure {
  /** The main figure of most workloads: what a second of the server's processor time does. */
  OPERATIONS_PER_CPU_SECOND("op/CPU-s", "operations per second of server processor time", true),
  THROUGHPUT("op/s", "operations per second", true),
  CORES("cores", "processors that the server kept busy", false),
  P50_MICROS("p50 µs", "median latency in microseconds", false),
  P90_MICROS("p90 µs", "90th percentile of the latency in microseconds", false),
  P99_MICROS("p99 µs", "99th percentile of the latency in microseconds", false),
  P999_MICROS("p99.9 µs", "99.9th percentile of the latency in microseconds", false),
  MAX_MICROS("max µs", "longest latency in microseconds", false),
  RESIDENT_MIB("RSS MiB", "resident memory of the server in MiB", false),
  /** In no table: the page names those who have more than next to nothing. */
  WAITING_CORES(
      "waiting cores", "processors that the server kept busy while others were measured", false),
  HEAP_BYTES_EACH("heap B", "bytes of live objects for each connection", false),
  NATIVE_BYTES_EACH("native B", "bytes of memory outside of the heap for each connection", false),
  MEMORY_BYTES_EACH("memory B", "bytes of memory for each connection", false);

  private final String heading;
  private final String title;
  private final boolean moreIsBetter;

  Figure(String heading, String title, boolean moreIsBetter) {
    this.heading = heading;
    this.title = title;
    this.moreIsBetter = moreIsBetter;
  }

  /** Returns what stands above its column in a table. */
  public String heading() {
    return heading;
  }

  /** Returns what it is, in words. */
  public String title() {
    return title;
  }

  /** Returns whether the greater value is the better one. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** Writes a value with about as many digits as mean something. */
  public String format(double value) {
    double size = Math.abs(value);
    String pattern = size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%,.1f" : "%,.2f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
