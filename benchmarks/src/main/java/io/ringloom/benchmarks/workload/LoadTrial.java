package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.contender.ServerProcess;
import io.ringloom.benchmarks.load.Load;
import io.ringloom.benchmarks.load.Tally;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.server.ServerArguments;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * Drives a server and takes its costs.
 *
 * @param arguments what the server is told
 * @param loads what drives it
 */
record LoadTrial(
    Function<Conditions, ServerArguments> arguments, Function<Conditions, Load.Starter> loads)
    implements Trial {

  @Override
  public Measurement measure(Contender contender, Conditions conditions) throws IOException {
    try (ServerProcess server = contender.launch(arguments.apply(conditions));
        Load load = loads.apply(conditions).start(server.port())) {
      load.run(conditions.warmUpNanos());
      CostFigures costs = CostFigures.begin(server);
      Tally tally = load.run(conditions.nanos());
      if (tally.operations() == 0) {
        throw new IOException("The server has completed nothing.");
      }
      Map<Figure, Double> figures = costs.end(tally.operations(), tally.nanos());
      CostFigures.addTo(figures, tally.latencies());
      return new Measurement(figures, load.remark());
    }
  }
}
