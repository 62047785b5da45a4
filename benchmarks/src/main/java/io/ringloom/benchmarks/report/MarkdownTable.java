package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A result as a table in Markdown, the best contender first. */
final class MarkdownTable {
  private static final String NOTHING = "–";

  private MarkdownTable() {}

  static String of(WorkloadResult result) {
    Figure main = result.workload().main();
    List<Figure> others =
        result.workload().figures().stream().filter(figure -> figure != main).toList();
    StringBuilder table = new StringBuilder();
    table.append("| | **").append(main.heading()).append("** | least–most | of best |");
    others.forEach(figure -> table.append(" ").append(figure.heading()).append(" |"));
    table.append("\n|---|").append("--:|".repeat(3 + others.size())).append("\n");
    for (ContenderResult one : Ranking.of(result)) {
      table.append("| ").append(one.title()).append(" |");
      table.append(mainCells(result, one.summary(main)));
      table.append(
          others.stream()
              .map(figure -> cell(figure, one.summary(figure)))
              .collect(Collectors.joining()));
      table.append("\n");
    }
    return table.toString();
  }

  private static String mainCells(WorkloadResult result, Optional<Summary> summary) {
    Figure main = result.workload().main();
    return summary
        .map(
            s ->
                " **%s** | %s–%s | %.0f %% |"
                    .formatted(
                        main.format(s.median()),
                        main.format(s.least()),
                        main.format(s.most()),
                        Ranking.partOfBest(result, s.median()) * 100))
        .orElse((" " + NOTHING + " |").repeat(3));
  }

  private static String cell(Figure figure, Optional<Summary> summary) {
    return " " + summary.map(s -> figure.format(s.median())).orElse(NOTHING) + " |";
  }
}
