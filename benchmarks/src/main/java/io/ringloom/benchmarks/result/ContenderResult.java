package io.ringloom.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a contender has shown in a workload.
 *
 * @param name what the command line calls it
 * @param title what the page calls it
 * @param remark what a reader should know of how the figures came about; may be empty
 * @param failures why rounds have no figures, one sentence for each
 * @param rounds the figures of each round that was measured
 */
public record ContenderResult(
    String name,
    String title,
    String remark,
    List<String> failures,
    List<Map<Figure, Double>> rounds) {

  /** Copies the lists. */
  public ContenderResult {
    failures = List.copyOf(failures);
    rounds = List.copyOf(rounds);
  }

  /** Sums up a figure over the rounds; empty if no round has it. */
  public Optional<Summary> summary(Figure figure) {
    List<Double> values = new ArrayList<>();
    for (Map<Figure, Double> round : rounds) {
      Double value = round.get(figure);
      if (value != null) {
        values.add(value);
      }
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }
}
