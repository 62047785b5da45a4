package io.ringloom.example.kv;

import static io.ringloom.example.kv.KvJar.KV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.example.common.ServerProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged server makes of trouble with its data. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals and limits")
final class KvServerDataIT {
  @TempDir private Path directory = Path.of("");

  @Test
  void a_directory_that_another_server_uses_costs_one_line() throws Exception {
    try (ServerProcess first = start("no");
        LinePeer peer = new LinePeer(first)) {
      try (ServerProcess second = start("no")) {
        second.assertRefused(
            "example-kv", "The data directory " + directory + " is in use by another process.");
      }
      assertThat(peer.ask("SET a b")).isEqualTo("+OK");
    }
  }

  @Test
  void a_log_that_was_cut_is_served_up_to_there_and_one_line_says_so() throws Exception {
    int count = 50;
    try (ServerProcess server = start("always");
        LinePeer peer = new LinePeer(server)) {
      for (int number = 1; number <= count; number++) {
        assertThat(peer.ask("INCR count")).isEqualTo(":" + number);
      }
      server.signal("KILL");
      server.awaitExit();
    }
    try (RandomAccessFile log = new RandomAccessFile(lastLog().toFile(), "rw")) {
      log.setLength(log.length() - 3);
    }
    try (ServerProcess server = start("always");
        LinePeer peer = new LinePeer(server)) {
      assertThat(peer.ask("GET count")).isEqualTo(Integer.toString(count - 1));
      assertThat(server.errors()).isEmpty();
      assertThat(server.output())
          .filteredOn(line -> line.contains(" WARN "))
          .singleElement()
          .asString()
          .contains(directory + "/rocksdb/", " were dropped (");
    }
  }

  private Path lastLog() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("rocksdb"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  @Test
  void a_full_disk_ends_writing_but_not_reading() throws Exception {
    // Files may have 20 MiB; the library that is unpacked has 15.
    List<String> limited = List.of("bash", "-c", "ulimit -f 20480; exec \"$@\"", "bash");
    String data = directory.toString();
    int kept = 0;
    try (ServerProcess server =
        KV.runBy(limited, "--port", "0", "--data", data, "--fsync", "always")) {
      try (LinePeer writer = new LinePeer(server)) {
        assertThatThrownBy(
                () -> {
                  for (int i = 1; i < 100; i++) {
                    assertThat(writer.ask("SETRANGE value" + i + " 599999 v")).isEqualTo(":600000");
                  }
                })
            .as("the connection whose change could not be kept is closed")
            .isInstanceOf(IOException.class);
      }
      try (LinePeer peer = new LinePeer(server)) {
        // The last change was made, but could not be kept.
        kept = Integer.parseInt(String.valueOf(peer.ask("DBSIZE")).substring(1)) - 1;
        assertThat(kept).isPositive();
        assertThat(peer.ask("SET a b"))
            .startsWith("-MISCONF Errors writing to the AOF file: Changes are not kept any more");
        assertThat(peer.ask("STRLEN value" + kept)).isEqualTo(":600000");
      }
      String line = server.awaitOutput(Pattern.compile(" ERROR "));
      assertThat(line).contains("as writing to " + directory + " failed: ");
      assertThat(server.errors()).isEmpty();
    }
    try (ServerProcess server = start("always");
        LinePeer peer = new LinePeer(server)) {
      assertThat(peer.ask("DBSIZE")).isEqualTo(":" + kept);
      assertThat(peer.ask("SET a b")).isEqualTo("+OK");
    }
  }

  private ServerProcess start(String fsync) throws IOException {
    return KV.run("--port", "0", "--data", directory.toString(), "--fsync", fsync);
  }
}
