package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What {@link Server#metrics()} counts. */
public abstract class MetricsContract extends Contract {

  @Test
  void connectionsAreCountedFromAcceptToEndWithTheirReason() throws Exception {
    Server server =
        serve(
            connection -> {
              ReadContract.echo(connection);
              connection.close();
            });
    ScriptedPeer first = peer(server);
    ScriptedPeer second = peer(server);
    first.send("a").receive(1);
    second.send("a").receive(1);
    assertThat(server.metrics().accepted()).isEqualTo(2);
    assertThat(server.metrics().active()).isEqualTo(2);
    assertThat(server.metrics().closedByReason()).isEmpty();

    first.endOutput().expectEnd();
    second.reset();

    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    assertThat(server.metrics().accepted()).isEqualTo(2);
    assertThat(server.metrics().closedByReason())
        .containsOnly(Map.entry(CloseReason.END_OF_STREAM, 1L), Map.entry(CloseReason.RESET, 1L));
  }

  @Test
  void bytesOfBothDirectionsAreCounted() throws Exception {
    Server server = serve(ReadContract::echo);
    ScriptedPeer peer = peer(server);

    for (int i = 0; i < 10; i++) {
      peer.send(new byte[12_345]);
      peer.receive(12_345);
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(sum(server, ServerMetrics.Loop::bytesReceived)).isEqualTo(123_450);
              assertThat(sum(server, ServerMetrics.Loop::bytesSent)).isEqualTo(123_450);
            });
  }

  @Test
  void loopsHaveNamesTurnsUtilizationAndAPool() throws Exception {
    Server server = serve(ReadContract::echo);
    peer(server).send("x").receive(1);

    ServerMetrics metrics = server.metrics();

    assertThat(metrics.loops()).hasSize(2);
    assertThat(metrics.loops())
        .allSatisfy(
            loop -> {
              assertThat(loop.name()).matches("contract-\\d+-[01]");
              assertThat(loop.utilization()).isBetween(0.0, 1.0);
              assertThat(loop.poolBytesInUse()).isLessThanOrEqualTo(loop.poolBytesAllocated());
            });
    assertThat(sum(server, ServerMetrics.Loop::turns)).isPositive();
    assertThat(sum(server, ServerMetrics.Loop::poolBytesAllocated)).isPositive();
  }

  @Test
  void theEndOfAClosedServerStaysCounted() throws Exception {
    Server server = serve(ReadContract::echo);
    ScriptedPeer peer = peer(server);
    peer.send("x").receive(1);
    peer.close();

    server.close();

    assertThat(server.metrics().accepted()).isEqualTo(1);
    assertThat(server.metrics().active()).isZero();
  }

  private static long sum(Server server, ToLongFunction<ServerMetrics.Loop> figure) {
    return server.metrics().loops().stream().mapToLong(figure).sum();
  }
}
