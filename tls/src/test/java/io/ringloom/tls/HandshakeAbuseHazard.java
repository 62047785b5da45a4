package io.ringloom.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.ringloom.CloseReason;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that abuse the handshake, on a clock that moves only when the test says so. */
abstract class HandshakeAbuseHazard extends TlsHazard {
  private static final Duration STEP = Duration.ofSeconds(3);
  private static final int MANY = 200;

  private final AtomicInteger handlersStarted = new AtomicInteger();

  @Override
  protected boolean fakeTime() {
    return true;
  }

  private Server echoServer() throws IOException {
    return serve(
        connection -> {
          handlersStarted.incrementAndGet();
          ByteBuffer buffer = ByteBuffer.allocate(1000);
          while (connection.read(buffer) >= 0) {
            connection.write(buffer.flip());
            buffer.clear();
          }
        });
  }

  // ---- Those that do not go on -----------------------------------------------------------------

  @Test
  @DisplayName("a ClientHello that trickles in and stalls is cut off at the handshake timeout")
  void aClientHelloThatTricklesInAndStallsTimesOut() throws Exception {
    Server server = echoServer();
    try (CapturedLog log = CapturedLog.of(Server.class, Level.INFO)) {
      RecordPeer peer = recordPeer(server);
      byte[] hello = peer.end().takeOutput();

      peer.wire().sendOneByteAtATime(Arrays.copyOf(hello, 60));
      passTimeUntil(STEP, () -> server.metrics().accepted() == 1 && connectionsOnLoops() == 0);

      peer.wire().expectReset();
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_TIMEOUT, 1);
      soon(
          () ->
              assertThat(log.lines())
                  .singleElement()
                  .asString()
                  .matches(
                      "INFO The TLS handshake of connection \\d+ with /127\\.0\\.0\\.1:\\d+ failed:"
                          + " the peer did not complete it within 10000 ms\\."));
    }
    assertThat(handlersStarted).hasValue(0);
  }

  @Test
  @DisplayName("a peer that stalls before its last flight is cut off at the handshake timeout")
  void aPeerThatStallsBeforeItsLastFlightTimesOut() throws Exception {
    Server server = echoServer();
    RecordPeer peer = recordPeer(server);
    peer.shakeHandsButForTheLastFlight();

    clock().advance(Duration.ofSeconds(11));

    peer.wire().expectReset();
    awaitClosed(server, CloseReason.TLS_HANDSHAKE_TIMEOUT, 1);
    assertThat(handlersStarted).hasValue(0);
  }

  @Test
  @DisplayName("many stalled peers cost little memory, and an honest one is served beside them")
  void anHonestPeerIsServedBesideManyStalledOnes() throws Exception {
    Server server = echoServer();
    byte[] part = Arrays.copyOf(recordPeer(server).end().takeOutput(), 100);
    List<ScriptedPeer> stalled = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      stalled.add(silentPeer(server).send(part));
    }
    soon(() -> assertThat(server.metrics().accepted()).isEqualTo(MANY + 1));

    ScriptedPeer honest = peer(server);
    assertThat(honest.send("still there?").receiveString(12)).isEqualTo("still there?");
    // What has come of their records is less than one of the pool's blocks.
    soon(() -> assertThat(poolBytesInUse(server)).isZero());
    passTimeUntil(STEP, () -> server.metrics().active() == 1);

    assertThat(honest.send("and now?").receiveString(8)).isEqualTo("and now?");
    awaitClosed(server, CloseReason.TLS_HANDSHAKE_TIMEOUT, MANY + 1);
    for (ScriptedPeer peer : stalled) {
      peer.expectReset();
    }
    assertThat(handlersStarted).hasValue(1);
  }

  private static long poolBytesInUse(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::poolBytesInUse).sum();
  }

  // ---- Those that send something else ----------------------------------------------------------

  /** What a peer sends in place of a handshake, and what is said about it. */
  enum Nonsense {
    PLAIN_HTTP("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "the peer speaks plain HTTP, not TLS"),
    NOISE(
        new String(Payload.of(300, 7), ISO_8859_1),
        "the peer sends what is no TLS record: it begins with 99 17 0f bb 18"),
    AN_OVERSIZED_RECORD(
        "\u0016\u0003\u0001\u00ff\u00ff",
        "the peer sends a record of 65535 bytes, more than 16704"),
    DATA_IN_PLACE_OF_A_HELLO(
        "\u0017\u0003\u0003\u0000\u0003abc", "the peer sends a record out of turn"),
    A_HELLO_WITHOUT_A_RANDOM(
        "\u0016\u0003\u0001\u0000\u0006\u0001\u0000\u0000\u0002\u0003\u0003",
        "the peer sends a ClientHello that makes no sense"),
    A_MESSAGE_TOO_LONG(
        "\u0016\u0003\u0001\u0000\u0004\u0001\u00ff\u00ff\u00ff",
        "the peer sends a handshake message that is too long");

    private final String bytes;
    private final String sentence;

    Nonsense(String bytes, String sentence) {
      this.bytes = bytes;
      this.sentence = sentence;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nonsenseIsRefusedAtOnceAndNamedInTheLog(Nonsense nonsense) throws Exception {
    Server server = echoServer();
    try (CapturedLog log = CapturedLog.of(Server.class, Level.INFO)) {
      ScriptedPeer peer = silentPeer(server).send(nonsense.bytes);

      byte[] answer = receiveToAnyEnd(peer); // without any time passing
      if (answer.length > 0) {
        assertThat(answer).as("an alert").startsWith(21, 3).hasSize(7);
      }
      peer.close();
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
      soon(
          () ->
              assertThat(log.lines())
                  .singleElement()
                  .asString()
                  .startsWith("INFO The TLS handshake of connection ")
                  .endsWith(" failed: " + nonsense.sentence + "."));
    }
    assertThat(handlersStarted).hasValue(0);
  }

  /** Receives what there is until the end or a reset, which what was sent and not read causes. */
  private static byte[] receiveToAnyEnd(ScriptedPeer peer) throws IOException {
    ByteBuffer received = ByteBuffer.allocate(1000);
    try {
      while (peer.receiveSome(received) >= 0) {
        // until the end
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // reset
    }
    return Arrays.copyOf(received.array(), received.position());
  }

  @Test
  @DisplayName("a handshake that is valid so far and never ends is cut off at its most bytes")
  void aHandshakeThatNeverEndsIsCutOff() throws Exception {
    Server server = echoServer();
    try (CapturedLog log = CapturedLog.of(Server.class, Level.INFO)) {
      ScriptedPeer peer = silentPeer(server);
      byte[] hello = recordPeer(server).end().takeOutput();
      // It claims the longest message there may be, and gives each of its bytes a record.
      byte[] message = Arrays.copyOfRange(hello, 5, 5 + 16_384 + 4);
      message[1] = 0;
      message[2] = 0x40;
      message[3] = 0;
      ByteBuffer records = ByteBuffer.allocate(6 * 16_000);
      for (int i = 0; i < 16_000; i++) {
        records.put(new byte[] {22, 3, 1, 0, 1, message[i]});
      }

      peer.send(Arrays.copyOf(records.array(), 60_000));
      assertThat(server.metrics().closedByReason()).isEmpty();
      try {
        peer.send(Arrays.copyOfRange(records.array(), 60_000, records.limit()));
        receiveToAnyEnd(peer);
      } catch (IOException e) {
        // It is reset already.
      }
      peer.close();

      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
      soon(
          () ->
              assertThat(log.lines())
                  .singleElement()
                  .asString()
                  .endsWith(
                      " failed: the peer has sent more than 65536 bytes, and it is not over."));
    }
    assertThat(handlersStarted).hasValue(0);
  }

  @Test
  @DisplayName("many failed handshakes make at most one line a second")
  void manyFailuresMakeFewLines() throws Exception {
    Server server = echoServer();
    try (CapturedLog log = CapturedLog.of(Server.class, Level.INFO)) {
      long began = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        silentPeer(server).send("GET / HTTP/1.0\r\n\r\n").endOutput();
      }
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 50);
      long seconds = (System.nanoTime() - began) / 1_000_000_000;

      assertThat(log.lines()).hasSizeBetween(1, (int) (1 + seconds));
    }
  }

  // ---- Those that shake hands again ------------------------------------------------------------

  @Test
  @DisplayName("an attempt to renegotiate fails the session, and the handler is told why")
  void renegotiationIsRefused() throws Exception {
    assumeTrue(!isTls13(), "TLS 1.3 has no renegotiation");
    assertThat(failureOf(peer -> {}))
        .hasMessageEndingWith("(the peer wants to renegotiate, which is refused).");
  }

  @Test
  @DisplayName("a flood of key changes fails the session, and the handler is told why")
  void aFloodOfKeyChangesIsRefused() throws Exception {
    assumeTrue(isTls13(), "TLS 1.2 has no change of keys");
    assertThat(failureOf(HandshakeAbuseHazard::changeKeysOften))
        .hasMessageEndingWith("(the peer changes its keys too often).");
  }

  private static void changeKeysOften(RecordPeer peer) throws IOException {
    for (int i = 0; i < 40; i++) {
      peer.end().engine.beginHandshake();
      peer.end().advance();
      peer.flush();
    }
  }

  /** What a peer does that is not to be done. */
  private interface Misdeed {
    void commit(RecordPeer peer) throws IOException;
  }

  private ConnectionClosedException failureOf(Misdeed misdeed) throws Exception {
    CompletableFuture<ConnectionClosedException> thrown = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              try {
                byte before = connection.input().readByte();
                assertThat(before).isEqualTo((byte) 7);
                connection.input().readByte();
              } catch (ConnectionClosedException e) {
                thrown.complete(e);
                throw e;
              }
            });
    RecordPeer peer = recordPeer(server).shakeHands();
    peer.end().send(new byte[] {7});
    peer.flush();

    misdeed.commit(peer);
    peer.end().engine.beginHandshake();
    peer.end().advance();
    peer.flush();

    ConnectionClosedException failure = get(thrown);
    assertThat(failure.reason()).isEqualTo(CloseReason.TLS_FAILED);
    receiveToAnyEnd(peer.wire());
    peer.wire().close();
    awaitClosed(server, CloseReason.TLS_FAILED, 1);
    return failure;
  }
}
