package io.ringloom.benchmarks;

import io.ringloom.benchmarks.result.Settings;
import java.time.Duration;

/** Tells beforehand how long a run takes. */
final class Estimate {
  /** What it takes to start a server and to end it. */
  private static final double SECONDS_AROUND = 1.2;

  private Estimate() {}

  static String of(Settings settings, int workloads, int measurements) {
    double seconds =
        measurements * (settings.seconds() + settings.warmUpSeconds() + SECONDS_AROUND);
    return "%s%d %s, %d measurements of %s s in %d %s, about %s"
        .formatted(
            settings.quick() ? "A quick look: " : "",
            workloads,
            workloads == 1 ? "workload" : "workloads",
            measurements,
            number(settings.seconds()),
            settings.rounds(),
            settings.rounds() == 1 ? "round" : "rounds",
            time(Duration.ofSeconds((long) seconds)));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : String.valueOf(value);
  }

  private static String time(Duration duration) {
    if (duration.toMinutes() == 0) {
      return duration.toSeconds() + " s";
    }
    return duration.toHours() == 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
