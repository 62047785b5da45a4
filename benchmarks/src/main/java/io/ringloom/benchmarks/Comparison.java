package io.ringloom.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs servers in turns, each in a process of its own, and prints what a second of a server's
 * processor time does.
 *
 * <p>The machine's speed changes from minute to minute; only figures of one run are comparable, and
 * of those the ratios.
 */
final class Comparison {
  private final Map<String, Contender> contenders;
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  /**
   * Compares what is named.
   *
   * @param contenders by name
   */
  Comparison(Map<String, Contender> contenders) {
    this.contenders = contenders;
  }

  /** Measures each contender once a round, one after the other, and prints the medians. */
  void run(int rounds, Load.Starter loads) throws IOException {
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
        measure(contender.getKey(), contender.getValue(), loads);
      }
    }
    print();
  }

  private void measure(String name, Contender contender, Load.Starter loads) throws IOException {
    try (ServerProcess server = contender.start();
        Load load = loads.start(server.port())) {
      load.warmUp();
      double cpuBefore = server.cpuSeconds();
      long begin = System.nanoTime();
      long operations = load.measure();
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpu = server.cpuSeconds() - cpuBefore;
      figures.computeIfAbsent(name, key -> new ArrayList<>()).add(operations / cpu);
      System.out.println(
          "  %-22s %,12.0f op/s  %5.2f cores  %,12.0f op/cpu-s  %s"
              .formatted(name, operations / seconds, cpu / seconds, operations / cpu, load.remark())
              .stripTrailing());
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
