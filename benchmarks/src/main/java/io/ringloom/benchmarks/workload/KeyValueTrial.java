package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.contender.ServerProcess;
import io.ringloom.benchmarks.load.RedisBenchmark;
import io.ringloom.benchmarks.load.RedisBenchmark.Outcome;
import io.ringloom.benchmarks.result.Figure;
import java.io.IOException;
import java.util.Map;

/**
 * Has {@code redis-benchmark} drive a key-value server. That program makes a number of requests and
 * does not go by time, so the number is that which the run before makes likely.
 *
 * @param test the name of the test
 * @param connections how many there are
 * @param valueBytes how long a value is
 * @param pipeline how many requests each connection sends at a time
 */
record KeyValueTrial(String test, int connections, int valueBytes, int pipeline) implements Trial {
  private static final int FIRST_REQUESTS = 20_000;

  @Override
  public Subject start(Contender contender, Conditions conditions) throws IOException {
    ServerProcess server = contender.launch(Workloads.plain(conditions));
    RedisBenchmark client =
        new RedisBenchmark(server.port(), test, connections, valueBytes, pipeline);
    return KeptServer.warmUp(server, new Requests(client, conditions));
  }

  /** One run of the program after the other. */
  private static final class Requests implements Work {
    private final RedisBenchmark client;
    private final Conditions conditions;

    /** How many requests the server did in a second of the latest run. */
    private double perSecond;

    Requests(RedisBenchmark client, Conditions conditions) {
      this.client = client;
      this.conditions = conditions;
    }

    @Override
    public void warmUp(ServerProcess server) throws IOException {
      client.fill();
      perSecond = client.run((long) FIRST_REQUESTS * client.pipeline()).perSecond();
      // Twice, because the first of these still tells little of the speed of warm code.
      run(conditions.warmUpNanos() / 2);
      run(conditions.warmUpNanos() / 2);
    }

    @Override
    public Measurement measure(ServerProcess server) throws IOException {
      run(conditions.settlingNanos());
      CostFigures costs = CostFigures.begin(server);
      Outcome outcome = run(conditions.nanos());
      Map<Figure, Double> figures = costs.end(outcome.requests(), outcome.nanos());
      figures.put(Figure.P50_MICROS, outcome.p50Micros());
      figures.put(Figure.P99_MICROS, outcome.p99Micros());
      figures.put(Figure.MAX_MICROS, outcome.maxMicros());
      return new Measurement(figures, "");
    }

    /** Makes as many requests as are likely to take so long. */
    private Outcome run(long nanos) throws IOException {
      Outcome outcome = client.run(Math.max(1000, (long) (perSecond * nanos / 1e9)));
      perSecond = outcome.perSecond();
      return outcome;
    }
  }
}
