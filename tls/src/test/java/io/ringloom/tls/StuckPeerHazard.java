package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Peers that do not read, on a clock that moves only when the test says so. */
abstract class StuckPeerHazard extends TlsHazard {
  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final int BYTES = 1 << 20;

  /** A few records wait to be sent, whatever was written. */
  private static final long MOST_POOL_BYTES = 8 * 17_408;

  @Override
  protected boolean fakeTime() {
    return true;
  }

  private static ConnectionOptions options() {
    return ConnectionOptions.builder().sendBufferBytes(8 * 1024).writeTimeout(LIMIT).build();
  }

  private static long poolBytesInUse(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::poolBytesInUse).sum();
  }

  @Test
  @DisplayName("a write to a peer that never reads times out, knows how far it came, and can go on")
  void aWriteThatTimesOutCanBeGoneOnWith() throws Exception {
    byte[] payload = Payload.of(BYTES, 13);
    CompletableFuture<SocketTimeoutException> timeout = new CompletableFuture<>();
    CompletableFuture<Integer> position = new CompletableFuture<>();
    CountDownLatch goOn = new CountDownLatch(1);
    Server server =
        serve(
            options(),
            connection -> {
              ByteBuffer data = ByteBuffer.allocateDirect(BYTES).put(payload).flip();
              try {
                connection.write(data);
              } catch (SocketTimeoutException e) {
                position.complete(data.position());
                timeout.complete(e);
              }
              goOn.await();
              connection.setWriteTimeout(Duration.ZERO);
              connection.write(data);
            });
    ScriptedPeer peer = narrowPeer(server);

    passTimeUntil(STEP, timeout::isDone);

    assertThat(get(timeout).bytesTransferred).isEqualTo(get(position)).isBetween(1, BYTES - 1);
    assertThat(poolBytesInUse(server)).isLessThanOrEqualTo(MOST_POOL_BYTES);
    goOn.countDown();
    assertThat(peer.receiveDigest(BYTES)).isEqualTo(Payload.digest(payload));
    peer.expectEnd();
  }

  @Test
  @DisplayName("a flush waits until the system has the bytes, though they are encrypted long since")
  void aFlushWaitsForTheSystemNotForTheEncryption() throws Exception {
    byte[] payload = Payload.of(BYTES, 14);
    CompletableFuture<Integer> stuckAt = new CompletableFuture<>();
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> flushed = new CompletableFuture<>();
    Server server =
        serve(
            options(),
            connection -> {
              int written = 0;
              try {
                while (written < BYTES) {
                  // Each is encrypted at once, into one record that may have to wait.
                  connection.write(ByteBuffer.wrap(payload, written, 1_000));
                  written += 1_000;
                  connection.flush();
                }
              } catch (SocketTimeoutException e) {
                stuckAt.complete(written);
              }
              goOn.await();
              connection.flush();
              flushed.complete(true);
            });
    ScriptedPeer peer = narrowPeer(server);

    passTimeUntil(STEP, stuckAt::isDone);

    int bytes = get(stuckAt);
    assertThat(bytes).isBetween(1, BYTES - 1);
    assertThat(poolBytesInUse(server)).isLessThanOrEqualTo(MOST_POOL_BYTES);
    goOn.countDown();
    assertThat(peer.receiveDigest(bytes)).isEqualTo(Payload.digest(Arrays.copyOf(payload, bytes)));
    assertThat(get(flushed)).isTrue();
    peer.expectEnd();
  }
}
