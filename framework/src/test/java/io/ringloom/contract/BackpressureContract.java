package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.CloseReason;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Nothing is buffered without a limit, whether the handler does not read or the peer does not. */
public abstract class BackpressureContract extends Contract {
  private static final int PIECE_BYTES = 1024 * 1024;
  private static final int PIECES = 256;

  /** What a loop may receive at once over the watermark. */
  private static final long RECEIVE_BYTES = 256 * 1024;

  @Test
  void aPeerThatSendsToAHandlerThatDoesNotReadIsHeldBackAndLosesNothing() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    CompletableFuture<Long> checksum = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              assertThat(mayRead.await(60, TimeUnit.SECONDS)).isTrue();
              CRC32C crc = new CRC32C();
              ByteBuffer dst = ByteBuffer.allocateDirect(64 * 1024);
              while (connection.read(dst.clear()) >= 0) {
                crc.update(dst.flip());
              }
              checksum.complete(crc.getValue());
            });
    ScriptedPeer peer = peer(server).deadline(PATIENCE);
    byte[] piece = new byte[PIECE_BYTES];
    new Random(1).nextBytes(piece);
    CRC32C expected = new CRC32C();
    long total = (long) PIECE_BYTES * PIECES;
    long sent = sendUntilBlocked(peer, piece, expected);

    assertThat(sent).as("the peer is held back").isLessThan(total);
    ServerMetrics metrics = server.metrics();
    long limit = ConnectionOptions.defaults().readHighWatermarkBytes() + RECEIVE_BYTES;
    long received = metrics.loops().stream().mapToLong(ServerMetrics.Loop::bytesReceived).sum();
    long pooled = metrics.loops().stream().mapToLong(ServerMetrics.Loop::poolBytesInUse).sum();
    assertThat(received).isLessThanOrEqualTo(limit);
    assertThat(pooled).isLessThanOrEqualTo(limit);

    mayRead.countDown();
    while (sent < total) {
      int from = (int) (sent % PIECE_BYTES);
      byte[] rest = from == 0 ? piece : Arrays.copyOfRange(piece, from, PIECE_BYTES);
      peer.send(rest);
      expected.update(rest);
      sent += rest.length;
    }
    peer.endOutput();
    assertThat(checksum.get(60, TimeUnit.SECONDS)).isEqualTo(expected.getValue());
  }

  /** Sends until the system has taken nothing for a while, and the server received nothing. */
  private static long sendUntilBlocked(ScriptedPeer peer, byte[] piece, CRC32C crc)
      throws Exception {
    long sent = 0;
    int refused = 0;
    while (refused < 20 && sent < (long) PIECE_BYTES * PIECES) {
      int from = (int) (sent % piece.length);
      int count = peer.sendWithoutWaiting(Arrays.copyOfRange(piece, from, piece.length));
      crc.update(piece, from, count);
      sent += count;
      if (count > 0) {
        refused = 0;
      } else {
        refused++;
        Awaitility.await().pollDelay(Duration.ofMillis(10)).until(() -> true);
      }
    }
    return sent;
  }

  @Test
  void aPeerThatNeverReadsEndsTheWriteAtItsTimeout() throws Exception {
    int high = ConnectionOptions.defaults().writeHighWatermarkBytes();
    CompletableFuture<SocketTimeoutException> timeout = new CompletableFuture<>();
    CompletableFuture<Long> pooled = new CompletableFuture<>();
    CompletableFuture<Server> self = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.setWriteTimeout(Duration.ofMillis(200));
              ByteBuffer small = ByteBuffer.allocate(4096);
              try {
                while (true) {
                  connection.write(small.clear());
                }
              } catch (SocketTimeoutException e) {
                timeout.complete(e);
                pooled.complete(
                    self.get().metrics().loops().stream()
                        .mapToLong(ServerMetrics.Loop::poolBytesInUse)
                        .sum());
                throw e;
              }
            });
    self.complete(server);
    ScriptedPeer peer = narrowPeer(server);

    SocketTimeoutException e = timeout.get(20, TimeUnit.SECONDS);
    assertThat(e)
        .hasMessageMatching("A write on connection \\d+ with .* took longer than its deadline\\.");
    assertThat(e.bytesTransferred).isZero();
    assertThat(pooled.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(2L * high);
    awaitReason(server, CloseReason.WRITE_TIMEOUT);
    peer.expectReset();
  }

  @Test
  void aLargeWriteThatTimesOutSaysHowMuchWasSent() throws Exception {
    CompletableFuture<SocketTimeoutException> timeout = new CompletableFuture<>();
    CompletableFuture<Integer> position = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.setWriteTimeout(Duration.ofMillis(200));
              byte[] large = new byte[64 * PIECE_BYTES];
              new Random(3).nextBytes(large);
              ByteBuffer src = ByteBuffer.wrap(large);
              try {
                connection.write(src);
              } catch (SocketTimeoutException e) {
                position.complete(src.position());
                timeout.complete(e);
              }
              connection.setWriteTimeout(Duration.ZERO);
              connection.output().writeLong(-1);
            });
    ScriptedPeer peer = narrowPeer(server);

    int transferred = timeout.get(20, TimeUnit.SECONDS).bytesTransferred;
    assertThat(transferred).isPositive().isLessThan(64 * PIECE_BYTES);
    assertThat(position.get(20, TimeUnit.SECONDS)).isEqualTo(transferred);
    byte[] large = new byte[64 * PIECE_BYTES];
    new Random(3).nextBytes(large);
    byte[] received = peer.deadline(PATIENCE).receiveToEnd();
    assertThat(received).hasSize(transferred + 8);
    assertThat(Arrays.equals(received, 0, transferred, large, 0, transferred)).isTrue();
    assertThat(received).endsWith(-1, -1, -1, -1, -1, -1, -1, -1);
  }

  private static void awaitReason(Server server, CloseReason reason) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(server.metrics().closedByReason()).containsEntry(reason, 1L));
  }
}
