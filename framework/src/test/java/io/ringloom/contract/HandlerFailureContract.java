package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.ringloom.CloseReason;
import io.ringloom.ConnectionHandler;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers that throw. */
public abstract class HandlerFailureContract extends Contract {

  /** What a handler can throw. */
  enum Failure {
    EXCEPTION,
    RUNTIME_EXCEPTION,
    ERROR,
    OUT_OF_MEMORY,
    STACK_OVERFLOW,
    INTERRUPTED;

    int fail(int depth) throws Exception {
      return switch (this) {
        case EXCEPTION -> throw new IOException("made to fail");
        case RUNTIME_EXCEPTION -> throw new IllegalStateException("made to fail");
        case ERROR -> throw new AssertionError("made to fail");
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("made to fail");
        case INTERRUPTED -> throw new InterruptedException("made to fail");
        case STACK_OVERFLOW -> 1 + fail(depth + 1);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a handler that throws, errors too, ends its own connection and no other")
  void onlyTheConnectionOfTheFailedHandlerEnds(Failure failure) throws Exception {
    try (CapturedLog log = CapturedLog.of(ConnectionHandler.class, Level.WARN)) {
      Server server =
          serve(
              connection -> {
                while (connection.input().awaitBytes()) {
                  byte command = connection.input().readByte();
                  connection.output().writeByte(command);
                  if (command == '!') {
                    assertThat(failure.fail(0)).isZero();
                  }
                }
              });
      List<ScriptedPeer> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        others.add(peer(server));
        assertThat(others.get(i).send("a").receiveString(1)).isEqualTo("a");
      }
      ScriptedPeer victim = peer(server);
      String address = victim.localAddress().toString();

      victim.send("!");

      assertThat(victim.receiveStringToEnd()).isEqualTo("!");
      victim.close();
      for (ScriptedPeer other : others) {
        assertThat(other.send("b").receiveString(1)).isEqualTo("b");
      }
      assertThat(peer(server).send("c").receiveString(1)).isEqualTo("c");
      await().atMost(PATIENCE).until(() -> server.metrics().active() == 5);
      assertThat(server.metrics().closedByReason())
          .containsOnly(Map.entry(CloseReason.HANDLER_FAILED, 1L));
      assertThat(log.events()).hasSize(1);
      ILoggingEvent event = log.events().get(0);
      assertThat(event.getFormattedMessage())
          .matches("The handler of connection \\d+ with .* failed; the connection is closed\\.")
          .contains(address);
      assertThat(event.getThrowableProxy()).as("the stack").isNotNull();
    }
  }

  @Test
  @DisplayName("a handler that lets the end of its connection escape is not reported as failed")
  void theEndOfTheConnectionIsNoFailureOfItsHandler() throws Exception {
    try (CapturedLog log = CapturedLog.of(ConnectionHandler.class, Level.WARN)) {
      Server server =
          serve(
              connection -> {
                while (true) {
                  connection.input().readInt();
                }
              });
      peer(server).send("ab").endOutput().expectEnd();
      acceptedPeer(server).send("abcd").reset();

      await()
          .atMost(PATIENCE)
          .until(() -> server.metrics().accepted() == 2 && server.metrics().active() <= 1);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  server.metrics().closedByReason().values().stream().mapToLong(n -> n).sum() == 2);
      assertThat(log.lines()).isEmpty();
      assertThat(server.metrics().closedByReason())
          .containsOnlyKeys(CloseReason.END_OF_STREAM, CloseReason.RESET);
    }
  }

  @Test
  @DisplayName("many failing handlers leave nothing behind")
  void manyFailuresLeaveNothingBehind() throws Exception {
    try (CapturedLog log = CapturedLog.of(ConnectionHandler.class, Level.ERROR)) {
      Server server =
          serve(
              connection -> {
                connection.input().require(1000);
                connection.write(ByteBuffer.allocate(20_000));
                throw new IllegalStateException("made to fail");
              });
      for (int i = 0; i < 100; i++) {
        ScriptedPeer peer = peer(server);
        peer.send(new byte[1500]);
        assertThat(peer.receiveToEnd()).hasSize(20_000);
        peer.close();
      }
      await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
      assertThat(log.lines()).isEmpty();
    }
  }
}
