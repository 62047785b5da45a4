package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.ScriptedServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that come while connections shake hands: of the server, the connector, and the loops. */
abstract class ShutdownRaceHazard extends TlsHazard {
  private static final int CLIENTS = 6;

  private static void echo(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    while (connection.read(buffer) >= 0) {
      connection.write(buffer.flip());
      buffer.clear();
    }
  }

  // ---- As a server -----------------------------------------------------------------------------

  @Test
  @DisplayName("a shutdown ends connections in the handshake at once, and says why")
  void aShutdownEndsHandshakesAtOnce() throws Exception {
    Server server =
        serve(builder -> builder.drainTimeout(Duration.ofDays(1)), ShutdownRaceHazard::echo);
    ScriptedPeer silent = silentPeer(server);
    RecordPeer stalled = recordPeer(server);
    stalled.shakeHandsButForTheLastFlight();
    soon(() -> assertThat(server.metrics().accepted()).isEqualTo(2));

    server.shutdown();

    for (ScriptedPeer peer : List.of(silent, stalled.wire())) {
      peer.receiveToEnd();
      peer.close();
    }
    assertThat(server.awaitTermination(PATIENCE)).isTrue();
    assertThat(server.metrics().closedByReason()).containsOnlyKeys(CloseReason.DRAIN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("a server or its loops that stop among handshakes leave no connection behind")
  void whateverStopsAmongHandshakesLeavesNothingBehind(boolean loopsStop) throws Exception {
    int before = Descriptors.open();
    for (int round = 0; round < 4; round++) {
      EventLoopGroup own = loopsBuilder().start();
      Server server =
          serve(
              builder -> builder.eventLoops(own).drainTimeout(Duration.ofMillis(50)),
              ShutdownRaceHazard::echo);
      AtomicInteger connects = new AtomicInteger();
      ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        boolean stalls = i % 3 == 0;
        clients.add(
            Thread.ofPlatform()
                .daemon()
                .start(() -> connectUntilTheEnd(server, stalls, connects, failures)));
      }
      int enough = CLIENTS + 3 * round;
      soon(() -> assertThat(connects.get()).isGreaterThan(enough));

      if (loopsStop) {
        own.close();
      }
      server.shutdown();

      assertThat(server.awaitTermination(PATIENCE)).isTrue();
      for (Thread client : clients) {
        assertThat(client.join(PATIENCE)).as("a client that waits for ever").isTrue();
      }
      assertThat(failures).isEmpty();
      assertThat(server.metrics().active()).isZero();
      own.close();
    }
    soon(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(before + CLIENTS));
  }

  /** Connects again and again until nobody accepts any more. */
  private void connectUntilTheEnd(
      Server server,
      boolean stalls,
      AtomicInteger connects,
      ConcurrentLinkedQueue<Throwable> failures) {
    while (true) {
      try (ScriptedPeer wire = ScriptedPeer.connect(server.localAddress())) {
        RecordPeer peer = recordPeer(wire);
        connects.incrementAndGet();
        if (stalls) {
          peer.shakeHandsButForTheLastFlight();
          wire.receiveToEnd();
        } else {
          peer.shakeHands();
          peer.end().send(new byte[100]);
          peer.flush().awaitData(100);
        }
      } catch (SocketTimeoutException e) {
        failures.add(e);
        return;
      } catch (ConnectException e) {
        return;
      } catch (IOException | AssertionError e) {
        // It was reset, or ended.
      }
    }
  }

  // ---- As a client -----------------------------------------------------------------------------

  /** What ends the wait of somebody whose handshake does not go on. */
  enum Release {
    THE_CONNECTOR_IS_CLOSED(ConnectException.class, "the connector is closed"),
    THE_CALLER_IS_INTERRUPTED(InterruptedIOException.class, "was interrupted"),
    THE_LOOPS_ARE_CLOSED(
        ConnectException.class, "its event loop was shut down during the TLS handshake"),
    THE_HANDSHAKE_TIMEOUT_PASSES(
        SocketTimeoutException.class,
        "the TLS handshake failed: the peer did not complete it within 50 ms");

    private final Class<? extends IOException> type;
    private final String sentence;

    Release(Class<? extends IOException> type, String sentence) {
      this.type = type;
      this.sentence = sentence;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("whoever waits in connect for a handshake that does not go on is released")
  void whoeverWaitsForAHandshakeIsReleased(Release release) throws Exception {
    EventLoopGroup own = closeLater(loopsBuilder().start());
    ScriptedServer backend = closeLater(ScriptedServer.open());
    Connector.Builder builder = connectorBuilder().eventLoops(own);
    if (release == Release.THE_HANDSHAKE_TIMEOUT_PASSES) {
      builder.tls(
          Ends.client(Ends.clientOptions().handshakeTimeout(Duration.ofMillis(50)).build()));
    }
    Connector connector = closeLater(builder.start());
    CompletableFuture<Connection> result = new CompletableFuture<>();
    Thread thread = connectOnThread(connector, backend, result);
    ScriptedPeer peer = backend.accept();
    assertThat(peer.receive(1)).as("the first byte of a ClientHello").containsExactly(22);

    switch (release) {
      case THE_CONNECTOR_IS_CLOSED -> connector.close();
      case THE_CALLER_IS_INTERRUPTED -> thread.interrupt();
      case THE_LOOPS_ARE_CLOSED -> own.close();
      case THE_HANDSHAKE_TIMEOUT_PASSES -> {}
    }

    assertThatThrownBy(() -> get(result))
        .isInstanceOf(release.type)
        .hasMessageStartingWith("Connecting to ")
        .hasMessageEndingWith(release.sentence + ".");
    peer.expectReset();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("a connector or its loops that are closed among handshakes leave nobody waiting")
  void whoeverIsClosedAmongHandshakesLeavesNobodyWaiting(boolean loopsStop) throws Exception {
    Server server = serve(ShutdownRaceHazard::echo);
    int before = Descriptors.open();
    for (int round = 0; round < 4; round++) {
      EventLoopGroup own = loopsBuilder().start();
      Connector connector = connectorBuilder().eventLoops(own).start();
      AtomicInteger connects = new AtomicInteger();
      List<CompletableFuture<Integer>> ends = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        ends.add(end);
        Thread.ofVirtual()
            .start(() -> end.complete(connectUntilClosed(connector, server, connects)));
      }
      int enough = 4 * round;
      soon(() -> assertThat(connects.get()).isGreaterThan(enough));

      if (loopsStop) {
        own.close();
      }
      connector.close();

      for (CompletableFuture<Integer> end : ends) {
        get(end);
      }
      own.close();
    }
    soon(() -> assertThat(server.metrics().active()).isZero());
    soon(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(before + CLIENTS));
  }

  private static int connectUntilClosed(
      Connector connector, Server server, AtomicInteger connects) {
    int failures = 0;
    while (failures < 3) {
      try (Connection connection = connector.connect(server.localAddress())) {
        connects.incrementAndGet();
        connection.output().writeByte('x');
        connection.input().readByte();
      } catch (IOException e) {
        failures++;
      }
    }
    return failures;
  }

  private static Thread connectOnThread(
      Connector connector, ScriptedServer backend, CompletableFuture<Connection> result) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(connector.connect(backend.address()));
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            });
  }
}
