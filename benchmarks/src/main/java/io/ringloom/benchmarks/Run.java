package io.ringloom.benchmarks;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.report.TextTable;
import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Machine;
import io.ringloom.benchmarks.result.ResultFiles;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.result.WorkloadResult;
import io.ringloom.benchmarks.workload.Conditions;
import io.ringloom.benchmarks.workload.Measurement;
import io.ringloom.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures workloads one after the other, each in rounds: every contender is measured once before
 * any is measured again, so that what the machine does meanwhile meets them all. Each round begins
 * with another contender.
 */
final class Run {
  private final List<Workload> workloads;
  private final Conditions conditions;
  private final ResultFiles results;
  private final PrintWriter console;
  private final Machine machine;

  Run(List<Workload> workloads, Conditions conditions, ResultFiles results, PrintWriter console)
      throws IOException {
    this.workloads = workloads;
    this.conditions = conditions;
    this.results = results;
    this.console = console;
    this.machine = MachineProbe.probe();
  }

  /** Measures all, and keeps each result as soon as it is there; returns whether none failed. */
  boolean measure() throws IOException {
    Settings settings = conditions.settings();
    int measurements =
        settings.rounds() * workloads.stream().mapToInt(one -> one.contenders().size()).sum();
    console.println(Estimate.of(settings, workloads.size(), measurements));
    console.flush();
    boolean complete = true;
    for (Workload workload : workloads) {
      WorkloadResult result = measure(workload);
      results.write(result);
      console.println(TextTable.of(result));
      console.flush();
      complete &= result.contenders().stream().allMatch(one -> one.failures().isEmpty());
    }
    return complete;
  }

  private WorkloadResult measure(Workload workload) throws IOException {
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    int rounds = conditions.settings().rounds();
    List<Rounds> all = new ArrayList<>();
    for (Contender contender : workload.contenders()) {
      all.add(new Rounds(contender));
    }
    String note;
    String step =
        "%d/%d %s".formatted(workloads.indexOf(workload) + 1, workloads.size(), workload.name());
    try (Progress progress = Progress.start(step, rounds * all.size(), console)) {
      note = workload.prepare(conditions);
      for (int round = 0; round < rounds; round++) {
        List<Rounds> order = new ArrayList<>(all);
        Collections.rotate(order, -round);
        for (Rounds one : order) {
          progress.at(one.contender.name());
          one.measure(workload);
          progress.step();
        }
      }
    }
    return new WorkloadResult(
        workload.info(),
        date,
        System.getProperty("ringloom.benchmarks.commit", "unknown"),
        machine,
        conditions.settings(),
        note,
        all.stream().map(Rounds::result).toList());
  }

  /** What one contender has shown so far. */
  private final class Rounds {
    private final Contender contender;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Rounds(Contender contender) {
      this.contender = contender;
    }

    /** A measurement that fails is told on the page; the others go on. */
    void measure(Workload workload) {
      try {
        measurements.add(workload.measure(contender, conditions));
      } catch (IOException | UncheckedIOException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }

    ContenderResult result() {
      String remark =
          measurements.isEmpty() ? "" : measurements.get(measurements.size() - 1).remark();
      return new ContenderResult(
          contender.name(),
          contender.title(),
          remark,
          failures,
          measurements.stream().map(Measurement::figures).toList());
    }
  }
}
