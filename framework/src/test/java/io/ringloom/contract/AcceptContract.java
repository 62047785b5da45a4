package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import com.sun.management.UnixOperatingSystemMXBean;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.WhenFull;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How servers accept connections. */
public abstract class AcceptContract extends Contract {
  /** How long a loop without work must not turn much: one that spins does so thousands of times. */
  private static final Duration QUIET = Duration.ofMillis(300);

  /** With more descriptors than this, using them all up takes too long and too much memory. */
  private static final long MOST_DESCRIPTORS = 200_000;

  @Test
  void connectionsAreSpreadEvenlyOverTheLoops() throws Exception {
    Server server = serve(ReadContract::echo);
    for (int i = 0; i < 20; i++) {
      echoOn(peer(server));
    }

    assertThat(server.metrics().loops())
        .extracting(ServerMetrics.Loop::connections)
        .containsExactly(10, 10);
  }

  @Test
  void everyLoopListensWithReusePort() throws Exception {
    Server server = serve(builder -> builder.reusePort(true), ReadContract::echo);
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      peers.add(peer(server));
      echoOn(peers.get(i));
    }

    // The system chooses by a hash; that all of 60 fall to one of two does not happen.
    assertThat(server.metrics().loops())
        .extracting(ServerMetrics.Loop::connections)
        .allMatch(count -> count > 0);
  }

  @Test
  @DisplayName("at its limit a server stops accepting, and goes on when a connection ends")
  void aFullServerStopsAcceptingAndGoesOn() throws Exception {
    Server server = serve(builder -> builder.maxConnections(2), ReadContract::echo);
    int rounds = repeated(20);
    for (int round = 0; round < rounds; round++) {
      ScriptedPeer first = peer(server);
      ScriptedPeer second = peer(server);
      echoOn(first);
      echoOn(second);
      ScriptedPeer waiting = silentPeer(server);
      assertThat(server.metrics().active()).isEqualTo(2);

      first.close();

      secure(waiting).send("w");
      assertThat(waiting.receiveString(1)).isEqualTo("w");
      waiting.close();
      second.close();
      await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    }
    assertThat(server.metrics().accepted()).isEqualTo(3L * rounds);
    assertThat(server.metrics().refused()).isZero();
  }

  @Test
  void aFullServerRefusesIfItIsToldTo() throws Exception {
    Server server =
        serve(builder -> builder.maxConnections(1).whenFull(WhenFull.REFUSE), ReadContract::echo);
    ScriptedPeer first = peer(server);
    echoOn(first);

    for (int i = 0; i < 10; i++) {
      silentPeer(server).expectEnd();
    }
    echoOn(first);
    first.close();
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    echoOn(peer(server));

    assertThat(server.metrics().accepted()).isEqualTo(2);
    assertThat(server.metrics().refused()).isEqualTo(10);
  }

  @Test
  @DisplayName("when descriptors have run out the acceptor does not spin, and recovers by itself")
  void theAcceptorRecoversWhenDescriptorsAreThereAgain() throws Exception {
    assumeTrue(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
            && os.getMaxFileDescriptorCount() <= MOST_DESCRIPTORS);
    Server server = serve(ReadContract::echo);
    echoOn(peer(server));
    ScriptedPeer waiting;
    try (CapturedLog log = CapturedLog.of(Server.class, Level.WARN)) {
      List<FileInputStream> hogs = new ArrayList<>();
      try {
        // A peer must exist before all descriptors are taken, so it needs one to be given back.
        hogDescriptors(hogs);
        hogs.remove(hogs.size() - 1).close();
        waiting = silentPeer(server);
        await().atMost(PATIENCE).until(() -> !log.lines().isEmpty());
        long turns = turns(server);
        await().during(QUIET).until(() -> turns(server) - turns < 200);
      } finally {
        for (FileInputStream hog : hogs) {
          hog.close();
        }
      }
      assertThat(log.lines().get(0))
          .matches("WARN Accepting connections on 127\\.0\\.0\\.1:\\d+ failed .*; trying again .*");
      // Once is enough, however often it fails.
      assertThat(log.lines()).hasSizeLessThan(4);
    }
    echoOn(secure(waiting));
    echoOn(peer(server));
  }

  @Test
  @DisplayName("peers that abort before they are accepted do no harm")
  void peersThatAbortBeforeTheyAreAcceptedDoNoHarm() throws Exception {
    Server server = serve(ReadContract::echo);
    for (int i = 0; i < 300; i++) {
      ScriptedPeer.connect(server.localAddress()).reset();
    }

    echoOn(peer(server));
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 1);
  }

  @Test
  @DisplayName("a storm of peers is accepted to the last one")
  void aStormOfPeersIsAcceptedToTheLastOne() throws Exception {
    Server server = serve(ReadContract::echo);
    List<ScriptedPeer> storm = new ArrayList<>();
    int peers = repeated(500);
    for (int i = 0; i < peers; i++) {
      storm.add(peer(server).send("s"));
    }
    for (ScriptedPeer peer : storm) {
      assertThat(peer.receiveString(1)).isEqualTo("s");
    }
    assertThat(server.metrics().accepted()).isEqualTo(peers);
    assertThat(server.metrics().active()).isEqualTo(peers);
  }

  @Test
  @DisplayName("loops with nothing to do do not turn")
  void idleLoopsDoNotSpin() throws Exception {
    Server server = serve(ReadContract::echo);
    ScriptedPeer halfClosed = peer(server);
    echoOn(halfClosed);
    echoOn(peer(server));
    long turns = turns(server);

    await().during(QUIET).until(() -> turns(server) - turns < 10);
  }

  private static long turns(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::turns).sum();
  }

  private static void hogDescriptors(List<FileInputStream> hogs) {
    try {
      while (true) {
        hogs.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // That was the last one.
    }
  }

  private static void echoOn(ScriptedPeer peer) throws IOException {
    assertThat(peer.send("echo").receiveString(4)).isEqualTo("echo");
  }
}
