package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.Figure;
import java.io.IOException;
import java.util.List;

/** The best throughput that a contender reaches, found once in a run. Confined to one thread. */
final class BestThroughput {
  private final Trial trial;
  private String title = "";
  private double perSecond;

  /**
   * Prepares it.
   *
   * @param trial measures a contender in a closed loop
   */
  BestThroughput(Trial trial) {
    this.trial = trial;
  }

  /** Measures each contender once, if that was not done already. */
  void find(List<Contender> contenders, Conditions conditions) throws IOException {
    if (perSecond > 0) {
      return;
    }
    for (Contender contender : contenders) {
      Double found = trial.measure(contender, conditions).figures().get(Figure.THROUGHPUT);
      if (found != null && found > perSecond) {
        perSecond = found;
        title = contender.title();
      }
    }
  }

  /** Returns who was the best. */
  String title() {
    return title;
  }

  /** Returns how many operations it did in a second. */
  double perSecond() {
    return perSecond;
  }
}
