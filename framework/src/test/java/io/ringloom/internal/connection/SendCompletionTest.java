package io.ringloom.internal.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.HandlerScheduling;
import io.ringloom.TestLoops;
import io.ringloom.testkit.FakeClock;
import io.ringloom.testkit.memory.Handled;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import io.ringloom.testkit.memory.SendMode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes whose sends end later, in parts, or never: what a ring does and a selector does not. */
@Timeout(60)
class SendCompletionTest {
  private static final int LARGE = 100_000;

  @ParameterizedTest
  @EnumSource
  void writesOfAllSizesArriveInOrderOverSendsThatEndInThePollAfter(HandlerScheduling scheduling)
      throws Exception {
    Random random = new Random(1);
    byte[] all = random(1_000_000);
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              for (int at = 0; at < all.length; ) {
                int count = Math.min(all.length - at, 1 + random.nextInt(40_000));
                ByteBuffer part = ByteBuffer.wrap(all, at, count);
                assertThat(connection.write(part)).isEqualTo(count);
                assertThat(part.hasRemaining()).isFalse();
                at += count;
              }
            })) {
      MemoryPeer peer = server.connect(made -> made.sendMode(SendMode.COMPLETED_BY_NEXT_POLL));
      assertThat(peer.awaitTaken(all.length)).isEqualTo(all);
      peer.awaitOutputShut();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBorrowedWriteReturnsOnlyWhenItsLastByteWasSent(HandlerScheduling scheduling)
      throws Exception {
    byte[] large = random(LARGE);
    Handled<Integer> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              ByteBuffer src = ByteBuffer.allocateDirect(LARGE).put(large).flip();
              handled.tell(connection.write(src));
              src.clear();
              while (src.hasRemaining()) {
                src.put((byte) 0); // what is sent after this would show
              }
            })) {
      MemoryPeer peer = server.connect(made -> made.sendMode(SendMode.COMPLETED_BY_TEST));
      for (int sent = 0; sent < LARGE; sent += 25_000) {
        peer.awaitSendInFlight();
        assertThat(handled.isEmpty()).as("the write waits").isTrue();
        peer.endSend(25_000);
        peer.awaitTaken(sent + 25_000);
      }
      assertThat(handled.await()).isEqualTo(LARGE);
      assertThat(peer.taken()).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutTakesABorrowedBufferBackOnlyWhenTheSendInFlightHasEnded(HandlerScheduling scheduling)
      throws Exception {
    byte[] large = random(LARGE);
    Handled<SocketTimeoutException> handled = new Handled<>();
    Handled<Integer> positions = new Handled<>();
    Handled<StreamConnection> connections = new Handled<>();
    FakeClock clock = new FakeClock();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connections.tell((StreamConnection) connection);
              connection.setWriteTimeout(Duration.ofSeconds(1));
              ByteBuffer src = ByteBuffer.wrap(large.clone());
              try {
                connection.write(src);
              } catch (SocketTimeoutException e) {
                positions.tell(src.position());
                src.clear().put(new byte[LARGE]); // the buffer is the writer's again
                handled.tell(e);
              }
              connection.setWriteTimeout(Duration.ZERO);
              connection.write(ByteBuffer.wrap("behind".getBytes(ISO_8859_1)));
            },
            loops -> TestLoops.withClock(loops, clock),
            options -> {})) {
      MemoryPeer peer = server.connect(made -> made.sendMode(SendMode.COMPLETED_BY_TEST));
      peer.awaitSendInFlight();
      clock.advance(Duration.ofSeconds(2));
      awaitWithdrawing(connections.await());
      assertThat(handled.isEmpty()).as("the writer waits for its send").isTrue();
      peer.sendMode(SendMode.SYNCHRONOUS);
      peer.endSend(777);
      SocketTimeoutException timeout = handled.await();
      assertThat(timeout.bytesTransferred).isEqualTo(777);
      assertThat(timeout).hasMessageContaining("A write on connection");
      assertThat(positions.await()).isEqualTo(777);
      byte[] taken = peer.awaitTaken(777 + 6);
      assertThat(taken).startsWith(Arrays.copyOf(large, 777));
      assertThat(new String(taken, 777, taken.length - 777, ISO_8859_1)).isEqualTo("behind");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptTakesABorrowedBufferBackOnlyWhenTheSendInFlightHasEnded(
      HandlerScheduling scheduling) throws Exception {
    byte[] large = random(LARGE);
    Handled<Thread> threads = new Handled<>();
    Handled<StreamConnection> connections = new Handled<>();
    Handled<InterruptedIOException> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connections.tell((StreamConnection) connection);
              threads.tell(Thread.currentThread());
              ByteBuffer src = ByteBuffer.wrap(large.clone());
              try {
                connection.write(src);
              } catch (InterruptedIOException e) {
                src.clear().put(new byte[LARGE]);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                handled.tell(e);
              }
              connection.write(ByteBuffer.wrap("behind".getBytes(ISO_8859_1)));
            })) {
      MemoryPeer peer = server.connect(made -> made.sendMode(SendMode.COMPLETED_BY_TEST));
      peer.awaitSendInFlight();
      threads.await().interrupt();
      awaitWithdrawing(connections.await());
      assertThat(handled.isEmpty()).as("the writer waits for its send").isTrue();
      peer.sendMode(SendMode.SYNCHRONOUS);
      peer.endSend(40_000);
      assertThat(handled.await().bytesTransferred).isEqualTo(40_000);
      byte[] taken = peer.awaitTaken(40_006);
      assertThat(taken).startsWith(Arrays.copyOf(large, 40_000));
      assertThat(new String(taken, 40_000, 6, ISO_8859_1)).isEqualTo("behind");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAbortDuringABorrowedSendReleasesTheWriterWhenNothingIsInFlight(
      HandlerScheduling scheduling) throws Exception {
    Handled<Connection> connections = new Handled<>();
    Handled<IOException> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connections.tell(connection);
              try {
                connection.write(ByteBuffer.wrap(random(LARGE)));
              } catch (IOException e) {
                handled.tell(e);
              }
            })) {
      MemoryPeer peer = server.connect(made -> made.sendMode(SendMode.COMPLETED_BY_TEST));
      peer.awaitSendInFlight();
      connections.await().abort();
      peer.awaitClosing();
      assertThat(handled.isEmpty()).as("the writer waits for its send").isTrue();
      peer.endSend(5);
      peer.awaitClosed();
      assertThat(handled.await()).hasMessageContaining("it was aborted on this side");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSendThatFailsEndsTheWriteWithTheCause(HandlerScheduling scheduling) throws Exception {
    Handled<IOException> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection ->
                assertThatThrownBy(() -> connection.write(ByteBuffer.wrap(random(LARGE))))
                    .isInstanceOfSatisfying(IOException.class, handled::tell))) {
      server.connect(made -> made.failNextSend(new IOException("Broken pipe")));
      assertThat(handled.await())
          .hasMessageContaining("the peer reset")
          .hasRootCauseMessage("Broken pipe");
      server.awaitQuiet();
      assertThat(server.server().metrics().closedByReason()).containsEntry(CloseReason.RESET, 1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyBuffersAmongLargeOnesAreNoHindrance(HandlerScheduling scheduling) throws Exception {
    byte[] large = random(LARGE);
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              ByteBuffer empty = ByteBuffer.allocate(0);
              long count =
                  connection.write(
                      new ByteBuffer[] {
                        empty.duplicate(),
                        ByteBuffer.wrap(large),
                        empty.duplicate(),
                        ByteBuffer.wrap(large),
                        empty.duplicate()
                      });
              assertThat(count).isEqualTo(2L * LARGE);
            })) {
      MemoryPeer peer = server.connect();
      byte[] taken = peer.awaitTaken(2 * LARGE);
      assertThat(Arrays.copyOf(taken, LARGE)).isEqualTo(large);
      assertThat(Arrays.copyOfRange(taken, LARGE, 2 * LARGE)).isEqualTo(large);
      peer.awaitOutputShut();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWindowThatOpensAByteAtATimeLosesNothing(HandlerScheduling scheduling) throws Exception {
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connection.output().writeString("0123456789", ISO_8859_1);
              connection.flush();
              connection.output().writeString("abc", ISO_8859_1);
            })) {
      MemoryPeer peer = server.connect(made -> made.window(0));
      for (int i = 1; i <= 13; i++) {
        peer.awaitSendCutShort();
        peer.window(1);
        peer.awaitTaken(i);
      }
      peer.awaitText("0123456789abc");
      peer.awaitOutputShut();
    }
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static void awaitWithdrawing(StreamConnection connection) {
    Awaitility.await().until(() -> connection.outbox().isWithdrawing());
  }
}
