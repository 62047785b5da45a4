package io.ringloom.example.kv;

import static io.ringloom.example.kv.KvJar.KV;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the packaged server ends when it is asked to. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals")
final class KvServerStopIT {
  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({"TERM, 143, no", "INT, 130, everysec"})
  void drains_and_saves_at_a_signal(String signal, int exitCode, String fsync) throws Exception {
    try (ServerProcess server = start(fsync);
        LinePeer idle = new LinePeer(server);
        LinePeer waiting = new LinePeer(server);
        LinePeer subscriber = new LinePeer(server)) {
      waiting.send("BLPOP nothing 0\r\n");
      assertThat(subscriber.askForList("SUBSCRIBE news")).hasSize(3);
      assertThat(idle.ask("SET greeting hello")).isEqualTo("+OK");
      assertThat(idle.ask("RPUSH list a b c")).isEqualTo(":3");
      assertThat(idle.ask("SELECT 3")).isEqualTo("+OK");
      assertThat(idle.ask("SET passing thing EX 1000")).isEqualTo("+OK");

      server.signal(signal);

      idle.assertEnds();
      waiting.assertEnds();
      subscriber.assertEnds();
      for (LinePeer peer : List.of(idle, waiting, subscriber)) {
        peer.close();
      }
      assertThat(server.awaitExit()).isEqualTo(exitCode);
      assertThat(server.errors()).isEmpty();
      assertThat(server.output())
          .hasSize(4)
          .last()
          .asString()
          .endsWith("served: 3; cut off at the drain timeout: 0.");
    }

    try (ServerProcess server = start(fsync);
        LinePeer peer = new LinePeer(server)) {
      assertThat(server.output()).first().asString().contains("Loaded 3 keys from " + directory);
      assertThat(peer.ask("GET greeting")).isEqualTo("hello");
      assertThat(peer.askForList("LRANGE list 0 -1")).containsExactly("a", "b", "c");
      assertThat(peer.ask("SELECT 3")).isEqualTo("+OK");
      assertThat(peer.ask("GET passing")).isEqualTo("thing");
      assertThat(peer.ask("TTL passing")).matches(":\\d{2,4}");
      // Neither the JVM nor RocksDB says anything.
      assertThat(server.errors()).isEmpty();
      assertThat(server.output()).hasSize(2);
    }
  }

  private ServerProcess start(String fsync) throws Exception {
    return KV.runHeedingSignals(
        "--drain-timeout", "50s", "--data", directory.toString(), "--fsync", fsync);
  }
}
