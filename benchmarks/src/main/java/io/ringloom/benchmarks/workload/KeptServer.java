package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.ServerProcess;
import io.ringloom.benchmarks.result.Figure;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** A server that is warmed up once and goes on from turn to turn. Confined to one thread. */
final class KeptServer implements Subject {
  private final ServerProcess server;
  private final Work work;
  private Rest rest;

  private KeptServer(ServerProcess server, Work work, Rest rest) {
    this.server = server;
    this.work = work;
    this.rest = rest;
  }

  /** Warms up a server that has just been started; ends it if that fails. */
  static KeptServer warmUp(ServerProcess server, Work work) throws IOException {
    try {
      work.warmUp(server);
      return new KeptServer(server, work, Rest.begin(server));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public Measurement measure() throws IOException {
    OptionalDouble waiting = rest.cores();
    Measurement measurement = work.measure(server);
    rest = Rest.begin(server);
    if (waiting.isEmpty()) {
      return measurement;
    }
    Map<Figure, Double> figures = new EnumMap<>(measurement.figures());
    figures.put(Figure.WAITING_CORES, waiting.getAsDouble());
    return new Measurement(figures, measurement.remark());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
