package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.List;
import java.util.Locale;

/** The page in Markdown. */
final class Page {
  private static final String ABOUT =
      """
      # Benchmarks

      Ringloom and other ways to write a server, each on the same work. `./benchmarks/run` makes this page from
      the files in [results](results), and anyone can make them anew; [Testing](../testing.md#benchmarks) tells how.

      Every server is a process of its own, and a client on the same machine drives it over the loopback interface. In
      each round every contender is started, warmed up, measured once and ended; the next round begins with
      another one. A figure is the median of the rounds; beside the main figure stand the least and the most that a
      round has shown. Latencies are percentiles of each round, and then the median of these.

      The main figure is mostly how many operations a second of the **server's processor time** does: what a machine can do
      when it is full. The client and other load disturb it least. It is the kernel's own count for the
      process, with all its threads and what the kernel does for them. Only figures of one table are comparable: machines differ,
      and their speed from one hour to the next.
      """;

  private static final String ABOUT_LINKED_ELSEWHERE =
      ABOUT.replace("; [Testing](../testing.md#benchmarks) tells how", "");

  private Page() {}

  /**
   * Writes the page.
   *
   * @param insideDocs whether the page stands in the project's documentation, and can link there
   */
  static String of(List<Section> sections, boolean insideDocs) {
    StringBuilder page = new StringBuilder(insideDocs ? ABOUT : ABOUT_LINKED_ELSEWHERE);
    Origins origins = Origins.of(sections);
    page.append("\n").append(origins.toMarkdown());
    for (Section section : sections) {
      page.append("\n## ").append(section.title()).append("\n");
      if (section.isLines()) {
        page.append("\n").append(picture(section.plots().get(0)));
      }
      for (int i = 0; i < section.results().size(); i++) {
        append(page, section, i, origins);
      }
    }
    return page.toString();
  }

  private static void append(StringBuilder page, Section section, int index, Origins origins) {
    WorkloadResult result = section.results().get(index);
    page.append("\n### ").append(capital(result.workload().title())).append("\n\n");
    page.append(result.workload().about());
    if (!result.note().isEmpty()) {
      page.append(" ").append(result.note());
    }
    page.append(" ").append(origins.reference(result)).append("\n\n");
    if (!section.isLines()) {
      page.append(picture(section.plots().get(index))).append("\n");
    }
    page.append(MarkdownTable.of(result));
    for (ContenderResult one : result.contenders()) {
      remarks(page, one);
    }
  }

  private static void remarks(StringBuilder page, ContenderResult one) {
    if (!one.remark().isEmpty()) {
      page.append("\n- ").append(one.title()).append(": ").append(one.remark()).append("\n");
    }
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

  private static String picture(Plot plot) {
    return "![" + plot.alt() + "](plots/" + plot.fileName() + ")\n";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
