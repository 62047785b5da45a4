package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A result as the terminal shows it. */
public final class TextTable {
  private static final int NAME_WIDTH = 24;
  private static final int WIDTH = 10;

  private TextTable() {}

  /** Returns several lines: medians, and the spread of the main figure. */
  public static String of(WorkloadResult result) {
    Figure main = result.workload().main();
    List<Figure> figures =
        result.workload().figures().stream().filter(figure -> figure != main).toList();
    StringBuilder text = new StringBuilder();
    text.append(result.workload().section()).append(": ").append(result.workload().title());
    if (!result.note().isEmpty()) {
      text.append("\n").append(result.note());
    }
    text.append("\n").append(pad("", -NAME_WIDTH)).append(pad(main.heading(), WIDTH + 2));
    text.append(pad("spread", WIDTH - 2));
    figures.forEach(figure -> text.append(pad(figure.heading(), WIDTH)));
    for (ContenderResult one : Ranking.of(result)) {
      text.append("\n").append(pad(one.name(), -NAME_WIDTH));
      Optional<Summary> summary = one.summary(main);
      text.append(pad(summary.map(s -> main.format(s.median())).orElse("-"), WIDTH + 2));
      text.append(
          pad(summary.map(s -> "%.0f %%".formatted(s.spread() * 100)).orElse("-"), WIDTH - 2));
      for (Figure figure : figures) {
        text.append(
            pad(one.summary(figure).map(s -> figure.format(s.median())).orElse("-"), WIDTH));
      }
    }
    return text.append(failures(result)).append("\n").toString();
  }

  private static String failures(WorkloadResult result) {
    return result.contenders().stream()
        .filter(one -> !one.failures().isEmpty())
        .map(one -> "\n" + one.name() + " failed: " + one.failures().get(0))
        .collect(Collectors.joining());
  }

  private static String pad(String text, int width) {
    return ("%" + width + "s").formatted(text);
  }
}
