package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Machine;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.result.WorkloadInfo;
import io.ringloom.benchmarks.result.WorkloadInfo.Plot;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes results as a run would. */
final class Results {
  static final Machine MACHINE =
      new Machine("Linux 6.18", "A Processor", 2, "8 GiB", "25", Map.of("Netty", "4.2"));

  private Results() {}

  static WorkloadResult of(String name, Plot plot, ContenderResult... contenders) {
    return of(name, plot, MACHINE, contenders);
  }

  static WorkloadResult of(String name, Plot plot, Machine machine, ContenderResult... contenders) {
    return of(name, plot, "", machine, contenders);
  }

  /** Returns a workload with bars of its own that is a point in the lines of another section. */
  static WorkloadResult guest(String name, Plot of, ContenderResult... contenders) {
    return of(name, Plot.BARS, "Section of " + of, MACHINE, contenders);
  }

  private static WorkloadResult of(
      String name, Plot plot, String pointIn, Machine machine, ContenderResult... contenders) {
    Figure main = Figure.OPERATIONS_PER_CPU_SECOND;
    WorkloadInfo workload =
        new WorkloadInfo(
            name,
            name.length(),
            "Section of " + plot,
            "work " + name,
            "What is done in " + name + ".",
            plot,
            name.length(),
            "letters",
            pointIn,
            main,
            List.of(main, Figure.P50_MICROS, Figure.P999_MICROS));
    return new WorkloadResult(
        workload,
        "2026-11-23T10:00:00Z",
        "abc123",
        machine,
        new Settings(false, false, 5, 5, 4, 1, 1, "-Xmx2g"),
        "",
        List.of(contenders));
  }

  /** Returns a contender with so many operations in each round, and latencies to match. */
  static ContenderResult contender(String name, double... operations) {
    List<Map<Figure, Double>> rounds = new ArrayList<>();
    for (double value : operations) {
      rounds.add(
          Map.of(
              Figure.OPERATIONS_PER_CPU_SECOND,
              value,
              Figure.P50_MICROS,
              1e7 / value,
              Figure.P999_MICROS,
              1e8 / value));
    }
    return new ContenderResult(name, "Title of " + name, "", List.of(), rounds);
  }

  static ContenderResult failed(String name) {
    return new ContenderResult(
        name, "Title of " + name, "", List.of("It did not start."), List.of());
  }

  /** Returns a contender that kept so many processors busy while others were measured. */
  static ContenderResult waiting(String name, double cores) {
    return new ContenderResult(
        name, "Title of " + name, "", List.of(), List.of(Map.of(Figure.WAITING_CORES, cores)));
  }
}
