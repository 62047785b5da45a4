package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.Connector;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * However a connection ends, its descriptors, its native memory and its part of the pools are given
 * back. An engine holds the first two together, and finalizers are disabled in the JVM of the
 * tests.
 */
abstract class EveryEndHazard extends TlsHazard {
  private static final int TIMES = 3;

  /** Ways in which an accepted connection ends. */
  enum End {
    IN_ORDER {
      @Override
      void apply(RecordPeer peer) throws IOException {
        command(peer, 'e');
        peer.end().end();
        peer.flush().awaitEnd();
      }
    },
    THE_SERVER_CLOSES_FIRST {
      @Override
      void apply(RecordPeer peer) throws IOException {
        command(peer, 'c');
        peer.awaitEnd();
      }
    },
    THE_SERVER_ABORTS {
      @Override
      void apply(RecordPeer peer) throws IOException {
        command(peer, 'a');
        peer.wire().expectReset();
      }
    },
    THE_HANDLER_FAILS {
      @Override
      void apply(RecordPeer peer) throws IOException {
        command(peer, 'f');
        peer.awaitEnd();
      }
    },
    RESET_AFTER_HALF_A_HELLO {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.wire().send(Arrays.copyOf(peer.end().takeOutput(), 90)).reset();
      }
    },
    RESET_BEFORE_FINISHED {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.shakeHandsButForTheLastFlight();
        peer.wire().reset();
      }
    },
    RESET_AFTER_THE_HANDSHAKE {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.shakeHands().wire().reset();
      }
    },
    CUT_OFF_BEFORE_FINISHED {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.shakeHandsButForTheLastFlight();
        peer.wire().endOutput();
        peer.awaitEnd();
      }
    },
    CUT_OFF_AFTER_THE_HANDSHAKE {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.shakeHands().wire().endOutput();
        peer.awaitEnd();
      }
    },
    NOTHING_SENT {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.wire().endOutput();
        peer.awaitEnd();
      }
    },
    NO_TLS {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.wire().send("GET / HTTP/1.1\r\n\r\n").endOutput();
        peer.wire().receiveToEnd();
      }
    },
    A_DAMAGED_RECORD {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.shakeHands().end().send(new byte[50]);
        byte[] record = peer.end().takeOutput();
        record[record.length - 1] ^= 1;
        peer.wire().send(record).endOutput();
        peer.awaitEnd();
      }
    },
    A_STALLED_HANDSHAKE {
      @Override
      void apply(RecordPeer peer) throws IOException {
        peer.shakeHandsButForTheLastFlight();
        peer.wire().expectReset();
      }
    };

    abstract void apply(RecordPeer peer) throws IOException;

    private static void command(RecordPeer peer, char command) throws IOException {
      peer.shakeHands().end().send(new byte[] {(byte) command});
      peer.flush();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("an accepted connection gives everything back, however it ends")
  void acceptedConnectionsGiveEverythingBack(End end) throws Exception {
    Duration timeout = Duration.ofMillis(end == End.A_STALLED_HANDSHAKE ? 50 : 10_000);
    ServerTls tls =
        Ends.server(
            TlsServerOptions.builder()
                .certificate(Ends.LOCALHOST.certificate())
                .protocols(protocol())
                .handshakeTimeout(timeout)
                .build());
    try (CapturedLog handlers = CapturedLog.of(ConnectionHandler.class, Level.WARN)) {
      Server server = serve(builder -> builder.tls(tls), EveryEndHazard::obey);
      end(server, end); // whatever is made once is made now
      int before = Descriptors.open();

      for (int i = 0; i < TIMES; i++) {
        end(server, end);
      }

      assertThat(server.metrics().accepted()).isEqualTo(TIMES + 1);
      assertThat(handlers.lines()).hasSize(end == End.THE_HANDLER_FAILS ? TIMES + 1 : 0);
      soon(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(before));
    }
  }

  private static void obey(Connection connection) throws IOException {
    switch (connection.input().readByte()) {
      case 'a' -> connection.abort();
      case 'f' -> throw new IllegalStateException("as the peer wished");
      case 'e' -> {
        connection.write(ByteBuffer.allocate(1));
        connection.read(ByteBuffer.allocate(1));
      }
      default -> {}
    }
  }

  private SSLEngine engine() {
    SSLEngine engine = Ends.jdkContext(null).createSSLEngine();
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(peersTls().connectingPeer().getEnabledProtocols());
    return engine;
  }

  private void end(Server server, End end) throws Exception {
    long accepted = server.metrics().accepted();
    try (ScriptedPeer wire = ScriptedPeer.connect(server.localAddress())) {
      soon(() -> assertThat(server.metrics().accepted()).isEqualTo(accepted + 1));
      end.apply(new RecordPeer(wire, engine()));
    }
    soon(() -> assertThat(server.metrics().active()).isZero());
    soon(
        () ->
            assertThat(server.metrics().loops())
                .allSatisfy(loop -> assertThat(loop.poolBytesInUse()).isZero())
                .extracting(ServerMetrics.Loop::connections)
                .containsOnly(0));
  }

  /** Ways in which a connection of a connector does not come about, or ends. */
  enum OutboundEnd {
    IN_ORDER {
      @Override
      void apply(Attempt attempt) throws Exception {
        attempt.peer.shakeHands();
        try (Connection connection = get(attempt.result)) {
          attempt.peer.end().end();
          attempt.peer.flush();
          assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        attempt.peer.awaitEnd();
      }
    },
    ABORTED {
      @Override
      void apply(Attempt attempt) throws Exception {
        attempt.peer.shakeHands();
        get(attempt.result).abort();
        attempt.peer.wire().expectReset();
      }
    },
    RESET_IN_THE_HANDSHAKE {
      @Override
      void apply(Attempt attempt) throws Exception {
        attempt.peer.receiveSome();
        attempt.peer.wire().reset();
        fails(attempt, "the peer reset the connection during the TLS handshake");
      }
    },
    CUT_OFF_IN_THE_HANDSHAKE {
      @Override
      void apply(Attempt attempt) throws Exception {
        attempt.peer.receiveSome();
        attempt.peer.wire().endOutput();
        attempt.peer.wire().receiveToEnd();
        fails(attempt, "the peer");
      }
    },
    NO_TLS {
      @Override
      void apply(Attempt attempt) throws Exception {
        attempt.peer.wire().send("HTTP/1.1 400 Bad Request\r\n\r\n").endOutput();
        attempt.peer.wire().receiveToEnd();
        fails(attempt, "the peer speaks plain HTTP, not TLS");
      }
    },
    NOT_TRUSTED {
      @Override
      void apply(Attempt attempt) throws Exception {
        RecordPeer stranger = new RecordPeer(attempt.peer.wire(), attempt.stranger);
        try {
          stranger.shakeHands();
        } catch (AssertionError e) {
          // It gets an alert, and then the end.
        }
        stranger.wire().endOutput();
        stranger.awaitEnd();
        fails(attempt, "the peer is not trusted: ");
      }
    };

    abstract void apply(Attempt attempt) throws Exception;

    private static void fails(Attempt attempt, String why) {
      assertThatThrownBy(() -> get(attempt.result))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Connecting to ")
          .hasMessageContaining(" failed: ")
          .hasMessageContaining(why);
    }
  }

  /** A connector's attempt, and what it has reached. */
  record Attempt(CompletableFuture<Connection> result, RecordPeer peer, SSLEngine stranger) {}

  @ParameterizedTest
  @EnumSource
  @DisplayName("a connector's connection gives everything back, even if it does not come about")
  void outboundConnectionsGiveEverythingBack(OutboundEnd end) throws Exception {
    ScriptedServer backend = closeLater(ScriptedServer.open());
    Connector connector = connector();
    end(backend, connector, end);
    int before = Descriptors.open();

    for (int i = 0; i < TIMES; i++) {
      end(backend, connector, end);
    }

    soon(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(before));
  }

  private void end(ScriptedServer backend, Connector connector, OutboundEnd end) throws Exception {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(connector.connect(backend.address()));
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            });
    try (ScriptedPeer wire = backend.accept()) {
      SSLEngine stranger = Ends.jdkContext(Ends.OTHER_CA.server("localhost")).createSSLEngine();
      stranger.setUseClientMode(false);
      stranger.setEnabledProtocols(peersTls().acceptingPeer().getEnabledProtocols());
      end.apply(new Attempt(result, new RecordPeer(wire, peersTls().acceptingPeer()), stranger));
    }
    soon(() -> assertThat(connectionsOnLoops()).isZero());
  }
}
