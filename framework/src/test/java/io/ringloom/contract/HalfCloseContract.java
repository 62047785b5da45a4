package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.TlsUnderTest;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Streams that end in one direction and go on in the other. */
public abstract class HalfCloseContract extends Contract {

  @Test
  @DisplayName("a peer that ends its stream first and goes on reading gets every byte")
  void aPeerThatHasEndedItsStreamGetsEveryByte() throws Exception {
    holdsForPlainConnectionsOnly("A peer that ends a TLS session ends it in both directions.");
    byte[] payload = Payload.of(3_000_000, 7);
    Server server =
        serve(
            connection -> {
              assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
              connection.write(ByteBuffer.wrap(payload, 0, 1_000));
              connection.flush();
              connection.write(ByteBuffer.wrap(payload, 1_000, 2_999_000));
            });
    ScriptedPeer peer = peer(server);

    peer.endOutput();

    assertThat(Payload.digest(peer.receiveToEnd())).isEqualTo(Payload.digest(payload));
  }

  @Test
  @DisplayName("after its own end of stream a handler goes on reading to the peer's")
  void readingGoesOnAfterShutdownOutput() throws Exception {
    assumeTrue(
        tls().map(TlsUnderTest::peersHalfClose).orElse(true), "The peer ends its stream as well.");
    CompletableFuture<String> read = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    read,
                    () -> {
                      connection.write(ByteBuffer.wrap("all I have".getBytes(ISO_8859_1)));
                      connection.shutdownOutput();
                      String answer = connection.input().readString(200_000, ISO_8859_1);
                      return answer + connection.read(ByteBuffer.allocate(1));
                    }));
    ScriptedPeer peer = peer(server);

    assertThat(peer.receiveStringToEnd()).isEqualTo("all I have");
    peer.send("x".repeat(200_000)).endOutput();

    assertThat(get(read)).isEqualTo("x".repeat(200_000) + "-1");
  }

  @Test
  void everythingWrittenGoesOutBeforeTheEndOfTheStream() throws Exception {
    byte[] payload = Payload.of(60_000, 5);
    CompletableFuture<Boolean> open = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              for (int i = 0; i < 60; i++) {
                connection.write(ByteBuffer.wrap(payload, 1000 * i, 1000));
              }
              connection.shutdownOutput();
              connection.shutdownOutput();
              open.complete(connection.isOpen());
              connection.input().awaitBytes();
            });
    ScriptedPeer peer = peer(server, 32 * 1024);

    assertThat(Payload.digest(peer.receiveToEnd())).isEqualTo(Payload.digest(payload));
    assertThat(get(open)).isTrue();
  }

  @Test
  void aWriteAfterShutdownOutputFailsAndSaysWhy() throws Exception {
    CompletableFuture<Boolean> checked = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    checked,
                    () -> {
                      connection.shutdownOutput();
                      for (int bytes : new int[] {1, 100_000}) {
                        assertThatThrownBy(() -> connection.write(ByteBuffer.allocate(bytes)))
                            .isInstanceOfSatisfying(
                                ConnectionClosedException.class,
                                e -> assertThat(e.reason()).isEqualTo(CloseReason.LOCAL_CLOSE))
                            .hasMessageEndingWith("failed because its output was shut down.");
                      }
                      return connection.isOpen();
                    }));

    peer(server).expectEnd();

    assertThat(get(checked)).isTrue();
  }

  @Test
  void theReasonIsTheEndOfTheStreamWhereThePeerEndedFirst() throws Exception {
    CompletableFuture<Connection> ended = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.input().awaitBytes();
              connection.close();
              ended.complete(connection);
            });
    ScriptedPeer peer = peer(server);

    peer.endOutput().expectEnd();

    assertThat(get(ended).closeReason()).contains(CloseReason.END_OF_STREAM);
  }
}
