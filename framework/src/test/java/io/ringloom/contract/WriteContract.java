package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Connection#write} and {@link Connection#flush} promise. */
public abstract class WriteContract extends Contract {
  private static final int MIB = 1024 * 1024;

  /** As small as the system allows, so that every larger write is sent in many pieces. */
  private static final ConnectionOptions NARROW =
      ConnectionOptions.builder().sendBufferBytes(1).build();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4095, 16_383, 16_384, 16_385, 65_536, 65_537, 300_000})
  @DisplayName("a write is counted once and whole, in whatever pieces a narrow socket takes it")
  void everyWriteReturnsItsCountAndThePeerGetsItsBytes(int bytes) throws Exception {
    byte[] payload = Payload.of(bytes, bytes);
    CompletableFuture<String> counts = new CompletableFuture<>();
    Server server =
        serve(
            NARROW,
            connection ->
                report(
                    counts,
                    () -> {
                      ByteBuffer heap = ByteBuffer.wrap(payload);
                      ByteBuffer direct = ByteBuffer.allocateDirect(bytes).put(payload).flip();
                      return connection.write(heap)
                          + " "
                          + connection.write(direct)
                          + " "
                          + (heap.remaining() + direct.remaining());
                    }));

    String received = peer(server, 32 * 1024).receiveDigest(2L * bytes);

    assertThat(get(counts)).isEqualTo(bytes + " " + bytes + " 0");
    assertThat(received).isEqualTo(Payload.digest(payload, payload));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a write of 64 MiB is counted once and whole")
  void aHugeWriteReturnsItsCountAndThePeerGetsItsBytes(boolean direct) throws Exception {
    byte[] payload = Payload.of(64 * MIB, 64);
    ByteBuffer source =
        direct
            ? ByteBuffer.allocateDirect(payload.length).put(payload).flip()
            : ByteBuffer.wrap(payload);
    CompletableFuture<Integer> count = new CompletableFuture<>();
    Server server =
        serve(
            ConnectionOptions.builder().sendBufferBytes(256 * 1024).build(),
            connection -> report(count, () -> connection.write(source)));

    String received = peer(server).receiveDigest(payload.length);

    assertThat(get(count)).isEqualTo(payload.length);
    assertThat(received).isEqualTo(Payload.digest(payload));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5_000, 50_000})
  void aGatheringWriteSendsItsBuffersAsOne(int bytesEach) throws Exception {
    byte[] first = Payload.of(bytesEach, 1);
    byte[] second = Payload.of(bytesEach, 2);
    byte[] third = Payload.of(bytesEach, 3);
    CompletableFuture<Long> count = new CompletableFuture<>();
    Server server =
        serve(
            NARROW,
            connection ->
                report(
                    count,
                    () -> {
                      ByteBuffer[] buffers = {
                        ByteBuffer.wrap("not this".getBytes(ISO_8859_1)),
                        ByteBuffer.wrap(first).asReadOnlyBuffer(),
                        ByteBuffer.allocate(0),
                        ByteBuffer.allocateDirect(bytesEach).put(second).flip(),
                        ByteBuffer.wrap(third),
                        ByteBuffer.wrap("nor this".getBytes(ISO_8859_1)),
                      };
                      long written = connection.write(buffers, 1, 4);
                      assertThat(buffers[0].remaining() + buffers[5].remaining()).isEqualTo(16);
                      return written;
                    }));

    String received = peer(server, 32 * 1024).receiveDigest(3L * bytesEach);

    assertThat(get(count)).isEqualTo(3L * bytesEach);
    assertThat(received).isEqualTo(Payload.digest(first, second, third));
  }

  @Test
  void aGatheringWriteOfMoreBuffersThanOneSendTakesArrivesWhole() throws Exception {
    byte[][] parts = new byte[500][];
    ByteBuffer[] buffers = new ByteBuffer[parts.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Payload.of(1000, i);
      buffers[i] = ByteBuffer.wrap(parts[i]);
    }
    CompletableFuture<Long> count = new CompletableFuture<>();
    Server server = serve(connection -> report(count, () -> connection.write(buffers)));

    String received = peer(server).receiveDigest(500_000);

    assertThat(get(count)).isEqualTo(500_000);
    assertThat(received).isEqualTo(Payload.digest(parts));
  }

  @Test
  void anEmptyWriteReturnsZeroAndSendsNothing() throws Exception {
    CompletableFuture<Long> count = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    count,
                    () ->
                        connection.write(ByteBuffer.allocate(0))
                            + connection.write(new ByteBuffer[] {ByteBuffer.allocate(0)})
                            + connection.write(new ByteBuffer[0])));

    peer(server).expectEnd();

    assertThat(get(count)).isZero();
  }

  @Test
  void flushReturnsWhenTheSystemHasTakenEveryByte() throws Exception {
    CompletableFuture<Server> started = new CompletableFuture<>();
    CompletableFuture<Long> sent = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    sent,
                    () -> {
                      connection.write(ByteBuffer.allocate(40_000));
                      connection.write(ByteBuffer.allocate(10));
                      connection.flush();
                      return get(started).metrics().loops().stream()
                          .mapToLong(ServerMetrics.Loop::bytesSent)
                          .sum();
                    }));
    started.complete(server);
    ScriptedPeer peer = peer(server);

    assertThat(peer.receive(40_010)).containsOnly(0);
    assertThat(get(sent)).isEqualTo(40_010);
  }

  @Test
  void aBufferMayBeUsedAgainWhenItsWriteHasReturned() throws Exception {
    Server server =
        serve(
            connection -> {
              byte[] reused = new byte[20_000];
              for (int round = 0; round < 50; round++) {
                Arrays.fill(reused, (byte) round);
                connection.write(ByteBuffer.wrap(reused, 0, round % 2 == 0 ? 100 : 20_000));
              }
            });
    byte[] received = peer(server).receiveToEnd();

    int at = 0;
    for (int round = 0; round < 50; round++) {
      int length = round % 2 == 0 ? 100 : 20_000;
      assertThat(Arrays.copyOfRange(received, at, at + length)).containsOnly((byte) round);
      at += length;
    }
    assertThat(received).hasSize(at);
  }

  @Test
  void aWriteToAResetConnectionThrowsWithTheReason() throws Exception {
    CompletableFuture<Integer> never = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    never,
                    () -> {
                      while (true) {
                        connection.write(ByteBuffer.allocate(100_000));
                      }
                    }));
    ScriptedPeer peer = peer(server);
    peer.receive(100_000);

    peer.reset();

    assertThatThrownBy(() -> get(never))
        .isInstanceOfSatisfying(
            ConnectionClosedException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.RESET))
        .hasMessageMatching(
            "A write on connection \\d+ with .*127\\.0\\.0\\.1:\\d+ failed because"
                + " the peer reset the connection\\.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("an interrupted write says how much was sent, and exactly that much was sent")
  void anInterruptedWriteSaysHowMuchWasSent(boolean direct) throws Exception {
    byte[] payload = Payload.of(8 * MIB, 8);
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    CompletableFuture<Integer> transferred = new CompletableFuture<>();
    Server server =
        serve(
            NARROW,
            connection -> {
              writer.complete(Thread.currentThread());
              report(transferred, () -> bytesSentOf(connection, payload, direct));
              connection.write(ByteBuffer.wrap("end".getBytes(ISO_8859_1)));
            });
    ScriptedPeer peer = peer(server, 32 * 1024);
    byte[] begin = peer.receive(10);

    get(writer).interrupt();
    int count = get(transferred);
    byte[] rest = peer.receiveToEnd();

    assertThat(begin.length + rest.length).isEqualTo(count + 3);
    assertThat(count).isLessThan(payload.length);
    byte[] sent = Arrays.copyOf(payload, count);
    assertThat(Payload.digest(begin, rest))
        .isEqualTo(Payload.digest(sent, "end".getBytes(ISO_8859_1)));
  }

  private static int bytesSentOf(Connection connection, byte[] payload, boolean direct)
      throws IOException {
    ByteBuffer source =
        direct
            ? ByteBuffer.allocateDirect(payload.length).put(payload).flip()
            : ByteBuffer.wrap(payload);
    try {
      connection.write(source);
      throw new AssertionError("The write was not interrupted.");
    } catch (InterruptedIOException e) {
      assertThat(e.bytesTransferred).isEqualTo(source.position());
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      return e.bytesTransferred;
    }
  }
}
