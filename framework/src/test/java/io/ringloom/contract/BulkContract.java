package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Connections that are sent much at once, on one loop: each gets all, and none has it for long. */
public abstract class BulkContract extends Contract {
  private static final int MIB = 1024 * 1024;
  private static final int MESSAGE_BYTES = 5 * MIB + 12_345;

  private static final ConnectionOptions WIDE =
      ConnectionOptions.builder()
          .readWatermarks(256 * 1024, MIB)
          .writeWatermarks(256 * 1024, MIB)
          .build();

  @Test
  void allGetBackWhatTheySendThoughItIsMuchAtOnce() throws Exception {
    everyoneGetsItsOwnBytes(WIDE, BulkContract::transfer);
  }

  @Test
  void itIsTheSameWithTheUsualOptions() throws Exception {
    everyoneGetsItsOwnBytes(ConnectionOptions.defaults(), BulkContract::transfer);
  }

  @Test
  void itIsTheSameForHandlersThatReadIntoMemoryOfTheirOwn() throws Exception {
    everyoneGetsItsOwnBytes(WIDE, BulkContract::copy);
  }

  private void everyoneGetsItsOwnBytes(ConnectionOptions options, ConnectionHandler handler)
      throws Exception {
    Server server = serve(options, handler);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seed = 1; seed <= 6; seed++) {
        byte[] message = Payload.of(MESSAGE_BYTES, seed);
        ScriptedPeer peer = peer(server).deadline(PATIENCE);
        all.add(peers.submit(() -> sendAndReceive(peer, message)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  /** Never waits for the socket to take bytes while it has not read those that have come back. */
  private static Void sendAndReceive(ScriptedPeer peer, byte[] message) throws IOException {
    ByteBuffer back = ByteBuffer.allocate(message.length);
    int sent = 0;
    while (back.hasRemaining()) {
      int end = Math.min(message.length, sent + 256 * 1024);
      if (sent < end) {
        sent += peer.sendWithoutWaiting(Arrays.copyOfRange(message, sent, end));
      }
      if (sent > back.position()) {
        ByteBuffer part = back.slice(back.position(), Math.min(256 * 1024, sent - back.position()));
        back.position(back.position() + peer.receiveSome(part));
      }
    }
    assertThat(Payload.digest(back.array())).isEqualTo(Payload.digest(message));
    return null;
  }

  @Test
  void whoSendsLittleIsServedBesideThoseWhoSendMuch() throws Exception {
    Server server =
        serve(
            WIDE,
            connection -> {
              ByteBuffer dst = ByteBuffer.allocateDirect(64 * 1024);
              while (connection.read(dst.clear()) >= 0) {
                if (dst.position() == 1) {
                  connection.write(dst.flip());
                }
              }
            });
    CountDownLatch served = new CountDownLatch(1);
    List<Future<?>> pumps = new ArrayList<>();
    try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
      byte[] much = new byte[MIB];
      for (int i = 0; i < 4; i++) {
        ScriptedPeer peer = peer(server).deadline(PATIENCE);
        pumps.add(
            peers.submit(
                () -> {
                  while (served.getCount() > 0) {
                    peer.send(much);
                  }
                  return null;
                }));
      }
      try (ScriptedPeer small = peer(server).deadline(PATIENCE)) {
        for (int i = 0; i < 200; i++) {
          assertThat(small.send(new byte[] {(byte) i}).receive(1)).containsExactly(i & 0xFF);
        }
      } finally {
        served.countDown();
      }
      for (Future<?> pump : pumps) {
        pump.get();
      }
    }
  }

  @Test
  void aHandlerThatDoesNotReadOnIsLeftNoMoreThanItsWatermarkAndTwoReceives() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    CompletableFuture<Long> rest = new CompletableFuture<>();
    int first = 3 * MIB;
    Server server =
        serve(
            WIDE,
            connection -> {
              connection.input().skip(first); // so that the loop has seen that much is sent
              assertThat(mayRead.await(60, TimeUnit.SECONDS)).isTrue();
              rest.complete(drain(connection));
            });
    ScriptedPeer peer = peer(server).deadline(PATIENCE);
    peer.send(Payload.of(first, 1));
    long sent = 0;
    byte[] piece = new byte[MIB];
    for (int refused = 0; refused < 20 && sent < 256L * MIB; ) {
      int count = peer.sendWithoutWaiting(piece);
      sent += count;
      refused = count > 0 ? 0 : refused + 1;
      if (count == 0) {
        Awaitility.await().pollDelay(Duration.ofMillis(10)).until(() -> true);
      }
    }

    long received =
        server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::bytesReceived).sum();
    // What a parser has at hand does not count for the watermark, and is one receive at most, too.
    assertThat(received - first).isLessThanOrEqualTo(MIB + MIB + MIB);

    mayRead.countDown();
    peer.endOutput();
    assertThat(rest.get(60, TimeUnit.SECONDS)).isEqualTo(sent);
  }

  private static long drain(Connection connection) throws IOException {
    ByteBuffer dst = ByteBuffer.allocateDirect(64 * 1024);
    long bytes = 0;
    int count;
    while ((count = connection.read(dst.clear())) >= 0) {
      bytes += count;
    }
    return bytes;
  }

  private static void transfer(Connection connection) throws IOException {
    while (connection.input().transferTo(connection) >= 0) {
      // Each turn moves what has come.
    }
  }

  private static void copy(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(200_000);
    while (connection.read(buffer.clear()) >= 0) {
      connection.write(buffer.flip());
    }
  }
}
