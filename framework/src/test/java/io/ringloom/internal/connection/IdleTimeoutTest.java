package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.CloseReason;
import io.ringloom.ConnectionClosedException;
import io.ringloom.HandlerScheduling;
import io.ringloom.TestLoops;
import io.ringloom.internal.loop.Clock;
import io.ringloom.testkit.memory.Handled;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a connection counts as idle. */
@Timeout(60)
class IdleTimeoutTest {
  private final QuietClock clock = new QuietClock();
  private final Handled<Integer> read = new Handled<>();
  private final Handled<IOException> ends = new Handled<>();

  @ParameterizedTest
  @EnumSource
  void bytesThatArriveLateInAWaitCountFromWhenTheyArrive(HandlerScheduling scheduling)
      throws Exception {
    try (MemoryServer server = start(scheduling)) {
      MemoryPeer peer = server.connect();
      peer.awaitReceiving(true);
      for (int i = 0; i < 5; i++) {
        // Six seconds pass while the loop waits, and then the bytes come, all within one poll.
        clock.advance(Duration.ofSeconds(6));
        peer.send("x");
        assertThat(read.await()).isEqualTo(1);
        server.awaitTurn();
      }
      clock.advance(Duration.ofSeconds(9));
      server.awaitTurn(); // in which the timer fires, too early, if bytes count from before
      server.awaitTurn();
      peer.send("y");
      assertThat(read.await()).isEqualTo(1);
      assertThat(ends.isEmpty()).isTrue();
      peer.endStream();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionWithoutBytesIsClosedAndItsReaderIsTold(HandlerScheduling scheduling)
      throws Exception {
    try (MemoryServer server = start(scheduling)) {
      MemoryPeer peer = server.connect();
      peer.awaitReceiving(true);
      clock.advance(Duration.ofSeconds(9));
      server.awaitTurn();
      assertThat(ends.isEmpty()).isTrue();
      clock.advance(Duration.ofSeconds(1));
      server.awaitTurn();
      assertThat(ends.await())
          .isInstanceOf(ConnectionClosedException.class)
          .hasMessageEndingWith("failed because no byte went either way for the idle timeout.");
      peer.awaitOutputShut();
      peer.endStream();
      server.awaitQuiet();
      assertThat(server.server().metrics().closedByReason())
          .containsEntry(CloseReason.IDLE_TIMEOUT, 1L);
    }
  }

  private MemoryServer start(HandlerScheduling scheduling) throws IOException {
    return MemoryServer.start(
        scheduling,
        connection -> {
          try {
            ByteBuffer dst = ByteBuffer.allocate(16);
            while (connection.read(dst.clear()) > 0) {
              read.tell(dst.position());
            }
          } catch (IOException e) {
            ends.tell(e);
            throw e;
          }
        },
        loops -> TestLoops.withClock(loops, clock),
        options -> options.idleTimeout(Duration.ofSeconds(10)));
  }

  /** A clock that tells nobody that it has moved, so that time can pass within one wait. */
  private static final class QuietClock implements Clock {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void onAdvance(Runnable listener) {
      // The test makes the loop look when it wants it to.
    }

    void advance(Duration by) {
      nanos.addAndGet(by.toNanos());
    }
  }
}
