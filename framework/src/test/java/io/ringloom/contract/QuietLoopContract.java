package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.File;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A loop that has nothing to do does nothing, and what has ended leaves no descriptor behind. */
public abstract class QuietLoopContract extends Contract {
  /** A loop that spins makes more turns than this in a millisecond. */
  private static final long FEW_TURNS = 50;

  @Test
  void afterTheEndOfAStreamWhoseHandlerDoesNotRead() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Server server = serve(connection -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue());
    peer(server).endOutput();
    peer(server).send("unread").endOutput();
    expectQuiet(server, 2);
    release.countDown();
  }

  @Test
  void afterAResetThatTheHandlerDoesNotNotice() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Server server = serve(connection -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue());
    acceptedPeer(server).reset();
    acceptedPeer(server).send("unread").reset();
    expectQuiet(server, 2);
    release.countDown();
  }

  @Test
  void whileAConnectionIsPausedAtItsWatermark() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Server server =
        serve(
            ConnectionOptions.builder().readWatermarks(10, 100).build(),
            connection -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue());
    ScriptedPeer peer = peer(server).send(new byte[60_000]);
    expectQuiet(server, 1);
    peer.reset(); // nobody looks at the socket now, and its error must not wake the loop
    expectQuiet(server, 1);
    release.countDown();
  }

  @Test
  void whileAHalfClosedConnectionWaitsForItsPeer() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Server server =
        serve(
            connection -> {
              connection.shutdownOutput();
              assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
            });
    ScriptedPeer peer = peer(server);
    peer.expectEnd();
    peer.endOutput();
    expectQuiet(server, 1);
    release.countDown();
  }

  @Test
  void whileAWriteWaitsForAPeerThatDoesNotRead() throws Exception {
    Server server = serve(connection -> connection.write(ByteBuffer.allocate(8 << 20)));
    ScriptedPeer peer = narrowPeer(server);
    expectQuiet(server, 1);
    assertThat(peer.deadline(PATIENCE).receiveToEnd()).hasSize(8 << 20);
  }

  @Test
  void whileTheListenerIsPausedAtTheLimitOfConnections() throws Exception {
    CompletableFuture<Void> first = new CompletableFuture<>();
    Server server =
        serve(
            builder -> builder.maxConnections(1),
            connection -> {
              first.complete(null);
              ReadContract.echo(connection);
            });
    ScriptedPeer served = peer(server);
    first.get(20, TimeUnit.SECONDS);
    ScriptedPeer waiting = peer(server).send("x");
    expectQuiet(server, 1);
    served.close();
    assertThat(waiting.receiveString(1)).isEqualTo("x");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noDescriptorIsLeftOfConnectionsThatWereCutOffAtTheirCloseTimeout() throws Exception {
    int connections = 50;
    Server server =
        serve(
            ConnectionOptions.builder().closeTimeout(Duration.ofMillis(50)).build(),
            connection -> connection.write(ByteBuffer.allocate(1000)));
    ScriptedPeer warmUp = peer(server);
    warmUp.receive(1000);
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    int before = openDescriptors();
    ScriptedPeer[] peers = new ScriptedPeer[connections];
    for (int i = 0; i < connections; i++) {
      // Neither reads nor closes.
      peers[i] = ScriptedPeer.connect(server.localAddress(), 1);
    }
    await().atMost(PATIENCE).until(() -> server.metrics().accepted() == connections + 1);
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    assertThat(openDescriptors() - before).as("the peers' own").isLessThan(connections + 10);
    for (ScriptedPeer peer : peers) {
      peer.close();
    }
    await().atMost(PATIENCE).until(() -> openDescriptors() <= before + 5);
  }

  private void expectQuiet(Server server, int connections) {
    await().atMost(PATIENCE).until(() -> server.metrics().accepted() >= connections);
    // Quiet comes when all that has been sent was received.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = turns(server);
              await().pollDelay(Duration.ofMillis(300)).until(() -> true);
              return turns(server) - before <= FEW_TURNS;
            });
  }

  private static long turns(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::turns).sum();
  }

  private static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }
}
