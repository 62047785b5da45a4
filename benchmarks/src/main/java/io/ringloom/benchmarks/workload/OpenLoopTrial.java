package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.load.Loads;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Settings;
import java.io.IOException;
import java.util.List;

/**
 * Sends messages at a part of the rate that the best contender reaches in a closed loop, which is
 * found out before the rounds.
 */
final class OpenLoopTrial implements Trial {
  private final int connections;
  private final int messageBytes;
  private final double part;
  private final BestThroughput best;

  /**
   * Prepares it.
   *
   * @param part how much of the best throughput is asked for, at most 1
   * @param best finds that throughput, for several parts of it
   */
  OpenLoopTrial(int connections, int messageBytes, double part, BestThroughput best) {
    this.connections = connections;
    this.messageBytes = messageBytes;
    this.part = part;
    this.best = best;
  }

  @Override
  public String prepare(List<Contender> contenders, Conditions conditions) throws IOException {
    best.find(contenders, conditions);
    return "The best in a closed loop was %s with %s; the rate is %s messages in a second."
        .formatted(
            best.title(),
            Figure.THROUGHPUT.format(best.perSecond()),
            Figure.THROUGHPUT.format(best.perSecond() * part));
  }

  @Override
  public Subject start(Contender contender, Conditions conditions) throws IOException {
    int threads = conditions.settings().clientThreads();
    double perSecond = best.perSecond() * part;
    return new LoadTrial(
            Workloads::plain, same -> Loads.paced(threads, connections, messageBytes, perSecond))
        .start(contender, conditions);
  }

  @Override
  public double preparationSeconds(Settings settings, int allConnections) {
    return Seconds.warmUp(settings, allConnections) + Seconds.turn(settings, allConnections);
  }
}
