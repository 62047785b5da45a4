package io.ringloom.benchmarks;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.contender.Servers;
import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.workload.Conditions;
import io.ringloom.benchmarks.workload.Measurement;
import io.ringloom.benchmarks.workload.Subject;
import io.ringloom.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rounds of one contender in a workload, and what they have shown. Confined to one thread. */
final class Rounds implements AutoCloseable {
  private final Workload workload;
  private final Contender contender;
  private final Conditions conditions;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** What goes on from round to round; null before the first one, and after one that failed. */
  private @Nullable Subject subject;

  Rounds(Workload workload, Contender contender, Conditions conditions) {
    this.workload = workload;
    this.contender = contender;
    this.conditions = conditions;
  }

  String name() {
    return contender.name();
  }

  /**
   * Makes a measurement. One that fails is told on the page; the others go on, and the next round
   * of this contender begins with a new server.
   *
   * @throws IOException if this process is told to end
   */
  void measure() throws IOException {
    try {
      Subject running = subject == null ? workload.start(contender, conditions) : subject;
      subject = running;
      measurements.add(running.measure());
      if (conditions.settings().fresh()) {
        close();
      }
    } catch (IOException | UncheckedIOException e) {
      Servers.check();
      failures.add(String.valueOf(e.getMessage()));
      close();
    }
  }

  @Override
  public void close() throws IOException {
    Subject running = subject;
    subject = null;
    if (running != null) {
      running.close();
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
