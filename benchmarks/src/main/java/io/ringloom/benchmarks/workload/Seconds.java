package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.result.Settings;

/** How many seconds something takes, as far as that can be told beforehand. */
final class Seconds {
  private static final double START_AND_END = 0.8;

  /** Opening a connection and closing it again. */
  private static final double CONNECTION = 80e-6;

  /** What a turn takes besides: mostly until its server is at rest. */
  private static final double AROUND = 0.1;

  private Seconds() {}

  /** Returns what starting a server and warming it up takes. */
  static double warmUp(Settings settings, int connections) {
    return START_AND_END + settings.warmUpSeconds() + connections * CONNECTION;
  }

  /** Returns what measuring it once takes. */
  static double turn(Settings settings, int connections) {
    return Conditions.settlingSeconds(settings)
        + settings.seconds()
        + connections * CONNECTION
        + AROUND;
  }

  /** Returns what starting a server takes, and opening connections. */
  static double open(int connections) {
    return START_AND_END + connections * CONNECTION;
  }
}
