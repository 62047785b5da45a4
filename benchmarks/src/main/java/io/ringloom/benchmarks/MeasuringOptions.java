package io.ringloom.benchmarks;

import io.ringloom.benchmarks.contender.Jvm;
import io.ringloom.benchmarks.result.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How it is measured. All fields are set by picocli before the command is called. */
final class MeasuringOptions {
  private static final int LEAST_ROUNDS = 5;
  private static final double SECONDS = 3;
  private static final double WARM_UP_SECONDS = 5;
  private static final double QUICK_SECONDS = 0.8;
  private static final double QUICK_WARM_UP_SECONDS = 4;
  private static final int MOST_CLIENT_THREADS = 4;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "A quick look in less than three minutes: few workloads and contenders where none are"
              + " chosen, and short rounds.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often each contender is measured, at least 5 without --quick. Default: 5.")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description = "How long a measurement takes, at least 0.1. Default: 3.")
  private @Nullable Double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long a new server is driven before it is measured. Default: 5.")
  private @Nullable Double warmUp;

  @Option(
      names = "--fresh",
      description =
          "Start each server anew in each round. Otherwise it serves in all rounds of a workload.")
  private boolean fresh;

  @Option(
      names = "--loops",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "How many event loops a server has, where it has such. Default: 1.")
  private int loops;

  @Option(
      names = "--client-threads",
      paramLabel = "COUNT",
      description =
          "How many threads drive a server. Default: as many as there are processors beside those"
              + " for its loops, from 1 to 4.")
  private @Nullable Integer clientThreads;

  boolean quick() {
    return quick;
  }

  /** Returns what was chosen; throws {@link ParameterException} if it is not allowed. */
  Settings settings() {
    return new Settings(
        quick,
        fresh,
        between("--rounds", or(rounds, LEAST_ROUNDS), leastRounds(), 1000),
        between("--seconds", or(seconds, quick ? QUICK_SECONDS : SECONDS), 0.1, 3600),
        between(
            "--warm-up", or(warmUp, quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS), 0.1, 3600),
        between("--loops", loops, 1, 1024),
        between("--client-threads", or(clientThreads, usualClientThreads()), 1, 1024),
        String.join(" ", Jvm.OPTIONS));
  }

  private int leastRounds() {
    return quick ? 1 : LEAST_ROUNDS;
  }

  private int usualClientThreads() {
    int free = Runtime.getRuntime().availableProcessors() - loops;
    return Math.min(Math.max(free, 1), MOST_CLIENT_THREADS);
  }

  private static <T> T or(@Nullable T chosen, T otherwise) {
    return chosen == null ? otherwise : chosen;
  }

  private int between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw refuse(option, String.valueOf(value), least + " to " + most);
    }
    return value;
  }

  private double between(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw refuse(option, String.valueOf(value), least + " to " + most);
    }
    return value;
  }

  private RuntimeException refuse(String option, String value, String allowed) {
    String message =
        "Invalid value for option '"
            + option
            + "': "
            + value
            + " is not from "
            + allowed
            + (option.equals("--rounds") && !quick ? ", or fewer with --quick" : "")
            + ".";
    return spec == null
        ? new IllegalArgumentException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
