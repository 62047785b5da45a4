package io.ringloom.benchmarks;

import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.List;

/** Tells beforehand how long a run takes. */
final class Estimate {
  private Estimate() {}

  static String of(Settings settings, List<Workload> workloads) {
    int measurements =
        settings.rounds() * workloads.stream().mapToInt(one -> one.contenders().size()).sum();
    return "%s%d %s, %d measurements of %s s in %d %s%s, about %s"
        .formatted(
            settings.quick() ? "A quick look: " : "",
            workloads.size(),
            workloads.size() == 1 ? "workload" : "workloads",
            measurements,
            number(settings.seconds()),
            settings.rounds(),
            settings.rounds() == 1 ? "round" : "rounds",
            settings.fresh() ? " with a new server each" : "",
            time(Duration.ofSeconds(Math.round(seconds(settings, workloads)))));
  }

  /**
   * Returns how long it takes; what several workloads have to find out before is found out once.
   */
  static double seconds(Settings settings, List<Workload> workloads) {
    return workloads.stream().mapToDouble(one -> one.seconds(settings)).sum()
        + workloads.stream().mapToDouble(one -> one.preparationSeconds(settings)).max().orElse(0);
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
