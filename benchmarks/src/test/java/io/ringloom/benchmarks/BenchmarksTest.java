package io.ringloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class BenchmarksTest {
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @Test
  void a_short_run_of_two_contenders_makes_a_page() throws IOException {
    int exit =
        Benchmarks.run(
            "--quick",
            "--rounds=2",
            "--seconds=0.3",
            "--warm-up=0.3",
            "--workload=^echo-1k$",
            "--contender=^(ringloom-nio|jdk-channel)$",
            "--out=" + folder);

    assertThat(said(err)).isEmpty();
    assertThat(exit).isZero();
    assertThat(said(out))
        .contains("A quick look: 1 workload, 4 measurements of 0.3 s in 2 rounds")
        .contains("1/1 echo-1k")
        .contains("The page is " + folder.resolve("README.md"));
    assertThat(Files.readString(folder.resolve("README.md")))
        .contains("A quick look")
        .contains("| Ringloom NIO | **")
        .contains("| JDK virtual threads, SocketChannel | **")
        .doesNotContain("–** |", "failed");
    assertThat(folder.resolve("results/echo-1k.json")).content().contains("\"quick\" : true");
    assertThat(folder.resolve("plots/echo-1k.svg")).exists();
  }

  @Test
  void the_page_is_made_anew_without_measuring() throws IOException {
    assertThat(Benchmarks.run("--report-only", "--out=" + folder)).isNotZero();
    assertOneSentence("There are no results in " + folder.resolve("results") + ".");
  }

  @Test
  void all_workloads_and_contenders_are_listed() {
    assertThat(Benchmarks.run("--list")).isZero();
    assertThat(said(out)).contains("connections-10000", "tls-resumed", "kv-get-16", "redis-server");
  }

  @Test
  void a_choice_is_listed_too() {
    assertThat(Benchmarks.run("--list", "--workload=^tls", "--contender=tcnative")).isZero();
    assertThat(said(out)).contains("tls-64b", "netty-uring-tcnative");
    assertThat(said(out)).doesNotContain("echo-64b", "jdk-sslsocket");
  }

  @Test
  void few_rounds_are_for_a_quick_look_only() {
    assertThat(Benchmarks.run("--rounds=4")).isNotZero();
    assertOneSentence(
        "Invalid value for option '--rounds': 4 is not from 5 to 1000, or fewer with --quick.");
  }

  @Test
  void a_measurement_takes_some_time() {
    assertThat(Benchmarks.run("--seconds=0")).isNotZero();
    assertOneSentence("Invalid value for option '--seconds': 0.0 is not from 0.1 to 3600");
  }

  @Test
  void a_pattern_that_is_none_is_refused() {
    assertThat(Benchmarks.run("--workload=[")).isNotZero();
    assertOneSentence("'[' is no regular expression");
  }

  @Test
  void a_pattern_that_fits_nothing_is_refused() {
    assertThat(Benchmarks.run("--workload=nothing-like-that")).isNotZero();
    assertOneSentence("No workload has 'nothing-like-that' in its name: --list shows them all.");
  }

  @Test
  void a_contender_that_is_nowhere_is_refused() {
    assertThat(Benchmarks.run("--workload=^kv", "--contender=netty")).isNotZero();
    assertOneSentence(
        "No contender of these workloads has 'netty' in its name: --list shows them all.");
  }

  private void assertOneSentence(String sentence) {
    assertThat(said(err)).contains(sentence);
    assertThat(said(err).strip().lines()).hasSize(1);
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
