package io.ringloom.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Connector;
import io.ringloom.Server;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.ScriptedServer;
import io.ringloom.testkit.memory.Handled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Where a stream ends: at the peer's close_notify and nowhere else, wherever its packets begin and
 * end.
 */
abstract class EndOfStreamHazard extends TlsHazard {
  private static final String FIRST = "one";
  private static final String SECOND = "two";

  /** What a handler saw: data, and then the clean end or a failure. */
  private record Seen(String data, @Nullable ConnectionClosedException failure) {
    static Seen by(Connection connection) throws IOException {
      byte[] data = new byte[1000];
      ByteBuffer buffer = ByteBuffer.wrap(data);
      ConnectionClosedException failure = null;
      try {
        while (connection.read(buffer) >= 0) {
          // until the end
        }
      } catch (ConnectionClosedException e) {
        failure = e;
      }
      return new Seen(new String(data, 0, buffer.position(), ISO_8859_1), failure);
    }
  }

  @Test
  @DisplayName("a stream that ends at any byte before the end of close_notify was cut off")
  void onlyCloseNotifyIsACleanEnd() throws Exception {
    Handled<Seen> handled = new Handled<>();
    Server server = serve(connection -> handled.tell(Seen.by(connection)));
    int bytes;
    int sent = 0;
    do {
      RecordPeer peer = recordPeer(server).shakeHands();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      peer.end().send(FIRST.getBytes(ISO_8859_1));
      stream.writeBytes(peer.end().takeOutput());
      int firstBytes = stream.size();
      peer.end().send(SECOND.getBytes(ISO_8859_1));
      stream.writeBytes(peer.end().takeOutput());
      int dataBytes = stream.size();
      peer.end().end();
      stream.writeBytes(peer.end().takeOutput());
      bytes = stream.size();

      peer.wire().send(Arrays.copyOf(stream.toByteArray(), sent)).endOutput();

      Seen seen = handled.await();
      String expected = sent < firstBytes ? "" : sent < dataBytes ? FIRST : FIRST + SECOND;
      assertThat(seen.data())
          .as("data in the first %d of %d bytes", sent, bytes)
          .isEqualTo(expected);
      if (sent == bytes) {
        assertThat(seen.failure()).isNull();
      } else {
        assertThat(seen.failure())
            .as("failure after %d of %d bytes", sent, bytes)
            .isNotNull()
            .extracting(ConnectionClosedException::reason)
            .isEqualTo(CloseReason.TLS_TRUNCATED);
        assertThat(seen.failure()).hasMessageContaining(CloseReason.TLS_TRUNCATED.sentence());
      }
      peer.awaitEnd(); // it closes by itself, whatever has happened
      assertThat(peer.end().isEnded()).as("whether the peer has got close_notify").isTrue();
      peer.wire().close();
    } while (sent++ < bytes);
    awaitClosed(server, CloseReason.TLS_TRUNCATED, bytes);
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  @Test
  @DisplayName("a stream that ends at any byte of the handshake starts no handler")
  void aHandshakeThatIsCutOffStartsNoHandler() throws Exception {
    Handled<Connection> handled = new Handled<>();
    Server server = serve(handled::tell);
    int helloBytes = 6;
    for (int sent = 1; sent <= helloBytes; sent = nextOffset(sent, helloBytes)) {
      RecordPeer peer = recordPeer(server);
      byte[] hello = peer.end().takeOutput();
      helloBytes = hello.length;
      peer.wire().send(Arrays.copyOf(hello, sent)).endOutput();
      peer.awaitEnd();
      peer.wire().close();
    }
    int flightBytes = 6;
    for (int sent = 1; sent < flightBytes; sent = nextOffset(sent, flightBytes)) {
      RecordPeer peer = recordPeer(server);
      byte[] flight = peer.shakeHandsButForTheLastFlight();
      flightBytes = flight.length;
      peer.wire().send(Arrays.copyOf(flight, sent)).endOutput();
      peer.awaitEnd();
      peer.wire().close();
    }

    soon(() -> assertThat(connectionsOnLoops()).isZero());
    assertThat(handled.isEmpty()).as("no handler has run").isTrue();
    assertThat(server.metrics().closedByReason())
        .containsOnlyKeys(CloseReason.TLS_HANDSHAKE_FAILED);
  }

  /** Goes through the header and the end byte by byte, and through the rest faster. */
  private static int nextOffset(int offset, int end) {
    return offset < 6 || offset >= end - 6 ? offset + 1 : Math.min(offset + 29, end - 6);
  }

  @Test
  void aPeerThatConnectsAndSendsNothingIsNoFailedHandshake() throws Exception {
    Server server = serve(connection -> {});

    silentPeer(server).endOutput();

    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  @Test
  @DisplayName("Finished, data and close_notify in one segment: a server sees all three")
  void aServerSeesFinishedAndDataAndCloseNotifyInOneSegment() throws Exception {
    Handled<Seen> handled = new Handled<>();
    Server server =
        serve(
            builder -> builder.tls(Ends.server(Ends.serverOptions().protocols(protocol()).build())),
            connection -> handled.tell(Seen.by(connection)));
    SSLContext clients = Ends.jdkContext(null);
    if (!isTls13()) {
      // In TLS 1.2 a client's Finished is the last one only where a session is resumed.
      RecordPeer first = new RecordPeer(silentPeer(server), engine(clients));
      first.shakeHands().end().end();
      first.flush().awaitEnd();
      handled.await();
    }
    RecordPeer peer = new RecordPeer(silentPeer(server), engine(clients));
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.writeBytes(peer.shakeHandsButForTheLastFlight());
    peer.end().send(FIRST.getBytes(ISO_8859_1));
    peer.end().end();
    segment.writeBytes(peer.end().takeOutput());
    assertThat(peer.end().isOpen()).isTrue();

    peer.wire().send(segment.toByteArray());

    assertThat(handled.await()).isEqualTo(new Seen(FIRST, null));
    peer.awaitEnd();
    assertThat(peer.end().isEnded()).isTrue();
    peer.wire().close();
    awaitClosed(server, CloseReason.END_OF_STREAM, isTls13() ? 1 : 2);
  }

  private SSLEngine engine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(peersTls().connectingPeer().getEnabledProtocols());
    return engine;
  }

  @Test
  @DisplayName("the end of the handshake, data and close_notify in one segment: so does a client")
  void aClientSeesTheEndOfTheHandshakeAndDataAndCloseNotifyInOneSegment() throws Exception {
    ScriptedServer backend = closeLater(ScriptedServer.open());
    CompletableFuture<Seen> seen = new CompletableFuture<>();
    Connector connector = connector();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Connection connection = connector.connect(backend.address())) {
                seen.complete(Seen.by(connection));
              } catch (IOException e) {
                seen.completeExceptionally(e);
              }
            });
    ScriptedPeer accepted = backend.accept();
    RecordPeer peer = new RecordPeer(accepted, peersTls().acceptingPeer());
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    while (!peer.end().isOpen()) {
      peer.receiveSome();
      if (!peer.end().isOpen()) {
        peer.flush();
      }
    }
    peer.end().send(FIRST.getBytes(ISO_8859_1));
    peer.end().end();
    segment.writeBytes(peer.end().takeOutput());

    peer.wire().send(segment.toByteArray());

    assertThat(get(seen)).isEqualTo(new Seen(FIRST, null));
    peer.awaitEnd();
    assertThat(peer.end().isEnded()).isTrue();
  }
}
