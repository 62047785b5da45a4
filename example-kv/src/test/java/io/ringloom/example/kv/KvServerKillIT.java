package io.ringloom.example.kv;

import static io.ringloom.example.kv.KvJar.KV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.example.common.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the data when the packaged server is killed in the middle of its work. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no such signal")
final class KvServerKillIT {
  private static final int ROUNDS = 3;
  private static final int WRITERS = 4;

  @TempDir private Path directory = Path.of("");

  @Test
  void every_acknowledged_write_survives_a_kill_with_fsync_always() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Writer> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = start()) {
        check(server, all, seed);
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          writers.add(new Writer(server, round + ":" + i));
        }
        int enough = 100 + random.nextInt(400);
        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(1))
            .until(() -> writers.stream().mapToInt(writer -> writer.acknowledged).sum() >= enough);
        server.signal("KILL");
        assertThat(server.awaitExit()).isEqualTo(128 + 9);
        for (Writer writer : writers) {
          writer.thread.join();
        }
        all.addAll(writers);
      }
    }
    try (ServerProcess server = start()) {
      check(server, all, seed);
    }
  }

  private ServerProcess start() throws IOException {
    return KV.run("--port", "0", "--data", directory.toString(), "--fsync", "always");
  }

  private static void check(ServerProcess server, List<Writer> writers, long seed)
      throws IOException {
    try (LinePeer peer = new LinePeer(server)) {
      for (Writer writer : writers) {
        String number = peer.ask("GET number:" + writer.name);
        assertThat(number == null ? 0 : Integer.parseInt(number))
            .as("what is there of writer %s, seed %d", writer.name, seed)
            .isBetween(writer.acknowledged, writer.sent);
        List<String> list = peer.askForList("LRANGE list:" + writer.name + " 0 -1");
        assertThat(list).hasSizeBetween(writer.acknowledged, writer.sent);
        assertThat(list)
            .isEqualTo(IntStream.rangeClosed(1, list.size()).mapToObj(String::valueOf).toList());
      }
    }
  }

  /** Counts in a number and in a list, a pipeline of commands at a time, until the server ends. */
  private static final class Writer {
    private static final int COUNTS_AT_ONCE = 8;

    final String name;
    final Thread thread;

    /** Up to where it was told that both are kept. Written by its thread. */
    volatile int acknowledged;

    /** How far the server may have come. Written by its thread. */
    volatile int sent;

    Writer(ServerProcess server, String name) throws IOException {
      this.name = name;
      LinePeer peer = new LinePeer(server);
      thread = Thread.ofVirtual().start(() -> write(peer));
    }

    private void write(LinePeer peer) {
      try (peer) {
        while (true) {
          StringBuilder commands = new StringBuilder();
          int last = sent + COUNTS_AT_ONCE;
          for (int number = sent + 1; number <= last; number++) {
            commands.append("SET number:" + name + " " + number + "\r\n");
            commands.append("RPUSH list:" + name + " " + number + "\r\n");
          }
          sent = last;
          peer.send(commands.toString());
          while (acknowledged < last) {
            int next = acknowledged + 1;
            if (!peer.line().equals("+OK") || !peer.line().equals(":" + next)) {
              return;
            }
            acknowledged = next;
          }
        }
      } catch (IOException e) {
        // The server is gone.
      }
    }
  }
}
