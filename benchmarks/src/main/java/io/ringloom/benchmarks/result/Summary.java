package io.ringloom.benchmarks.result;

import java.util.Collection;

/**
 * What several rounds have shown of one figure.
 *
 * @param median the value in the middle, or halfway between the two in the middle
 * @param least the least value
 * @param most the greatest value
 */
public record Summary(double median, double least, double most) {

  /** Sums up values, of which there is at least one. */
  public static Summary of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to sum up.");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Returns the spread beside the median, as a part of it. */
  public double spread() {
    return median == 0 ? 0 : Math.max(most - median, median - least) / median;
  }
}
