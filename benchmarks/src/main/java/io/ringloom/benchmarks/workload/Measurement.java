package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.result.Figure;
import java.util.Map;

/**
 * What one measurement of a contender has shown.
 *
 * @param figures the figures
 * @param remark what a reader should know of how they came about; may be empty
 */
public record Measurement(Map<Figure, Double> figures, String remark) {

  /** Copies the map. */
  public Measurement {
    figures = Map.copyOf(figures);
  }
}
