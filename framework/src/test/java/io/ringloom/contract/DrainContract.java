package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server shuts down. */
public abstract class DrainContract extends Contract {

  @Test
  void anIdleReadReturnsAsAtTheEndOfTheStream() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    seen,
                    () -> {
                      connection.output().writeByte('r');
                      int count = connection.read(ByteBuffer.allocate(1));
                      return count + " " + connection.isDraining() + " " + connection.isOpen();
                    }));
    ScriptedPeer peer = peer(server);
    peer.receive(1);

    server.shutdown();

    assertThat(get(seen)).isEqualTo("-1 true true");
    peer.expectEnd();
    peer.close();
    assertThat(server.awaitTermination(PATIENCE)).isTrue();
    assertThat(server.metrics().closedByReason()).containsOnly(Map.entry(CloseReason.DRAIN, 1L));
  }

  @Test
  void whatHadComeBeforeTheShutdownIsStillReadAndAnswered() throws Exception {
    CompletableFuture<Connection> ready = new CompletableFuture<>();
    CountDownLatch goOn = new CountDownLatch(1);
    Server server =
        serve(
            connection -> {
              connection.input().require(7);
              ready.complete(connection);
              goOn.await();
              ReadContract.echo(connection);
            });
    ScriptedPeer peer = peer(server);
    peer.send("request");
    get(ready);

    server.shutdown();
    goOn.countDown();

    assertThat(peer.receiveStringToEnd()).isEqualTo("request");
  }

  @Test
  @DisplayName("a handler that parses when the server drains is not reported as failed")
  void aParserThatIsDrainedIsNoFailureOfItsHandler() throws Exception {
    try (CapturedLog log = CapturedLog.of(ConnectionHandler.class, Level.WARN)) {
      Server server =
          serve(
              connection -> {
                while (true) {
                  String line = connection.input().readLine(ISO_8859_1, 100);
                  connection.output().writeString(line + "\n", ISO_8859_1);
                }
              });
      ScriptedPeer peer = peer(server);
      assertThat(peer.send("x\n").receiveString(2)).isEqualTo("x\n");

      server.shutdown();
      peer.expectEnd();
      peer.close();

      assertThat(server.awaitTermination(PATIENCE)).isTrue();
      assertThat(log.lines()).isEmpty();
      assertThat(server.metrics().closedByReason()).containsOnlyKeys(CloseReason.DRAIN);
    }
  }

  @Test
  @DisplayName("at the deadline the rest is reset and its handlers are interrupted")
  void theDeadlineResetsAndInterruptsWhatIsLeft() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    Server server =
        serve(
            builder -> builder.drainTimeout(Duration.ofMillis(100)),
            connection -> {
              started.complete(true);
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    ScriptedPeer peer = peer(server);
    get(started);

    server.close();

    assertThat(get(interrupted)).isTrue();
    assertThat(server.awaitTermination(Duration.ZERO)).isTrue();
    peer.expectReset();
    assertThat(server.metrics().closedByReason()).containsOnly(Map.entry(CloseReason.SHUTDOWN, 1L));
  }

  @Test
  void aHandlerThatCallsCloseDoesNotWaitForItself() throws Exception {
    CompletableFuture<Server> started = new CompletableFuture<>();
    CompletableFuture<Boolean> returned = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.input().awaitBytes();
              get(started).close();
              returned.complete(connection.isDraining());
            });
    started.complete(server);
    ScriptedPeer peer = peer(server);

    peer.send("stop").endOutput();

    assertThat(get(returned)).isTrue();
    assertThat(server.awaitTermination(PATIENCE)).isTrue();
  }

  @Test
  void aServerThatShutsDownDoesNotListenAnyMore() throws Exception {
    Server server = serve(ReadContract::echo);

    server.close();

    assertThatThrownBy(() -> peer(server)).isInstanceOf(IOException.class);
    server.close();
    server.shutdown();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 200})
  @DisplayName("no connection escapes a shutdown that races a storm of connecting peers")
  void noConnectionEscapesAShutdownDuringAStorm(int drainMillis) throws Exception {
    for (int round = 0; round < repeated(10); round++) {
      CountDownLatch connected = new CountDownLatch(20 * (round + 1));
      Server server =
          serve(
              builder -> builder.drainTimeout(Duration.ofMillis(drainMillis)),
              connection -> {
                connected.countDown();
                new CountDownLatch(1).await();
              });
      AtomicBoolean stop = new AtomicBoolean();
      List<ScriptedPeer> peers = new ArrayList<>();
      Thread storm = Thread.ofPlatform().start(() -> connectUntil(stop, server, peers));
      if (tls().isEmpty()) {
        connected.await();
      } else { // these peers say nothing, so that the shutdown meets their handshakes
        long enough = connected.getCount();
        await().atMost(PATIENCE).until(() -> server.metrics().accepted() >= enough);
      }

      server.close();
      stop.set(true);
      storm.join();

      assertThat(server.awaitTermination(Duration.ZERO)).as("terminated").isTrue();
      assertThat(server.metrics().active()).isZero();
      for (ScriptedPeer peer : peers) {
        expectGone(peer);
      }
    }
  }

  private static void expectGone(ScriptedPeer peer) throws IOException {
    try (peer) {
      // The system may drop who connects while a listener is closed without telling: it is told
      // when it sends. A socket that the server had forgotten would take the byte in silence.
      peer.send("?");
      peer.expectEnd();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Reset, or closed where it came too late: both are fine.
    }
  }

  private static void connectUntil(AtomicBoolean stop, Server server, List<ScriptedPeer> peers) {
    while (!stop.get()) {
      try {
        peers.add(ScriptedPeer.connect(server.localAddress()));
      } catch (IOException e) {
        return; // it has stopped listening
      }
    }
  }
}
