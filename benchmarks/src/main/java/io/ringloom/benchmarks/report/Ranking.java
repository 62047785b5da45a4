package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who comes first. */
final class Ranking {
  private Ranking() {}

  /** Returns the contenders by their main figure, the best first, and those that failed last. */
  static List<ContenderResult> of(WorkloadResult result) {
    Figure main = result.workload().main();
    Comparator<ContenderResult> byFigure =
        Comparator.comparingDouble(
            one ->
                one.summary(main)
                    .map(Summary::median)
                    .map(median -> main.moreIsBetter() ? -median : median)
                    .orElse(Double.MAX_VALUE));
    List<ContenderResult> ranked = new ArrayList<>(result.contenders());
    ranked.sort(byFigure);
    return ranked;
  }

  /** Returns how good a median is beside the best, as a part of it that is at most 1. */
  static double partOfBest(WorkloadResult result, double median) {
    Figure main = result.workload().main();
    double best = of(result).get(0).summary(main).map(Summary::median).orElse(Double.NaN);
    return main.moreIsBetter() ? median / best : best / median;
  }
}
