package io.ringloom.example.echo;

import static io.ringloom.example.echo.EchoJar.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the packaged server ends. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals")
final class EchoServerStopIT {

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void drains_an_open_connection_and_exits_at_a_signal(String signal, int exitCode)
      throws Exception {
    try (ServerProcess server = ECHO.runHeedingSignals("--drain-timeout", "50s");
        Socket socket = server.connect()) {
      socket.getOutputStream().write('a');
      assertThat(socket.getInputStream().read()).isEqualTo('a');

      long begun = System.nanoTime();
      server.signal(signal);

      assertThat(socket.getInputStream().read()).as("a clean end").isEqualTo(-1);
      socket.shutdownOutput();
      assertThat(server.awaitExit()).isEqualTo(exitCode);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
      assertSaidHowItEnded(server, "served: 1; cut off at the drain timeout: 0.");
    }
  }

  @Test
  void resets_a_peer_that_keeps_sending_and_never_reads_at_the_drain_timeout() throws Exception {
    try (ServerProcess server = ECHO.runHeedingSignals("--drain-timeout", "500ms");
        Socket socket = server.connect()) {
      socket.getOutputStream().write('a');
      assertThat(socket.getInputStream().read()).isEqualTo('a');
      CompletableFuture<Void> cutOff = CompletableFuture.runAsync(() -> sendUntilReset(socket));

      server.signal("TERM");

      assertThat(server.awaitExit()).isEqualTo(143);
      cutOff.join();
      assertSaidHowItEnded(server, "served: 1; cut off");
    }
  }

  @Test
  void exits_at_a_signal_without_connections() throws Exception {
    try (ServerProcess server = ECHO.runHeedingSignals()) {
      server.port();
      server.signal("TERM");
      assertThat(server.awaitExit()).isEqualTo(143);
      assertSaidHowItEnded(server, "served: 0; cut off at the drain timeout: 0.");
    }
  }

  private static void sendUntilReset(Socket socket) {
    byte[] bytes = new byte[64 * 1024];
    try {
      while (true) {
        socket.getOutputStream().write(bytes);
      }
    } catch (IOException e) {
      // This is what the test waits for.
    }
  }

  private static void assertSaidHowItEnded(ServerProcess server, String end) {
    assertThat(server.errors()).isEmpty();
    assertThat(server.output()).hasSize(3);
    assertThat(server.output().get(0)).contains(" INFO  Listening on ");
    assertThat(server.output().get(1)).contains(" INFO  Shutting down the server on ");
    assertThat(server.output().get(2)).contains(" INFO  Stopped. Connections ", end);
  }
}
