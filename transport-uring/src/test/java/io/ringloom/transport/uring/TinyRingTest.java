package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.uring.IoUringIoHandler;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.RequiresUring;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Rings and receive buffers that are far too small: completions that the kernel has no room for,
 * and receives that find no buffer, cost time but lose nothing, and nobody is forgotten.
 */
@RequiresUring
class TinyRingTest {

  @Nested
  class Multishot extends TinyRings {
    @Override
    boolean multishot() {
      return true;
    }
  }

  @Nested
  class OneShot extends TinyRings {
    @Override
    boolean multishot() {
      return false;
    }
  }

  abstract static class TinyRings extends Contract implements OnUring {
    private static final int BUFFERS = 4;
    private static final int BUFFER_BYTES = 256;

    abstract boolean multishot();

    @Override
    public void useTransport(EventLoopGroup.Builder builder) {
      UringOptions tiny =
          UringOptions.builder()
              .submissionEntries(8)
              .completionEntries(8)
              .receiveBuffers(BUFFERS)
              .receiveBufferBytes(BUFFER_BYTES)
              .build();
      builder.transport(new UringTransport(tiny, multishot(), false));
    }

    /** Netty says at each look that completions did not fit into the ring: thousands of times. */
    @BeforeEach
    void silenceWarningsOfOverflows() {
      closeLater(CapturedLog.of(IoUringIoHandler.class, Level.ERROR));
    }

    @Test
    @DisplayName("10,000 connections that send at once each get back what they sent")
    void everyOneOfVeryManyConnectionsGetsItsOwnBytesBack() throws Exception {
      int connections = (int) Math.min(10_000, mostDescriptors() - 1_000);
      Server server = serve(Handlers::echo);
      InetSocketAddress address = (InetSocketAddress) server.localAddress();
      ChildJvm peers =
          closeLater(
              ChildJvm.start(
                  ManyPeers.class,
                  List.of(),
                  address.getHostString(),
                  String.valueOf(address.getPort()),
                  String.valueOf(connections),
                  "1000"));

      assertThat(peers.awaitLines(Duration.ofSeconds(30)))
          .containsExactly("All " + connections + " peers have got back what they sent.");

      await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
      assertThat(server.metrics().accepted()).isEqualTo(connections);
    }

    @Test
    @DisplayName("a single peer that sends more than all buffers hold is heard to the end")
    void aSinglePeerIsHeardToTheEnd() throws Exception {
      CompletableFuture<Long> checksum = new CompletableFuture<>();
      Server server = serve(connection -> report(checksum, () -> Handlers.checksum(connection)));
      byte[] payload = Payload.of(4_000_000, 1);
      CRC32C expected = new CRC32C();
      expected.update(payload);

      peer(server).deadline(PATIENCE).send(payload).endOutput();

      assertThat(get(checksum)).isEqualTo(expected.getValue());
    }

    @Test
    @DisplayName("peers that come while no buffer is there are served, though all others are quiet")
    void peersThatComeWhileNoBufferIsThereAreServed() throws Exception {
      Server server = serve(Handlers::echo);
      for (int round = 0; round < 20; round++) {
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          // Every other one has sent before its first receive, and so takes buffers from the
          // others.
          ScriptedPeer peer = peer(server);
          peers.add(peer);
          if (i % 2 == 0) {
            peer.send(Payload.of(2 * BUFFERS * BUFFER_BYTES, i));
          }
        }
        for (int i = 0; i < peers.size(); i++) {
          byte[] payload = Payload.of(2 * BUFFERS * BUFFER_BYTES, i);
          ScriptedPeer peer = peers.get(i);
          if (i % 2 != 0) {
            peer.send(payload);
          }
          assertThat(peer.receive(payload.length)).isEqualTo(payload);
        }
        for (ScriptedPeer peer : peers) {
          peer.reset();
        }
      }
    }

    @Test
    @DisplayName("a greedy peer that sends without end does not starve the others")
    void aGreedyPeerDoesNotStarveTheOthers() throws Exception {
      CompletableFuture<Long> checksum = new CompletableFuture<>();
      Server server =
          serve(
              connection -> {
                if (connection.input().readByte() == 'g') {
                  report(checksum, () -> Handlers.checksum(connection));
                } else {
                  Handlers.echo(connection);
                }
              });
      try (Greedy greedy = new Greedy(peer(server).deadline(PATIENCE).send("g"))) {
        List<ScriptedPeer> modest = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          modest.add(peer(server).send("m"));
        }
        for (int round = 0; round < 20; round++) {
          for (int i = 0; i < modest.size(); i++) {
            modest.get(i).send(Payload.of(300, round * 1000L + i));
          }
          for (int i = 0; i < modest.size(); i++) {
            assertThat(modest.get(i).receive(300)).isEqualTo(Payload.of(300, round * 1000L + i));
          }
        }
        assertThat(get(greedy.end())).isEqualTo(get(checksum));
        assertThat(greedy.sentBytes).isGreaterThan(2_000_000);
      }
    }

    private static long mostDescriptors() {
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? unix.getMaxFileDescriptorCount()
          : Long.MAX_VALUE;
    }
  }

  /** Sends until it is told to end. */
  private static final class Greedy implements AutoCloseable {
    private final CompletableFuture<Long> checksum = new CompletableFuture<>();
    private final ScriptedPeer peer;
    private volatile boolean ending;
    private volatile long sentBytes;

    Greedy(ScriptedPeer peer) {
      this.peer = peer;
      Thread.ofPlatform().daemon().name("greedy").start(this::send);
    }

    private void send() {
      byte[] piece = Payload.of(64 * 1024, 7);
      CRC32C crc = new CRC32C();
      long bytes = 0;
      try {
        while (!ending) {
          peer.send(piece);
          crc.update(piece);
          bytes += piece.length;
          sentBytes = bytes;
        }
        peer.endOutput();
        checksum.complete(crc.getValue());
      } catch (IOException e) {
        checksum.completeExceptionally(e);
      }
    }

    /** Ends, and returns the checksum of all that was sent. */
    Future<Long> end() {
      ending = true;
      return checksum;
    }

    @Override
    public void close() {
      ending = true;
    }
  }
}
