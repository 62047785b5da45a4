package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Graceful closes that a peer does not let come to their end. */
public abstract class CloseTimeoutContract extends Contract {
  private static final Duration STEP = Duration.ofSeconds(1);

  private static final ConnectionOptions OPTIONS =
      ConnectionOptions.builder().sendBufferBytes(1).closeTimeout(Duration.ofMinutes(1)).build();

  @Override
  protected boolean fakeTime() {
    return true;
  }

  @Test
  @DisplayName("the close timeout frees descriptor and memory of a peer that takes nothing")
  void aPeerThatTakesNothingIsCutOff() throws Exception {
    CompletableFuture<Boolean> returned = new CompletableFuture<>();
    Server server =
        serve(
            OPTIONS,
            connection -> {
              connection.write(ByteBuffer.allocate(16_000));
              connection.write(ByteBuffer.allocate(16_000));
              returned.complete(true);
            });
    ScriptedPeer peer = narrowPeer(server);
    get(returned);

    assertThat(server.metrics().active()).isEqualTo(1);
    passTimeUntil(STEP, () -> server.metrics().active() == 0);

    peer.expectReset();
  }

  @Test
  @DisplayName("the close timeout frees the descriptor of a peer that never ends its stream")
  void aPeerThatNeverEndsItsStreamIsClosedAfterAll() throws Exception {
    Server server = serve(OPTIONS, connection -> connection.output().writeByte('x'));
    ScriptedPeer peer = peer(server);
    assertThat(peer.receiveString(1)).isEqualTo("x");
    peer.expectEnd();

    clock().advance(Duration.ofSeconds(30));
    assertThat(server.metrics().active()).isEqualTo(1);
    passTimeUntil(STEP, () -> server.metrics().active() == 0);

    assertThat(server.metrics().closedByReason())
        .containsOnly(Map.entry(CloseReason.LOCAL_CLOSE, 1L));
  }

  @Test
  @DisplayName("a write that waits ends with the close timeout when another thread closes")
  void aWriterThatWaitsIsReleasedByTheCloseTimeout() throws Exception {
    CompletableFuture<Connection> writing = new CompletableFuture<>();
    CompletableFuture<Integer> written = new CompletableFuture<>();
    Server server =
        serve(
            OPTIONS,
            connection -> {
              writing.complete(connection);
              report(written, () -> connection.write(ByteBuffer.allocate(5_000_000)));
            });
    narrowPeer(server).receive(10);

    get(writing).close();
    passTimeUntil(STEP, written::isDone);

    assertThatThrownBy(() -> get(written)).isInstanceOf(ConnectionClosedException.class);
  }
}
