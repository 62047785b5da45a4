package io.ringloom.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.testkit.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One side's close_notify: this one goes on reading after its own, and not after the peer's. */
abstract class HalfCloseHazard extends TlsHazard {

  @Test
  @DisplayName("after its own close_notify a handler goes on reading up to that of the peer")
  void readingGoesOnAfterOurCloseNotify() throws Exception {
    byte[] payload = Payload.of(200_000, 22);
    CompletableFuture<String> read = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    read,
                    () -> {
                      connection.input().readByte();
                      connection.output().writeString("that is all", ISO_8859_1);
                      connection.shutdownOutput();
                      byte[] received = connection.input().readBytes(payload.length);
                      assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                      return Payload.digest(received);
                    }));
    RecordPeer peer = recordPeer(server).shakeHands();

    peer.end().send(new byte[1]);
    peer.flush();
    byte[] records = peer.wire().receiveToEnd();
    assertThat(read).isNotDone();
    // Of TLS 1.2 the peer's engine would end both directions if it saw them before.
    peer.end().send(payload);
    peer.end().end();
    peer.flush();
    peer.end().receive(records, 0, records.length);

    assertThat(new String(peer.end().received(), ISO_8859_1)).isEqualTo("that is all");
    assertThat(peer.end().isEnded()).isTrue();
    assertThat(get(read)).isEqualTo(Payload.digest(payload));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  @DisplayName("after the peer's close_notify a write fails, says so, and the end is a clean one")
  void aWriteAfterThePeersCloseNotifyFailsAndSaysWhy(int bytes) throws Exception {
    CompletableFuture<Connection> ended = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    ended,
                    () -> {
                      assertThat(connection.input().awaitBytes()).isFalse();
                      assertThatThrownBy(() -> writeUntilRefused(connection, bytes))
                          .satisfies(HalfCloseHazard::saysThatThePeerHasEnded);
                      return connection;
                    }));
    RecordPeer peer = recordPeer(server).shakeHands();

    peer.end().end();
    peer.flush();

    Connection connection = get(ended);
    peer.awaitEnd();
    assertThat(peer.end().isEnded()).as("whether the peer has got close_notify").isTrue();
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
    assertThat(connection.closeReason()).contains(CloseReason.END_OF_STREAM);
  }

  /**
   * The handler may see the end before the loop has told the outbox: then a small write is still
   * taken, as one is that was under way when close_notify came.
   */
  private static void writeUntilRefused(Connection connection, int bytes) throws IOException {
    while (true) {
      connection.write(ByteBuffer.allocate(bytes));
      connection.flush();
    }
  }

  private static void saysThatThePeerHasEnded(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            ConnectionClosedException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.END_OF_STREAM))
        .hasMessageEndingWith("failed because the peer has ended the TLS session.");
  }

  @Test
  @DisplayName("a writer that waits for the peer to read fails when the peer sends close_notify")
  void aBlockedWriterIsReleasedByThePeersCloseNotify() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch writing = new CountDownLatch(1);
    Server server =
        serve(
            ConnectionOptions.builder().sendBufferBytes(8 * 1024).build(),
            connection -> {
              ByteBuffer data = ByteBuffer.allocateDirect(8 << 20);
              writing.countDown();
              try {
                connection.write(data);
              } catch (IOException e) {
                thrown.complete(e);
                throw e;
              }
            });
    RecordPeer peer = narrowRecordPeer(server).shakeHands();
    writing.await();

    peer.end().end();
    peer.flush();

    assertThat(get(thrown)).satisfies(HalfCloseHazard::saysThatThePeerHasEnded);
    peer.awaitEnd(); // what the system had taken, and the end
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }
}
