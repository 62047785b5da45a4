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
  public Measurement measure(Contender contender, Conditions conditions) throws IOException {
    try (ServerProcess server = contender.launch(Workloads.plain(conditions))) {
      RedisBenchmark client =
          new RedisBenchmark(server.port(), test, connections, valueBytes, pipeline);
      client.fill();
      double perSecond = client.run((long) FIRST_REQUESTS * pipeline).perSecond();
      // Twice, because the first of these still tells little of the speed of warm code.
      perSecond = client.run(requests(perSecond, conditions.warmUpNanos() / 2)).perSecond();
      perSecond = client.run(requests(perSecond, conditions.warmUpNanos() / 2)).perSecond();
      CostFigures costs = CostFigures.begin(server);
      Outcome outcome = client.run(requests(perSecond, conditions.nanos()));
      Map<Figure, Double> figures = costs.end(outcome.requests(), outcome.nanos());
      figures.put(Figure.P50_MICROS, outcome.p50Micros());
      figures.put(Figure.P99_MICROS, outcome.p99Micros());
      figures.put(Figure.MAX_MICROS, outcome.maxMicros());
      return new Measurement(figures, "");
    }
  }

  private static long requests(double perSecond, long nanos) {
    return Math.max(1000, (long) (perSecond * nanos / 1e9));
  }
}
