package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.ConnectionHandler;
import io.ringloom.HandlerScheduling;
import io.ringloom.TestLoops;
import io.ringloom.testkit.FakeClock;
import io.ringloom.testkit.memory.Handled;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes whose memory the system uses for longer than the send. */
class ZeroCopyWriteTest {
  private static final int LARGE = 100_000;

  @ParameterizedTest
  @EnumSource
  void theWriteReturnsWhenTheMemoryIsReleased(HandlerScheduling scheduling) throws Exception {
    Handled<StreamConnection> connections = new Handled<>();
    Handled<Integer> written = new Handled<>();
    try (MemoryServer server = MemoryServer.start(scheduling, writing(connections, written))) {
      MemoryPeer peer = server.connect(made -> made.zeroCopyFrom(LARGE));
      peer.awaitTaken(LARGE);
      StreamConnection connection = connections.await();
      awaitCondition(() -> connection.outbox().isHeld(0, LARGE));
      server.awaitTurn();
      assertThat(written.isEmpty()).as("the write waits").isTrue();

      peer.release();

      assertThat(written.await()).isEqualTo(LARGE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutResetsTheConnectionSinceNothingElseFreesTheMemory(HandlerScheduling scheduling)
      throws Exception {
    Handled<StreamConnection> connections = new Handled<>();
    Handled<SocketTimeoutException> thrown = new Handled<>();
    FakeClock clock = new FakeClock();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connections.tell((StreamConnection) connection);
              connection.setWriteTimeout(Duration.ofSeconds(1));
              try {
                connection.write(ByteBuffer.allocateDirect(LARGE));
              } catch (SocketTimeoutException e) {
                thrown.tell(e);
              }
            },
            loops -> TestLoops.withClock(loops, clock),
            options -> {})) {
      MemoryPeer peer =
          server.connect(
              made -> {
                made.zeroCopyFrom(LARGE);
                made.window(10);
              });
      peer.awaitTaken(10);
      awaitCondition(
          () -> {
            clock.advance(Duration.ofMillis(500));
            return !thrown.isEmpty();
          });
      assertThat(thrown.await().bytesTransferred).isEqualTo(10);
      assertThat(connections.await().closeReason()).contains(CloseReason.WRITE_TIMEOUT);
      peer.awaitClosed();
      assertThat(peer.isAborted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGracefulCloseWaitsUntilTheMemoryIsReleased(HandlerScheduling scheduling) throws Exception {
    Handled<StreamConnection> connections = new Handled<>();
    Handled<Integer> written = new Handled<>();
    try (MemoryServer server = MemoryServer.start(scheduling, writing(connections, written))) {
      MemoryPeer peer = server.connect(made -> made.zeroCopyFrom(LARGE));
      peer.awaitTaken(LARGE);
      connections.await().close();
      peer.awaitOutputShut();
      peer.endStream();
      assertThat(written.isEmpty()).as("the write waits").isTrue();
      assertThat(peer.isClosing()).isFalse();

      peer.release();

      assertThat(written.await()).isEqualTo(LARGE);
      peer.awaitClosed();
    }
  }

  private static ConnectionHandler writing(
      Handled<StreamConnection> connections, Handled<Integer> written) {
    return connection -> {
      connections.tell((StreamConnection) connection);
      written.tell(connection.write(ByteBuffer.allocateDirect(LARGE)));
    };
  }

  private static void awaitCondition(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(2)).atMost(20, TimeUnit.SECONDS).until(condition);
  }
}
