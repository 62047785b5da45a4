package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /**
   * Measures each contender once, if that was not done already. One that fails is left out here;
   * the rounds will tell.
   */
  void find(List<Contender> contenders, Conditions conditions) throws IOException {
    if (perSecond > 0) {
      return;
    }
    String failure = "";
    for (Contender contender : contenders) {
      try (Subject subject = trial.start(contender, conditions)) {
        Double found = subject.measure().figures().get(Figure.THROUGHPUT);
        if (found != null && found > perSecond) {
          perSecond = found;
          title = contender.title();
        }
      } catch (IOException | UncheckedIOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    if (perSecond == 0) {
      throw new IOException("No contender could be measured: " + failure);
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
