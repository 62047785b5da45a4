package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionHandler;
import io.ringloom.HandlerScheduling;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.memory.Handled;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import io.ringloom.testkit.memory.SendMode;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS over a transport in memory, which takes what it is given in parts, late, or not at all. The
 * server checks when it is closed that nothing of its pools is in use.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(TlsProtocol.class)
@SuppressWarnings("NullAway.Init") // set before each test
class ShortSendsTest {
  private static final int BYTES = 150_000;

  @Parameter TlsProtocol protocol;

  private MemoryServer start(HandlerScheduling scheduling, ConnectionHandler handler)
      throws IOException {
    return start(scheduling, handler, Long.MAX_VALUE);
  }

  private MemoryServer start(
      HandlerScheduling scheduling, ConnectionHandler handler, long poolBytes) throws IOException {
    ServerTls tls = Ends.server(Ends.serverOptions().protocols(protocol).build());
    return MemoryServer.start(
        scheduling,
        handler,
        loops -> {
          if (poolBytes < Long.MAX_VALUE) {
            loops.poolBytes(poolBytes);
          }
        },
        options -> {},
        builder -> builder.tls(tls));
  }

  /** A session over a pipe: gives it all that was sent, and sends what it answers. */
  private final class Session {
    final MemoryPeer pipe;
    final JdkEnd end = Ends.jdkClient(protocol == TlsProtocol.TLS_1_2 ? "TLSv1.2" : "TLSv1.3");
    private int seen;

    Session(MemoryPeer pipe) {
      this.pipe = pipe;
    }

    /** Carries what there is, both ways. */
    void exchange() {
      byte[] taken = pipe.taken();
      if (taken.length > seen) {
        end.receive(taken, seen, taken.length - seen);
        seen = taken.length;
      }
      byte[] answer = end.takeOutput();
      if (answer.length > 0) {
        pipe.send(answer);
      }
    }

    /** Carries on, and has something else done in between, until a condition holds. */
    void until(Condition condition, Runnable inBetween) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(50, TimeUnit.MICROSECONDS)
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                exchange();
                inBetween.run();
                return condition.holds();
              });
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void echo(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(50_000);
    while (connection.read(buffer) >= 0) {
      connection.write(buffer.flip());
      buffer.clear();
    }
  }

  private static void echoAll(Session session, Runnable inBetween) {
    byte[] payload = Payload.of(BYTES, 1);
    session.until(session.end::isOpen, inBetween);
    session.end.send(payload);
    session.until(() -> session.end.receivedBytes() >= BYTES, inBetween);
    assertThat(Payload.digest(session.end.received())).isEqualTo(Payload.digest(payload));
    session.end.end();
    session.until(session.end::isEnded, inBetween);
    assertThat(session.end.failure).isNull();
    session.pipe.endStream();
    session.until(session.pipe::isClosing, inBetween);
    assertThat(session.pipe.isAborted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a system that takes a few bytes at a time gets every record, whole and in order")
  void everyRecordGoesOutThroughShortSends(HandlerScheduling scheduling) throws Exception {
    Random random = new Random(1);
    try (MemoryServer server = start(scheduling, ShortSendsTest::echo)) {
      Session session = new Session(server.connect(pipe -> pipe.window(0)));
      echoAll(session, () -> session.pipe.window(1 + random.nextInt(9_000)));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a system that completes sends later gets every record, whole and in order")
  void everyRecordGoesOutThroughLateSends(HandlerScheduling scheduling) throws Exception {
    try (MemoryServer server = start(scheduling, ShortSendsTest::echo)) {
      Session session =
          new Session(server.connect(pipe -> pipe.sendMode(SendMode.COMPLETED_BY_NEXT_POLL)));
      echoAll(session, () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a system that completes sends later, and in part, gets every record, too")
  void everyRecordGoesOutThroughLateAndShortSends(HandlerScheduling scheduling) throws Exception {
    Random random = new Random(2);
    try (MemoryServer server = start(scheduling, ShortSendsTest::echo)) {
      Session session =
          new Session(server.connect(pipe -> pipe.sendMode(SendMode.COMPLETED_BY_TEST)));
      echoAll(session, () -> session.pipe.endSend(1 + random.nextInt(20_000)));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("where the pools are exhausted every record goes out all the same")
  void everyRecordGoesOutWithoutAPool(HandlerScheduling scheduling) throws Exception {
    Random random = new Random(3);
    try (MemoryServer server = start(scheduling, ShortSendsTest::echo, 0)) {
      Session session = new Session(server.connect(pipe -> pipe.window(0)));
      echoAll(session, () -> session.pipe.window(1 + random.nextInt(9_000)));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a flush does not return before the system has taken the last byte of the record")
  void aFlushWaitsForTheLastByte(HandlerScheduling scheduling) throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CompletableFuture<Boolean> flushed = new CompletableFuture<>();
    try (MemoryServer server =
        start(
            scheduling,
            connection -> {
              connection.input().readByte();
              connection.write(ByteBuffer.wrap(Payload.of(1_000, 1)));
              written.countDown();
              connection.flush();
              flushed.complete(true);
              connection.input().awaitBytes();
            })) {
      Session session = new Session(server.connect());
      session.until(session.end::isOpen, () -> {});
      server.awaitTurn();
      session.exchange();
      int before = session.pipe.taken().length;
      session.pipe.window(0);
      session.end.send(new byte[1]);
      session.exchange();
      written.await();
      session.pipe.awaitSendCutShort();
      server.awaitTurn();
      assertThat(flushed).isNotDone();

      session.pipe.window(1_000);
      session.pipe.awaitTaken(before + 1_000);
      session.pipe.awaitSendCutShort();
      server.awaitTurn();
      assertThat(flushed).as("with the end of the record not taken").isNotDone();
      session.pipe.window(Long.MAX_VALUE);

      assertThat(flushed.get(20, TimeUnit.SECONDS)).isTrue();
      session.end.end();
      session.until(session.end::isEnded, () -> {});
      session.pipe.endStream();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("a send that fails in the handshake ends the connection, and no handler starts")
  void aSendThatFailsInTheHandshake(boolean asynchronous) throws Exception {
    Handled<Connection> handled = new Handled<>();
    try (MemoryServer server = start(HandlerScheduling.LOOP, handled::tell)) {
      Session session =
          new Session(
              server.connect(
                  pipe -> {
                    pipe.failNextSend(new SocketException("Broken pipe"));
                    if (asynchronous) {
                      pipe.sendMode(SendMode.COMPLETED_BY_NEXT_POLL);
                    }
                  }));
      session.exchange();

      session.pipe.awaitClosed();

      assertThat(session.pipe.isAborted()).isTrue();
      server.awaitQuiet();
      assertThat(server.server().metrics().closedByReason()).containsOnlyKeys(CloseReason.RESET);
    }
    assertThat(handled.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a send of data that fails ends the connection, and its writer is told")
  void aSendOfDataThatFails(HandlerScheduling scheduling) throws Exception {
    Handled<Throwable> thrown = new Handled<>();
    try (MemoryServer server =
        start(
            scheduling,
            connection -> {
              connection.input().readByte();
              try {
                connection.write(ByteBuffer.allocateDirect(BYTES));
              } catch (ConnectionClosedException e) {
                thrown.tell(e);
              }
            })) {
      Session session = new Session(server.connect());
      session.until(session.end::isOpen, () -> {});
      server.awaitTurn();
      session.pipe.failNextSend(new SocketException("Connection reset by peer"));
      session.end.send(new byte[1]);
      session.exchange();

      assertThat(thrown.await())
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> assertThat(e.reason()).isEqualTo(CloseReason.RESET));
      session.pipe.awaitClosed();
      assertThat(session.pipe.isAborted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "a connection that is reset while records are in flight keeps their memory till then")
  void memoryOfRecordsInFlightIsKept(HandlerScheduling scheduling) throws Exception {
    try (MemoryServer server =
        start(
            scheduling,
            connection -> {
              connection.input().readByte();
              connection.write(ByteBuffer.allocate(1_000));
              connection.input().readByte();
            })) {
      Session session = new Session(server.connect());
      session.until(session.end::isOpen, () -> {});
      server.awaitTurn();
      session.pipe.sendMode(SendMode.COMPLETED_BY_TEST);
      session.end.send(new byte[1]);
      session.exchange();
      session.pipe.awaitSendInFlight();
      session.pipe.reset();
      session.pipe.awaitClosing();
      server.awaitTurn();

      assertThat(server.poolBytesInUse()).as("the record's memory").isPositive();
      session.pipe.endSend(Long.MAX_VALUE);
      session.pipe.awaitClosed();
    }
  }
}
