package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.ServerProcess;
import io.ringloom.benchmarks.result.Figure;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Takes the costs of a server from one moment to another. */
final class CostFigures {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double BYTES_PER_MIB = 1 << 20;

  private final ServerProcess server;
  private final long cpuBefore;

  private CostFigures(ServerProcess server) throws IOException {
    this.server = server;
    this.cpuBefore = server.cpuNanos();
  }

  /** Begins now. */
  static CostFigures begin(ServerProcess server) throws IOException {
    return new CostFigures(server);
  }

  /**
   * Ends now.
   *
   * @param operations what the server has done since the beginning
   * @param nanos how long it had
   */
  Map<Figure, Double> end(long operations, long nanos) throws IOException {
    long cpu = server.cpuNanos() - cpuBefore;
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.OPERATIONS_PER_CPU_SECOND, operations * 1e9 / cpu);
    figures.put(Figure.THROUGHPUT, operations * 1e9 / nanos);
    figures.put(Figure.CORES, (double) cpu / nanos);
    figures.put(Figure.RESIDENT_MIB, server.residentBytes() / BYTES_PER_MIB);
    return figures;
  }

  /** Adds the percentiles of latencies. */
  static void addTo(Map<Figure, Double> figures, Histogram latencies) {
    figures.put(Figure.P50_MICROS, percentile(latencies, 50));
    figures.put(Figure.P90_MICROS, percentile(latencies, 90));
    figures.put(Figure.P99_MICROS, percentile(latencies, 99));
    figures.put(Figure.P999_MICROS, percentile(latencies, 99.9));
    figures.put(Figure.MAX_MICROS, percentile(latencies, 100));
  }

  private static double percentile(Histogram latencies, double percent) {
    return latencies.getValueAtPercentile(percent) / NANOS_PER_MICRO;
  }
}
