package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.Settings;
import java.io.IOException;
import java.util.List;

/** How contenders are measured. */
@FunctionalInterface
interface Trial {

  /** Starts a contender, as far as it is the same for all its measurements, and warms it up. */
  Subject start(Contender contender, Conditions conditions) throws IOException;

  /**
   * Finds out what has to be known before the rounds.
   *
   * @param contenders who takes part
   * @return a sentence on it for the page; may be empty
   */
  default String prepare(List<Contender> contenders, Conditions conditions) throws IOException {
    return "";
  }

  /**
   * Returns how many seconds a contender takes in all rounds, as far as that can be told.
   *
   * @param connections how many there are
   */
  default double seconds(Settings settings, int connections) {
    double warmUp = Seconds.warmUp(settings, connections);
    double turn = Seconds.turn(settings, connections);
    return settings.fresh()
        ? settings.rounds() * (warmUp + turn)
        : warmUp + settings.rounds() * turn;
  }

  /** Returns how many seconds a contender takes before the rounds. */
  default double preparationSeconds(Settings settings, int connections) {
    return 0;
  }
}
