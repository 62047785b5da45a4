package io.ringloom.example.kv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.Connection;
import io.ringloom.LimitExceededException;
import io.ringloom.example.kv.Peer;
import io.ringloom.example.kv.Runs;
import io.ringloom.example.kv.TestServer;
import io.ringloom.example.kv.client.PeerWait.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How a handler waits for its peer and for others, on real connections. */
@ParameterizedClass
@MethodSource("io.ringloom.example.kv.Runs#available")
final class PeerWaitTest {
  private static final int DEADLINE_SECONDS = 30;

  private final Runs runs;
  private final CompletableFuture<PeerWait> peerWait = new CompletableFuture<>();
  private final CompletableFuture<Thread> handler = new CompletableFuture<>();
  private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

  PeerWaitTest(Runs runs) {
    this.runs = runs;
  }

  /** Waits again and again, and consumes the bytes that come. */
  private void waitAgainAndAgain(Connection connection) throws IOException {
    PeerWait mine = new PeerWait(connection);
    handler.complete(Thread.currentThread());
    peerWait.complete(mine);
    Outcome outcome = Outcome.NEWS;
    while (outcome != Outcome.END) {
      try {
        outcome = mine.await(1, Duration.ZERO);
        if (outcome == Outcome.BYTES) {
          results.add("" + (char) connection.input().readByte());
        } else {
          results.add(outcome.toString());
        }
      } catch (InterruptedIOException e) {
        results.add("interrupted");
      }
    }
  }

  private String result() throws InterruptedException {
    return String.valueOf(results.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  private void awaitWaiting() {
    Thread thread = handler.join();
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void news_bytes_and_the_end_each_end_a_wait() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start(runs, this::waitAgainAndAgain);
        Peer peer = server.connect()) {
      awaitWaiting();
      peerWait.join().notifyOfNews();
      assertThat(result()).isEqualTo("NEWS");
      peer.sendRaw("a");
      assertThat(result()).isEqualTo("a");
      awaitWaiting();
      peerWait.join().notifyOfNews();
      assertThat(result()).isEqualTo("NEWS");
      peer.endStream();
      assertThat(result()).isEqualTo("END");
      assertThat(results).isEmpty();
    }
  }

  @Test
  void news_from_before_ends_the_next_wait_and_no_other() throws IOException, InterruptedException {
    try (TestServer server =
            TestServer.start(
                runs,
                connection -> {
                  PeerWait mine = new PeerWait(connection);
                  mine.notifyOfNews();
                  mine.notifyOfNews();
                  results.add(mine.await(1, Duration.ZERO).toString());
                  results.add(mine.await(1, Duration.ofMillis(20)).toString());
                  results.add("interrupted: " + Thread.currentThread().isInterrupted());
                });
        Peer peer = server.connect()) {
      assertThat(result()).isEqualTo("NEWS");
      assertThat(result()).isEqualTo("TIMEOUT");
      assertThat(result()).isEqualTo("interrupted: false");
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void no_byte_and_no_news_is_lost_when_both_come_at_once()
      throws IOException, InterruptedException {
    try (TestServer server = TestServer.start(runs, this::waitAgainAndAgain);
        Peer peer = server.connect()) {
      PeerWait mine = peerWait.join();
      for (int i = 0; i < 500; i++) {
        String sent = "" + (char) ('a' + i % 26);
        Thread notifier = Thread.ofVirtual().start(mine::notifyOfNews);
        peer.sendRaw(sent);
        assertThat(new String[] {result(), result()}).containsExactlyInAnyOrder("NEWS", sent);
        notifier.join();
      }
      assertThat(results).isEmpty();
    }
  }

  @Test
  void an_interrupt_from_elsewhere_reaches_the_caller() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start(runs, this::waitAgainAndAgain);
        Peer peer = server.connect()) {
      awaitWaiting();
      handler.join().interrupt();
      assertThat(result()).isEqualTo("interrupted");
      peer.sendRaw("a");
      assertThat(result()).isEqualTo("a");
    }
  }

  @Test
  void more_than_can_be_buffered_cannot_be_waited_for() throws IOException, InterruptedException {
    try (TestServer server =
            TestServer.start(
                runs,
                connection -> {
                  PeerWait mine = new PeerWait(connection);
                  Outcome outcome = Outcome.BYTES;
                  try {
                    while (outcome == Outcome.BYTES) {
                      outcome = mine.await(connection.input().available() + 1, Duration.ZERO);
                    }
                  } catch (LimitExceededException e) {
                    results.add("full");
                  }
                  mine.notifyOfNews();
                  results.add(mine.await(Integer.MAX_VALUE, Duration.ZERO).toString());
                });
        Peer peer = server.connect()) {
      peer.sendRaw("x".repeat(1_000_000));
      assertThat(result()).isEqualTo("full");
      assertThat(result()).isEqualTo("NEWS");
    }
  }
}
