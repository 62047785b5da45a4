package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Loops that look for work for a while before they wait for it. */
public abstract class SpinContract extends Contract {
  private static final int ECHOES = 2000;

  @Override
  protected void configure(EventLoopGroup.Builder builder) {
    builder.loops(1).spin(Duration.ofMillis(2));
  }

  @Test
  void aLoopLooksForWorkWhileADialogueGoesOnAndWaitsAfterIt() throws Exception {
    Server server = serve(ReadContract::echo);
    ScriptedPeer peer = peer(server);
    long before = turns(server);
    for (int i = 0; i < ECHOES; i++) {
      assertThat(peer.send("ping").receiveString(4)).isEqualTo("ping");
    }
    assertThat(turns(server) - before)
        .as("turns, most of which find nothing")
        .isGreaterThan(5 * ECHOES);
    // Now it falls asleep, and wakes up for a byte, for another connection, and for its end.
    expectQuiet(server);
    assertThat(peer.send("x").receiveString(1)).isEqualTo("x");
    expectQuiet(server);
    assertThat(peer(server).send("y").receiveString(1)).isEqualTo("y");
    expectQuiet(server);
    peer.endOutput();
    peer.expectEnd();
  }

  @Test
  void timeSpentLookingCountsAsWaiting() throws Exception {
    Server server = serve(ReadContract::echo);
    ScriptedPeer peer = peer(server);
    for (int i = 0; i < ECHOES; i++) {
      peer.send("ping").receiveString(4);
    }
    assertThat(server.metrics().loops().get(0).utilization()).isLessThan(0.99);
  }

  private static void expectQuiet(Server server) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = turns(server);
              await().pollDelay(Duration.ofMillis(100)).until(() -> true);
              return turns(server) - before <= 5;
            });
  }

  private static long turns(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::turns).sum();
  }
}
