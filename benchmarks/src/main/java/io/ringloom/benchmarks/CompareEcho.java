package io.ringloom.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs echo servers in turns, each in a process of its own, and prints what a second of a server's
 * processor time does. Arguments: connections, message bytes, messages under way for each
 * connection, rounds, seconds for each measurement, and perhaps a pattern for the names of the
 * contenders.
 *
 * <p>The machine's speed changes from minute to minute; only figures of one run are comparable, and
 * of those the ratios.
 */
public final class CompareEcho {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Map<String, List<String>> contenders;
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  private CompareEcho(Map<String, List<String>> contenders) {
    this.contenders = contenders;
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    int connections = argument(args, 0, 64);
    int messageBytes = argument(args, 1, 64);
    int depth = argument(args, 2, 1);
    int rounds = argument(args, 3, 5);
    int seconds = argument(args, 4, 5);
    String only = args.length > 5 ? args[5] : ".*";
    int bufferBytes = Math.max(16 * 1024, messageBytes);
    CompareEcho comparison =
        new CompareEcho(EchoContenders.matching(only, bufferBytes, bufferBytes));
    System.out.printf(
        "echo, %d connections, %d bytes, depth %d, %d rounds of %d s%n",
        connections, messageBytes, depth, rounds, seconds);
    for (int round = 0; round < rounds; round++) {
      for (String name : comparison.contenders.keySet()) {
        comparison.measure(name, connections, messageBytes, depth, seconds);
      }
    }
    comparison.print();
  }

  private static int argument(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private void measure(String name, int connections, int messageBytes, int depth, int seconds)
      throws IOException {
    List<String> command = contenders.getOrDefault(name, List.of());
    try (ServerProcess server =
            ServerProcess.start(command.get(0), command.subList(1, command.size()));
        EchoLoad load = EchoLoad.connect(server.port(), connections, messageBytes, depth)) {
      load.run(WARM_UP_NANOS);
      double cpuBefore = server.cpuSeconds();
      long messages = load.run(TimeUnit.SECONDS.toNanos(seconds));
      double cpu = server.cpuSeconds() - cpuBefore;
      figures.computeIfAbsent(name, key -> new ArrayList<>()).add(messages / cpu);
      System.out.printf(
          "  %-22s %,12.0f op/s  %5.2f cores  %,12.0f op/cpu-s%n",
          name, messages / (double) seconds, cpu / seconds, messages / cpu);
    }
  }

  private void print() {
    System.out.printf("%-24s %14s %14s %14s%n", "op/cpu-s", "median", "least", "most");
    figures.forEach(
        (name, values) -> {
          double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          System.out.printf(
              "%-24s %,14.0f %,14.0f %,14.0f%n",
              name, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        });
  }
}
