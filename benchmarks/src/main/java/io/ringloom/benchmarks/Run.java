package io.ringloom.benchmarks;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.contender.Servers;
import io.ringloom.benchmarks.report.TextTable;
import io.ringloom.benchmarks.result.Machine;
import io.ringloom.benchmarks.result.ResultFiles;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.result.WorkloadResult;
import io.ringloom.benchmarks.workload.Conditions;
import io.ringloom.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures workloads one after the other, each in rounds: every contender is measured once before
 * any is measured again, so that what the machine does meanwhile meets them all. Each round begins
 * with another contender. The servers of a workload wait for their turns, and all end with it.
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
    console.println(Estimate.of(settings, workloads));
    console.flush();
    boolean complete = true;
    for (Workload workload : workloads) {
      WorkloadResult result = measure(workload);
      Servers.check();
      results.write(result);
      console.println(TextTable.of(result));
      console.flush();
      complete &= result.contenders().stream().allMatch(one -> one.failures().isEmpty());
    }
    return complete;
  }

  private WorkloadResult measure(Workload workload) throws IOException {
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<Rounds> all = new ArrayList<>();
    for (Contender contender : workload.contenders()) {
      all.add(new Rounds(workload, contender, conditions));
    }
    String note = measure(workload, all);
    return new WorkloadResult(
        workload.info(),
        date,
        System.getProperty("ringloom.benchmarks.commit", "unknown"),
        machine,
        conditions.settings(),
        note,
        all.stream().map(Rounds::result).toList());
  }

  /** Returns what was found out before the rounds. */
  private String measure(Workload workload, List<Rounds> all) throws IOException {
    int rounds = conditions.settings().rounds();
    String step =
        "%d/%d %s".formatted(workloads.indexOf(workload) + 1, workloads.size(), workload.name());
    try (Progress progress = Progress.start(step, rounds * all.size(), console)) {
      String note = workload.prepare(conditions);
      for (int round = 0; round < rounds; round++) {
        List<Rounds> order = new ArrayList<>(all);
        Collections.rotate(order, -round);
        for (Rounds one : order) {
          progress.at(one.name());
          one.measure();
          progress.step();
        }
      }
      return note;
    } finally {
      for (Rounds one : all) {
        one.close();
      }
    }
  }
}
