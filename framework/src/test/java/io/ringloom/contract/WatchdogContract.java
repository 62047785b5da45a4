package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A handler that holds up its loop is named, with its stack, once for each time it does so; and
 * only its own loop suffers.
 */
public abstract class WatchdogContract extends Contract {
  private static volatile CountDownLatch release = new CountDownLatch(1);

  @Override
  protected void configure(EventLoopGroup.Builder builder) {
    builder.watchdogThreshold(Duration.ofMillis(100));
  }

  @BeforeEach
  void onlyWhereHandlersShareTheLoopsCarrier() {
    assumeThat(scheduling()).isEqualTo(HandlerScheduling.LOOP);
    release = new CountDownLatch(1);
  }

  @Test
  void aHandlerThatComputesForLongIsNamedAndOtherLoopsGoOn() throws Exception {
    Server server =
        serve(
            connection -> {
              if (connection.input().readByte() == '!') {
                computeUntilReleased();
              }
              connection.output().writeByte('.');
              ReadContract.echo(connection);
            });
    try (CapturedLog log = CapturedLog.of(Level.WARN)) {
      // The two loops get one connection each.
      ScriptedPeer busy = peer(server);
      ScriptedPeer other = peer(server);
      await().atMost(PATIENCE).until(() -> server.metrics().accepted() == 2);
      busy.send("!");
      String warning = awaitWarning(log, "computeUntilReleased");
      assertThat(warning)
          .containsPattern("The thread of connection \\d+ with .*127\\.0\\.0\\.1:\\d+ has held the")
          .contains("Let it call what takes long through Offload")
          .contains("\tat " + WatchdogContract.class.getName() + ".computeUntilReleased");
      for (int i = 0; i < 100; i++) {
        assertThat(other.send(i == 0 ? "x" : "y").receive(1)).hasSize(1);
      }
      // The stall goes on for some more looks of the watchdog, and is still one stall.
      await().pollDelay(Duration.ofMillis(400)).until(() -> true);
      release.countDown();
      assertThat(busy.receiveString(1)).isEqualTo(".");
      assertThat(stallsOf(log, "computeUntilReleased")).hasSize(1);
    }
  }

  @Test
  void aChildThatComputesForLongIsNamed() throws Exception {
    Server server =
        serve(
            connection -> {
              Thread child =
                  Thread.ofVirtual()
                      .name("the child")
                      .start(WatchdogContract::computeUntilReleased);
              child.join();
              connection.output().writeByte('.');
            });
    try (CapturedLog log = CapturedLog.of(Level.WARN)) {
      ScriptedPeer peer = peer(server);
      assertThat(awaitWarning(log, "computeUntilReleased")).contains("The thread of the child has");
      release.countDown();
      assertThat(peer.receiveString(1)).isEqualTo(".");
    }
  }

  @Test
  void aCarrierPinnedByAClassInitialiserIsShownWithItsStack() throws Exception {
    Server server =
        serve(
            connection -> {
              assertThat(Blocking.VALUE).isEqualTo(1);
              connection.output().writeByte('.');
            });
    try (CapturedLog log = CapturedLog.of(Level.WARN)) {
      ScriptedPeer peer = peer(server);
      String warning = awaitWarning(log, "Blocking.<clinit>");
      assertThat(warning).containsPattern("The thread of connection \\d+ with");
      release.countDown();
      assertThat(peer.receiveString(1)).isEqualTo(".");
    }
  }

  @Test
  void aHandlerThatParksForLongIsNotNamed() throws Exception {
    Server server =
        serve(
            connection -> {
              await().pollDelay(Duration.ofMillis(500)).until(() -> true);
              connection.output().writeByte('.');
            });
    try (CapturedLog log = CapturedLog.of(Level.WARN)) {
      assertThat(peer(server).receiveString(1)).isEqualTo(".");
      assertThat(log.lines()).isEmpty();
    }
  }

  private static String awaitWarning(CapturedLog log, String frame) {
    await().atMost(PATIENCE).until(() -> !stallsOf(log, frame).isEmpty());
    return stallsOf(log, frame).get(0);
  }

  private static List<String> stallsOf(CapturedLog log, String frame) {
    return log.lines().stream().filter(line -> line.contains(frame)).toList();
  }

  private static void computeUntilReleased() {
    while (release.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static final class Blocking {
    static final int VALUE = blockUntilReleased();

    private static int blockUntilReleased() {
      while (release.getCount() > 0) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos()); // pinned: the initialiser is native
      }
      return 1;
    }
  }
}
