package io.ringloom.benchmarks.report;

import static io.ringloom.benchmarks.report.Results.contender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.benchmarks.result.Machine;
import io.ringloom.benchmarks.result.WorkloadInfo.Plot;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

final class ReportTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void the_page_has_medians_their_spread_and_their_part_of_the_best() throws IOException {
    Report report = report();
    report
        .results()
        .write(
            Results.of(
                "bars", Plot.BARS, contender("slow", 500, 400, 700), contender("fast", 1000)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("| Title of fast | **1,000** | 1,000–1,000 | 100 % | 10,000 | 100,000 |")
        .contains("| Title of slow | **500** | 400–700 | 50 % | 20,000 | 200,000 |")
        .containsSubsequence("Title of fast", "Title of slow")
        .contains("What is done in bars.")
        .contains("| processors | 2 of A Processor |");
  }

  @Test
  void a_contender_that_failed_is_named_with_its_reason() throws IOException {
    Report report = report();
    report
        .results()
        .write(Results.of("bars", Plot.BARS, Results.failed("bad"), contender("good", 10)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("**Title of bad failed** in 1 of 1 rounds: It did not start.")
        .contains("| Title of bad | – | – | – | – | – |");
  }

  @Test
  void every_plot_that_the_page_shows_is_there_and_is_a_picture() throws Exception {
    Report report = report();
    report.results().write(Results.of("bars", Plot.BARS, contender("netty-uring", 9, 10, 11)));
    report.results().write(Results.of("a", Plot.LINES, contender("netty-uring", 10)));
    report.results().write(Results.of("bb", Plot.LINES, contender("netty-uring", 20)));
    report.results().write(Results.of("late", Plot.PERCENTILES, contender("netty-uring", 10)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("](plots/bars.svg)")
        .contains("](plots/section-of-lines.svg)")
        .contains("](plots/late.svg)");
    for (String plot : new String[] {"bars", "section-of-lines", "late"}) {
      String svg = Files.readString(folder.resolve("plots").resolve(plot + ".svg"));
      assertThat(rootOf(svg)).isEqualTo("svg");
      assertThat(svg).as(plot).containsAnyOf("rgb(31,78,158)", "#1f4e9e");
    }
  }

  @Test
  void a_workload_of_another_section_is_a_point_of_the_lines_too() throws IOException {
    Report report = report();
    report.results().write(Results.guest("abc", Plot.LINES, contender("netty-uring", 30)));
    report.results().write(Results.of("a", Plot.LINES, contender("netty-uring", 10)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("](plots/section-of-lines.svg)")
        .contains("The points at 3 letters are those of \"Section of BARS: work abc\".");
  }

  @Test
  void the_page_tells_whether_servers_were_kept() throws IOException {
    Report report = report();
    report.results().write(Results.of("bars", Plot.BARS, contender("one", 10)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("| a contender's server | one process for all rounds of a workload");
  }

  @Test
  void the_costs_of_the_parts_are_linked_where_they_are() throws IOException {
    Report report = report();
    report.results().write(Results.of("bars", Plot.BARS, contender("one", 10)));
    report.write();
    assertThat(Files.readString(report.page())).doesNotContain("jmh.md");

    Files.writeString(folder.resolve("jmh.md"), "# Costs of the parts");
    report.write();
    assertThat(Files.readString(report.page())).contains("[Costs of the parts](jmh.md)");
  }

  @Test
  void a_server_that_was_busy_while_others_were_measured_is_named() throws IOException {
    Report report = report();
    report
        .results()
        .write(
            Results.of(
                "bars", Plot.BARS, Results.waiting("quiet", 0.001), Results.waiting("loud", 0.2)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("**Title of loud kept 20 % of a processor busy** while others were measured.")
        .doesNotContain("Title of quiet kept");
  }

  @Test
  void the_same_results_make_the_same_page() throws IOException {
    Report report = report();
    report.results().write(Results.of("bars", Plot.BARS, contender("one", 9, 10, 11)));
    report.write();
    String page = Files.readString(report.page());
    String plot = Files.readString(folder.resolve("plots/bars.svg"));
    report.write();

    assertThat(Files.readString(report.page())).isEqualTo(page);
    assertThat(Files.readString(folder.resolve("plots/bars.svg"))).isEqualTo(plot);
  }

  @Test
  void a_workload_that_is_measured_anew_leaves_the_others_alone() throws IOException {
    Report report = report();
    report.results().write(Results.of("first", Plot.BARS, contender("one", 111)));
    report.results().write(Results.of("second", Plot.BARS, contender("one", 222)));
    Machine other = new Machine("Linux 7", "Another Processor", 64, "1 TiB", "25", Map.of());
    report.results().write(Results.of("second", Plot.BARS, other, contender("one", 333)));
    report.write();

    assertThat(Files.readString(report.page()))
        .contains("**111**", "**333**")
        .doesNotContain("222")
        .contains("Measurement 1, 2026-11-23")
        .contains("Measurement 2, 2026-11-23")
        .contains("| processors | 64 of Another Processor |");
  }

  @Test
  void without_results_there_is_no_page() {
    assertThatThrownBy(() -> report().write())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("There are no results in ");
  }

  @Test
  void a_file_that_is_no_result_is_named() throws IOException {
    Files.createDirectories(folder.resolve("results"));
    Files.writeString(folder.resolve("results/odd.json"), "{\"workload\": 3}");
    assertThatThrownBy(() -> report().write())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("odd.json is no result of a benchmark");
  }

  private Report report() {
    return new Report(folder);
  }

  private static String rootOf(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement()
        .getLocalName();
  }
}
