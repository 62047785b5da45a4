package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import com.sun.management.UnixOperatingSystemMXBean;
import io.ringloom.Connection;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import io.ringloom.testkit.ScriptedPeer;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Accepts and receives that the kernel ends by themselves, again and again: the loop neither spins
 * nor forgets to submit them anew.
 */
@RequiresUring
class RecoveryTest {

  @Nested
  class Multishot extends Recovery {
    @Override
    boolean multishot() {
      return true;
    }
  }

  @Nested
  class OneShot extends Recovery {
    @Override
    boolean multishot() {
      return false;
    }
  }

  abstract static class Recovery extends Contract implements OnUring {
    /** With more descriptors than this, using them all up takes too long and too much memory. */
    private static final long MOST_DESCRIPTORS = 200_000;

    /** A loop that spins makes more turns than this in a millisecond. */
    private static final long FEW_TURNS = 100;

    private static final Duration QUIET = Duration.ofMillis(300);

    abstract boolean multishot();

    @Override
    public void useTransport(EventLoopGroup.Builder builder) {
      UringOptions few = UringOptions.builder().receiveBuffers(2).receiveBufferBytes(128).build();
      builder.transport(new UringTransport(few, multishot(), false));
    }

    @Test
    @DisplayName("accepting goes on by itself each time that descriptors have run out")
    void acceptingGoesOnEachTimeThatDescriptorsHaveRunOut() throws Exception {
      assumeDescriptorsCanRunOut();
      Server server = serve(builder -> builder.reusePort(true), Handlers::echo);
      // A plain channel, which needs no further descriptor to wait.
      SocketChannel served = closeLater(SocketChannel.open(server.localAddress()));
      echoOn(served);
      expectFewTurns(server); // has all classes loaded, which needs descriptors
      try (CapturedLog log = CapturedLog.of(Server.class, Level.WARN)) {
        for (int round = 0; round < 3; round++) {
          int before = log.lines().size();
          List<ScriptedPeer> waiting = new ArrayList<>();
          try (Hog hog = new Hog()) {
            for (int i = 0; i < 4; i++) {
              waiting.add(closeLater(hog.connect(server)));
            }
            await().atMost(PATIENCE).until(() -> log.lines().size() > before);
            echoOn(served);
            expectFewTurns(server);
          }
          for (ScriptedPeer peer : waiting) {
            echoOn(peer.deadline(PATIENCE));
          }
          echoOn(peer(server));
        }
        assertThat(log.lines())
            .allMatch(line -> line.matches("WARN Accepting connections on .* failed \\(.*"));
      }
    }

    @Test
    @DisplayName(
        "peers that come at once over the limit wait, and each is served once there is room")
    void peersOverTheLimitAreServedWhenThereIsRoom() throws Exception {
      AtomicInteger active = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      Server server =
          serve(
              builder -> builder.maxConnections(3),
              connection -> {
                most.accumulateAndGet(active.incrementAndGet(), Math::max);
                try {
                  Handlers.echo(connection);
                } finally {
                  active.decrementAndGet();
                }
              });
      List<ScriptedPeer> peers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        peers.add(peer(server).deadline(PATIENCE).send("peer" + i).endOutput());
      }
      for (int i = 0; i < peers.size(); i++) {
        assertThat(peers.get(i).receiveStringToEnd()).isEqualTo("peer" + i);
        peers.get(i).close();
      }
      assertThat(most).hasValueLessThanOrEqualTo(3);
      assertThat(server.metrics().accepted()).isEqualTo(200);
      assertThat(server.metrics().refused()).isZero();
    }

    @Test
    @DisplayName(
        "a listener that is full does not turn, and when it closes those who wait are told")
    void thoseWhoWaitAtAFullServerAreToldOfItsEnd() throws Exception {
      CountDownLatch release = new CountDownLatch(1);
      Server server =
          serve(
              builder -> builder.maxConnections(1),
              connection -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue());
      List<ScriptedPeer> waiting = new ArrayList<>();
      ScriptedPeer served = acceptedPeer(server);
      for (int i = 0; i < 20; i++) {
        waiting.add(peer(server).send("unheard"));
      }
      expectFewTurns(server);

      server.shutdown();

      for (ScriptedPeer peer : waiting) {
        expectAnyEnd(peer);
      }
      release.countDown();
      served.expectEnd();
      assertThat(server.metrics().accepted()).isEqualTo(1);
    }

    @Test
    @DisplayName("receives that end for lack of buffers, over and over, leave the loop quiet")
    void receivesThatFoundNoBufferLeaveTheLoopQuiet() throws Exception {
      CountDownLatch mayRead = new CountDownLatch(1);
      Server server =
          serve(
              ConnectionOptions.builder().readWatermarks(10, 1000).build(),
              connection -> {
                assertThat(mayRead.await(20, TimeUnit.SECONDS)).isTrue();
                Handlers.echo(connection);
              });
      List<ScriptedPeer> peers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        peers.add(peer(server).deadline(PATIENCE).send(new byte[20_000]));
      }
      await().atMost(PATIENCE).until(() -> server.metrics().accepted() == peers.size());

      expectFewTurns(server);

      mayRead.countDown();
      for (ScriptedPeer peer : peers) {
        assertThat(peer.receive(20_000)).containsOnly(0);
      }
      expectFewTurns(server);
      for (ScriptedPeer peer : peers) {
        peer.endOutput().expectEnd();
      }
    }

    @Test
    @DisplayName("receives that fail at once are not tried again")
    void receivesThatFailAtOnceAreNotTriedAgain() throws Exception {
      CountDownLatch release = new CountDownLatch(1);
      List<Connection> connections = Collections.synchronizedList(new ArrayList<>());
      Server server =
          serve(
              connection -> {
                connections.add(connection);
                assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
              });
      for (int i = 0; i < 20; i++) {
        // Half of them break with bytes on their way.
        ScriptedPeer peer = acceptedPeer(server);
        (i % 2 == 0 ? peer : peer.send(new byte[1000])).reset();
      }
      await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
      expectFewTurns(server);
      assertThat(connections).hasSize(20).noneMatch(Connection::isOpen);
      release.countDown();
    }

    private static void expectAnyEnd(ScriptedPeer peer) throws IOException {
      try {
        peer.expectEnd();
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // A reset tells it too.
      }
    }

    /** Expects that there is soon a while in which the loops do nearly nothing. */
    private static void expectFewTurns(Server server) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                long before = turns(server);
                await().pollDelay(QUIET).until(() -> true);
                return turns(server) - before <= FEW_TURNS;
              });
    }

    private static long turns(Server server) {
      return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::turns).sum();
    }

    private static void echoOn(ScriptedPeer peer) throws IOException {
      assertThat(peer.send("echo").receiveString(4)).isEqualTo("echo");
    }

    private static void echoOn(SocketChannel channel) throws IOException {
      channel.write(ByteBuffer.wrap("echo".getBytes(ISO_8859_1)));
      ByteBuffer received = ByteBuffer.allocate(4);
      while (received.hasRemaining() && channel.read(received) >= 0) {
        // until all is there
      }
      assertThat(new String(received.array(), ISO_8859_1)).isEqualTo("echo");
    }

    private static void assumeDescriptorsCanRunOut() {
      assumeTrue(
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
              && os.getMaxFileDescriptorCount() <= MOST_DESCRIPTORS);
    }
  }

  /** Takes all descriptors that are left. */
  private static final class Hog implements AutoCloseable {
    private final List<FileInputStream> taken = new ArrayList<>();

    Hog() {
      takeAll();
    }

    /**
     * Connects a peer with a descriptor that is given back for it, and takes what else there is.
     */
    ScriptedPeer connect(Server server) throws IOException {
      for (int left = 100; ; left--) {
        taken.remove(taken.size() - 1).close();
        try {
          return ScriptedPeer.connect(server.localAddress());
        } catch (IOException e) {
          if (left == 0) {
            throw e;
          }
          // The server was faster, and has accepted a peer that waited.
        } finally {
          takeAll();
        }
      }
    }

    private void takeAll() {
      try {
        while (true) {
          taken.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        // That was the last one.
      }
    }

    @Override
    public void close() throws IOException {
      for (FileInputStream each : taken) {
        each.close();
      }
    }
  }
}
