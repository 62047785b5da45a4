package io.ringloom.internal.loop;

import java.time.Duration;

/** Conversions of durations that cannot overflow. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private Durations() {}

  /**
   * Returns the duration in nanoseconds, cut off at 73 years, so that it can be added to a time.
   */
  public static long toNanos(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? LONGEST.toNanos() : duration.toNanos();
  }
}
