package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.netty.channel.uring.IoUringIoHandler;
import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.RequiresUring;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Handlers that write much and return, to peers that read only later, on rings that are full all
 * the time: the stream ends after its last byte, and never before.
 */
@RequiresUring
class CloseOrderTest extends Contract implements OnUring {
  private static final int CONNECTIONS = 50;
  private static final int PAYLOAD_BYTES = 8 * 1024 * 1024;

  /** Small, so that most of the payload stays on the server's side until the peer reads. */
  private static final int SOCKET_BUFFER_BYTES = 64 * 1024;

  /** All connections send parts of it, each beginning at another byte. */
  private static final byte[] PAYLOAD = Payload.of(PAYLOAD_BYTES, 9);

  private static final ByteBuffer DIRECT_PAYLOAD =
      ByteBuffer.allocateDirect(PAYLOAD_BYTES).put(PAYLOAD).flip();

  @Override
  protected void configure(EventLoopGroup.Builder builder) {
    UringOptions tiny =
        UringOptions.builder()
            .submissionEntries(8)
            .completionEntries(8)
            .receiveBuffers(4)
            .receiveBufferBytes(256)
            .build();
    builder.transport(new UringTransport(tiny)).poolBytes(160L * 1024 * 1024);
  }

  @BeforeEach
  void silenceWarningsOfOverflows() {
    closeLater(CapturedLog.of(IoUringIoHandler.class, Level.ERROR));
  }

  /** In which way the payload is written. */
  enum Writing {
    /** All at once from the heap: copied piece by piece into native memory. */
    HEAP(PAYLOAD_BYTES),

    /** All at once from native memory, in two buffers. */
    DIRECT(PAYLOAD_BYTES),

    /**
     * In small pieces that are all queued, so that the handler returns long before they are sent.
     */
    QUEUED(2 * 1024 * 1024);

    final int bytes;

    Writing(int bytes) {
      this.bytes = bytes;
    }

    void write(Connection connection, int from) throws IOException {
      ByteBuffer first = ByteBuffer.wrap(PAYLOAD, from, bytes - from);
      ByteBuffer second = ByteBuffer.wrap(PAYLOAD, 0, from);
      switch (this) {
        case HEAP -> connection.write(new ByteBuffer[] {first, second});
        case DIRECT -> {
          ByteBuffer directFirst = DIRECT_PAYLOAD.slice(from, bytes - from);
          ByteBuffer directSecond = DIRECT_PAYLOAD.slice(0, from);
          connection.write(new ByteBuffer[] {directFirst, directSecond});
        }
        case QUEUED -> {
          for (ByteBuffer part : List.of(first, second)) {
            while (part.hasRemaining()) {
              int size = Math.min(part.remaining(), 1500);
              connection.write(part.slice(part.position(), size));
              part.position(part.position() + size);
            }
          }
        }
      }
    }

    byte[] expected(int from) {
      byte[] expected = Arrays.copyOfRange(PAYLOAD, from, bytes + from);
      System.arraycopy(PAYLOAD, 0, expected, bytes - from, from);
      return expected;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("what was written before the handler returned arrives, and then the end")
  void everyByteAndThenTheEndArriveAtPeersThatReadLater(Writing writing) throws Exception {
    AtomicInteger returned = new AtomicInteger();
    Server server =
        serve(
            options(Duration.ofMinutes(2)),
            connection -> {
              int number = connection.input().readInt();
              writing.write(connection, beginOf(number));
              returned.incrementAndGet();
            });
    List<ScriptedPeer> peers = connect(server);
    if (writing == Writing.QUEUED) {
      await().atMost(PATIENCE).until(() -> returned.get() == CONNECTIONS);
      assertThat(server.metrics().active()).as("still have bytes to send").isEqualTo(CONNECTIONS);
    } else {
      awaitStandstill(server);
      assertThat(returned).hasValue(0);
    }

    for (int number = 0; number < CONNECTIONS; number++) {
      byte[] received = peers.get(number).deadline(PATIENCE).receiveToEnd();
      assertThat(received).hasSize(writing.bytes);
      assertThat(Arrays.equals(received, writing.expected(beginOf(number)))).isTrue();
      peers.get(number).close();
    }
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    assertThat(server.metrics().closedByReason())
        .containsOnlyKeys(CloseReason.LOCAL_CLOSE)
        .containsEntry(CloseReason.LOCAL_CLOSE, (long) CONNECTIONS);
  }

  @Test
  @DisplayName("peers that never read are cut off at the close timeout, with all that was queued")
  void peersThatNeverReadAreCutOffAtTheCloseTimeout() throws Exception {
    AtomicInteger returned = new AtomicInteger();
    Server server =
        serve(
            options(Duration.ofMillis(500)),
            connection -> {
              Writing.QUEUED.write(connection, beginOf(connection.input().readInt()));
              returned.incrementAndGet();
            });
    List<ScriptedPeer> peers = connect(server);
    await().atMost(PATIENCE).until(() -> returned.get() == CONNECTIONS);

    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);

    for (ScriptedPeer peer : peers) {
      peer.expectReset();
    }
  }

  private static ConnectionOptions options(Duration closeTimeout) {
    return ConnectionOptions.builder()
        .sendBufferBytes(SOCKET_BUFFER_BYTES)
        .writeWatermarks(0, Writing.QUEUED.bytes)
        .closeTimeout(closeTimeout)
        .build();
  }

  private List<ScriptedPeer> connect(Server server) throws IOException {
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int number = 0; number < CONNECTIONS; number++) {
      ScriptedPeer peer = peer(server, SOCKET_BUFFER_BYTES);
      peers.add(peer.send(ByteBuffer.allocate(Integer.BYTES).putInt(number).array()));
    }
    return peers;
  }

  /** Waits until all sockets have taken what they can without being read from. */
  private void awaitStandstill(Server server) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = bytesSent(server);
              await().pollDelay(Duration.ofMillis(200)).until(() -> true);
              return server.metrics().accepted() == CONNECTIONS && bytesSent(server) == before;
            });
  }

  private static long bytesSent(Server server) {
    return server.metrics().loops().stream().mapToLong(loop -> loop.bytesSent()).sum();
  }

  private static int beginOf(int number) {
    return number * 997;
  }
}
