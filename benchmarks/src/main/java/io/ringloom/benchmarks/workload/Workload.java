package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.result.WorkloadInfo;
import java.io.IOException;
import java.util.List;

/** What servers are compared in. */
public final class Workload {
  private final WorkloadInfo info;
  private final List<Contender> contenders;
  private final int connections;
  private final Trial trial;

  Workload(WorkloadInfo info, List<Contender> contenders, int connections, Trial trial) {
    this.info = info;
    this.contenders = List.copyOf(contenders);
    this.connections = connections;
    this.trial = trial;
  }

  /** Returns the same with only some of its contenders. */
  public Workload of(List<Contender> some) {
    return new Workload(info, some, connections, trial);
  }

  /** Returns what it is, for readers. */
  public WorkloadInfo info() {
    return info;
  }

  /** Returns what the command line calls it. */
  public String name() {
    return info.name();
  }

  /** Returns who takes part. */
  public List<Contender> contenders() {
    return contenders;
  }

  /** Returns how many connections are open at a time. */
  public int connections() {
    return connections;
  }

  /**
   * Finds out what has to be known before the rounds.
   *
   * @return a sentence on it for the page; may be empty
   */
  public String prepare(Conditions conditions) throws IOException {
    return trial.prepare(contenders, conditions);
  }

  /** Starts a contender, as far as it is the same for all its measurements, and warms it up. */
  public Subject start(Contender contender, Conditions conditions) throws IOException {
    return trial.start(contender, conditions);
  }

  /** Returns how many seconds its rounds take, as far as that can be told. */
  public double seconds(Settings settings) {
    return contenders.size() * trial.seconds(settings, connections);
  }

  /**
   * Returns how many seconds go by before, once for all workloads that have to find out the same.
   */
  public double preparationSeconds(Settings settings) {
    return contenders.size() * trial.preparationSeconds(settings, connections);
  }
}
