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
  public Subject start(Contender contender, Conditions conditions) throws IOException {
    return KeptServer.warmUp(
        contender.launch(arguments.apply(conditions)),
        new Drive(loads.apply(conditions), conditions));
  }

  /** One load after the other, each with connections of its own. */
  private record Drive(Load.Starter loads, Conditions conditions) implements Work {

    @Override
    public void warmUp(ServerProcess server) throws IOException {
      try (Load load = loads.start(server.port())) {
        load.run(conditions.warmUpNanos());
      }
    }

    @Override
    public Measurement measure(ServerProcess server) throws IOException {
      try (Load load = loads.start(server.port())) {
        load.run(conditions.settlingNanos());
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
}
