package io.ringloom.example.kv.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CrashTest extends JournalFixture {

  /** Starts another JVM that does this with the directory. */
  private Process start(List<String> before, String job, String... options) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            JournalProcess.class.getName(),
            job,
            directory().toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** What it prints and logs until its end; no logging is configured, so that is a lot. */
  private static List<String> output(Process process) throws Exception {
    try (BufferedReader reader = process.inputReader()) {
      List<String> lines = reader.lines().filter(line -> !line.contains(" DEBUG ")).toList();
      process.waitFor();
      return lines;
    }
  }

  @Test
  void what_was_acknowledged_survives_a_kill_at_any_moment() throws Exception {
    Random random = new Random();
    for (int round = 0; round < 4; round++) {
      Process process = start(List.of(), "count");
      int acknowledged = 0;
      try (BufferedReader reader = process.inputReader()) {
        int enough = 20 + random.nextInt(200);
        int seen = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (line.matches("\\d+")) {
            acknowledged = Integer.parseInt(line);
            seen++;
          }
          if (seen == enough) {
            // Not by the process itself, which would close the stream with what it has printed.
            process.toHandle().destroyForcibly();
          }
        }
      }
      assertThat(process.waitFor()).isEqualTo(128 + 9);

      RocksJournal journal = open();
      int kept = Integer.parseInt(String.valueOf(Contents.stringAt(keyspace, "count")));
      assertThat(kept).isBetween(acknowledged, acknowledged + 1);
      StringBuilder list = new StringBuilder("-1 list");
      for (int number = kept; number > kept - 10; number--) {
        list.append(' ').append(number);
      }
      assertThat(Contents.of(keyspace).get("0:list")).isEqualTo(list.toString());
      batch(journal, () -> keyspace.flush(0));
      journal.close();
    }
  }

  @Test
  void a_second_process_is_refused() throws Exception {
    RocksJournal journal = open();
    List<String> lines = output(start(List.of(), "open"));
    assertThat(lines.getLast())
        .isEqualTo("The data directory " + directory() + " is in use by another process.");
    journal.close();
    assertThat(output(start(List.of(), "open"))).last().isEqualTo("opened");
  }

  @Test
  void a_system_for_which_there_is_no_library_is_told_in_one_sentence() throws Exception {
    assertThat(output(start(List.of(), "open", "-Dos.name=Mac OS X", "-Dos.arch=aarch64")))
        .singleElement()
        .asString()
        .startsWith(
            "No data can be kept in "
                + directory()
                + ", because RocksDB's library for Mac OS X on aarch64 cannot be loaded: ");
  }

  @Test
  void a_disk_that_takes_no_more_is_a_failure_and_the_process_goes_on() throws Exception {
    // Files may have 40 MiB; the library that is unpacked has 15.
    List<String> limited = List.of("bash", "-c", "ulimit -f 40960; exec \"$@\"", "bash");
    List<String> lines = output(start(limited, "fill"));
    int acknowledged = (int) lines.stream().filter(line -> line.matches("\\d+")).count();
    assertThat(acknowledged).isPositive();
    String sentence = lines.get(lines.size() - 2);
    assertThat(sentence)
        .startsWith("Changes are not kept any more, as writing to " + directory() + " failed: ")
        .endsWith("File too large.");
    // What the waiter was told, and what the journal says.
    assertThat(lines).filteredOn(sentence::equals).hasSize(2);
    assertThat(lines)
        .filteredOn(line -> line.contains("ERROR"))
        .singleElement()
        .asString()
        .endsWith(sentence);
    assertThat(lines.getLast()).isEqualTo("still " + (acknowledged + 1));

    open();
    assertThat(Contents.stringAt(keyspace, "count")).isEqualTo("" + acknowledged);
  }
}
