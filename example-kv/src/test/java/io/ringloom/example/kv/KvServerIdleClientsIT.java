package io.ringloom.example.kv;

import static io.ringloom.example.kv.KvJar.KV;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients that do nothing, and some that do much. */
final class KvServerIdleClientsIT {
  private static final int IDLE = Integer.getInteger("kv.idle.clients", 1000);
  private static final int BUSY = 4;
  private static final int BATCHES = 100;
  private static final int COMMANDS = 100;

  @ParameterizedTest
  @ValueSource(strings = {"loop", "shared"})
  void busy_clients_are_served_among_idle_ones(String scheduling) throws Exception {
    List<LinePeer> idle = new ArrayList<>();
    try (ServerProcess server = KV.run("--port", "0", "--scheduling", scheduling);
        ExecutorService threads = Executors.newFixedThreadPool(BUSY)) {
      int port = server.port();
      for (int i = 0; i < IDLE; i++) {
        LinePeer peer = new LinePeer(new Socket(InetAddress.getLoopbackAddress(), port));
        idle.add(peer);
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }
      Callable<Void> work = () -> count(server);
      List<Future<Void>> busy = threads.invokeAll(List.of(work, work, work, work));
      for (Future<Void> each : busy) {
        each.get();
      }
      assertThat(idle.getFirst().ask("GET counter")).isEqualTo("" + BUSY * BATCHES * COMMANDS);
      for (LinePeer peer : idle) {
        assertThat(peer.ask("ECHO here")).isEqualTo("here");
      }
    } finally {
      for (LinePeer peer : idle) {
        peer.close();
      }
    }
  }

  private static Void count(ServerProcess server) throws IOException {
    String batch = "INCR counter\r\n".repeat(COMMANDS);
    try (LinePeer peer = new LinePeer(server)) {
      for (int i = 0; i < BATCHES; i++) {
        peer.send(batch);
        for (int reply = 0; reply < COMMANDS; reply++) {
          assertThat(peer.line()).startsWith(":");
        }
      }
    }
    return null;
  }
}
