package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadInfo;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page in Markdown. */
final class Page {
  private static final String ABOUT =
      """
      # Benchmarks

      Ringloom and other ways to write a server, each on the same work. `./benchmarks/run` makes this page from
      the files in [results](results), and anyone can make them anew; [Testing](../testing.md#benchmarks) tells how.

      Every server is a process of its own, and a client on the same machine drives it over the loopback interface. A
      workload is measured in rounds. In each round every contender has one turn, in which its server gets new connections and
      is measured as soon as they run steadily; the others wait meanwhile. The next round begins with another contender. A figure
      is the median of the rounds; beside the main figure stand the least and the most that a round has shown. Latencies
      are percentiles of each round, and then the median of these.

      The main figure is mostly how many operations a second of the **server's processor time** does: what a machine can do
      when it is full. The client and other load disturb it least. It is the kernel's own count for the
      process, with all its threads and what the kernel does for them. Only figures of one table are comparable: machines differ,
      and their speed from one hour to the next.
      """;

  private static final String ABOUT_LINKED_ELSEWHERE =
      ABOUT.replace("; [Testing](../testing.md#benchmarks) tells how", "");

  private static final String PARTS =
      "\n[Costs of the parts](jmh.md) tells what Ringloom's inner parts take on their own.\n";

  /** What a server may cost while others are measured before the page tells of it. */
  private static final double MOST_WAITING_CORES = 0.01;

  private Page() {}

  /**
   * Writes the page.
   *
   * @param insideDocs whether the page stands in the project's documentation, and can link there
   * @param besideParts whether the costs of Ringloom's parts have a page in the same folder
   */
  static String of(List<Section> sections, boolean insideDocs, boolean besideParts) {
    StringBuilder page = new StringBuilder(insideDocs ? ABOUT : ABOUT_LINKED_ELSEWHERE);
    if (besideParts) {
      page.append(PARTS);
    }
    Origins origins = Origins.of(sections);
    page.append("\n").append(origins.toMarkdown());
    for (Section section : sections) {
      page.append("\n## ").append(section.title()).append("\n");
      if (section.isLines()) {
        page.append("\n").append(picture(section.plots().get(0)));
        section.guests().forEach(guest -> page.append(borrowed(guest)));
      }
      for (int i = 0; i < section.results().size(); i++) {
        Optional<Plot> own =
            section.isLines() ? Optional.empty() : Optional.of(section.plots().get(i));
        append(page, section.results().get(i), own, origins);
      }
    }
    return page.toString();
  }

  private static void append(
      StringBuilder page, WorkloadResult result, Optional<Plot> plot, Origins origins) {
    page.append("\n### ").append(capital(result.workload().title())).append("\n\n");
    page.append(result.workload().about());
    if (!result.note().isEmpty()) {
      page.append(" ").append(result.note());
    }
    page.append(" ").append(origins.reference(result)).append("\n\n");
    plot.ifPresent(own -> page.append(picture(own)).append("\n"));
    page.append(MarkdownTable.of(result));
    for (ContenderResult one : result.contenders()) {
      remarks(page, one);
    }
  }

  private static void remarks(StringBuilder page, ContenderResult one) {
    if (!one.remark().isEmpty()) {
      page.append("\n- ").append(one.title()).append(": ").append(one.remark()).append("\n");
    }
    one.summary(Figure.WAITING_CORES)
        .map(Summary::median)
        .filter(cores -> cores > MOST_WAITING_CORES)
        .ifPresent(cores -> page.append(waiting(one.title(), cores)));
    if (!one.failures().isEmpty()) {
      page.append("\n- **")
          .append(one.title())
          .append(" failed** in ")
          .append(one.failures().size())
          .append(" of ")
          .append(one.failures().size() + one.rounds().size())
          .append(" rounds: ")
          .append(one.failures().get(0))
          .append("\n");
    }
  }

  private static String waiting(String title, double cores) {
    return "\n- **%s kept %.0f %% of a processor busy** while others were measured.\n"
        .formatted(title, cores * 100);
  }

  /** Tells where a point of the lines comes from that has no table below them. */
  private static String borrowed(WorkloadResult guest) {
    WorkloadInfo workload = guest.workload();
    return "\nThe points at %.0f %s are those of \"%s: %s\".\n"
        .formatted(workload.position(), workload.axis(), workload.section(), workload.title());
  }

  private static String picture(Plot plot) {
    return "![" + plot.alt() + "](plots/" + plot.fileName() + ")\n";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
