package io.ringloom.benchmarks;

import io.ringloom.benchmarks.result.Settings;

/** Settings as a user could choose them. */
final class Chosen {
  private Chosen() {}

  static Settings settings(boolean fresh, int rounds, double warmUpSeconds) {
    return new Settings(false, fresh, rounds, 3, warmUpSeconds, 1, 1, "");
  }
}
