package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import java.io.IOException;
import java.util.List;

/** How one measurement is made. */
@FunctionalInterface
interface Trial {

  /** Starts a contender, warms it up, measures and ends it. */
  Measurement measure(Contender contender, Conditions conditions) throws IOException;

  /**
   * Finds out what has to be known before the rounds.
   *
   * @param contenders who takes part
   * @return a sentence on it for the page; may be empty
   */
  default String prepare(List<Contender> contenders, Conditions conditions) throws IOException {
    return "";
  }
}
