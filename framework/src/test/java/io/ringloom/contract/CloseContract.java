package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection is ended on this side. */
public abstract class CloseContract extends Contract {

  @Test
  @DisplayName("a graceful close delivers everything although the peer's bytes were never read")
  void aGracefulCloseDeliversEverythingInSpiteOfUnreadInput() throws Exception {
    byte[] payload = Payload.of(2_000_000, 1);
    CompletableFuture<Connection> begun = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.input().awaitBytes();
              begun.complete(connection);
              connection.write(ByteBuffer.wrap(payload));
            });
    ScriptedPeer peer = peer(server);

    // Closing a socket that holds unread bytes would reset it, and what is on its way be lost.
    peer.send(new byte[200_000]);
    get(begun);
    peer.send(new byte[1000]);

    assertThat(Payload.digest(peer.receiveToEnd())).isEqualTo(Payload.digest(payload));
  }

  @Test
  void aHandlerThatReturnsClosesItsConnection() throws Exception {
    CompletableFuture<Connection> served = new CompletableFuture<>();
    Server server = serve(served::complete);
    ScriptedPeer peer = peer(server);

    peer.expectEnd();

    assertThat(get(served).isOpen()).isFalse();
    assertThat(get(served).closeReason()).contains(CloseReason.LOCAL_CLOSE);
    peer.close();
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
    assertThat(server.metrics().closedByReason())
        .containsOnly(Map.entry(CloseReason.LOCAL_CLOSE, 1L));
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    Server server =
        serve(
            connection -> {
              connection.output().writeByte('x');
              connection.close();
              connection.close();
            });
    ScriptedPeer peer = peer(server);

    assertThat(peer.receiveStringToEnd()).isEqualTo("x");
    peer.close();
    await().atMost(PATIENCE).until(() -> server.metrics().closedByReason().size() == 1);

    assertThat(server.metrics().closedByReason())
        .containsOnly(Map.entry(CloseReason.LOCAL_CLOSE, 1L));
  }

  @Test
  void abortResetsTheConnectionAndDropsTheRest() throws Exception {
    Server server =
        serve(
            connection -> {
              connection.input().awaitBytes(); // by then the peer knows that it is connected
              connection.write(ByteBuffer.allocate(10_000));
              connection.abort();
              assertThat(connection.closeReason()).contains(CloseReason.LOCAL_ABORT);
            });

    peer(server).send("x").expectReset();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyOperationAfterTheCloseFailsWithAFullSentence(boolean abort) throws Exception {
    CompletableFuture<Boolean> checked = new CompletableFuture<>();
    CloseReason reason = reasonOf(abort);
    Server server =
        serve(
            connection ->
                report(
                    checked,
                    () -> {
                      connection.input().readByte(); // then the peer knows that it is connected
                      end(connection, abort);
                      String it = "it was " + (abort ? "aborted" : "closed") + " on this side.";
                      ByteBuffer one = ByteBuffer.allocate(1);
                      ByteBuffer large = ByteBuffer.allocate(100_000);
                      fails("read", reason, it, () -> connection.read(one));
                      fails("read", reason, it, () -> connection.input().readByte());
                      fails("write", reason, it, () -> connection.write(one));
                      fails("write", reason, it, () -> connection.write(large));
                      fails("write", reason, it, () -> connection.output().writeLong(1));
                      fails("shutdownOutput", reason, it, connection::shutdownOutput);
                      assertThat(connection.isOpen()).isFalse();
                      return true;
                    }));

    peer(server).send("x");

    assertThat(get(checked)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bytesThatWereBufferedCannotBeParsedAfterTheClose(boolean abort) throws Exception {
    CompletableFuture<Boolean> checked = new CompletableFuture<>();
    CloseReason reason = reasonOf(abort);
    Server server =
        serve(
            connection ->
                report(
                    checked,
                    () -> {
                      connection.input().require(3);
                      end(connection, abort);
                      String it = "on this side.";
                      fails("read", reason, it, () -> connection.read(ByteBuffer.allocate(1)));
                      fails("read", reason, it, () -> connection.input().readByte());
                      return true;
                    }));

    peer(server).send("abc");

    assertThat(get(checked)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReadThatWaitsThrowsWhenAnotherThreadClosesOrAborts(boolean abort) throws Exception {
    CompletableFuture<Connection> reading = new CompletableFuture<>();
    CompletableFuture<Integer> read = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              reading.complete(connection);
              report(read, () -> connection.read(ByteBuffer.allocate(1)));
            });
    peer(server);

    end(get(reading), abort);

    CloseReason reason = reasonOf(abort);
    fails("read", reason, "on this side.", () -> get(read));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 4_000_000})
  @DisplayName("a write that waits throws when another thread aborts, and its memory is freed")
  void aWriteThatWaitsThrowsWhenAnotherThreadAborts(int bytesEach) throws Exception {
    CompletableFuture<Connection> writing = new CompletableFuture<>();
    CompletableFuture<Integer> written = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              writing.complete(connection);
              report(
                  written,
                  () -> {
                    while (true) {
                      connection.write(ByteBuffer.allocate(bytesEach));
                    }
                  });
            });
    narrowPeer(server).receive(1_000);

    get(writing).abort();

    fails("write", CloseReason.LOCAL_ABORT, "on this side.", () -> get(written));
  }

  @Test
  @DisplayName("threads that close, write and read at once end, and no close is lost")
  void closingRacesReadingAndWriting() throws Exception {
    for (int round = 0; round < 50; round++) {
      CountDownLatch ended = new CountDownLatch(2);
      CountDownLatch read = new CountDownLatch(1);
      Server server =
          serve(
              connection -> {
                Thread.ofVirtual()
                    .start(() -> untilClosed(ended, () -> connection.output().writeInt(1)));
                Thread.ofPlatform()
                    .start(
                        () ->
                            untilClosed(
                                ended,
                                () -> {
                                  connection.read(ByteBuffer.allocate(3));
                                  read.countDown();
                                }));
                read.await();
                connection.close();
              });
      ScriptedPeer peer = peer(server);
      peer.send("some bytes to read");
      assertThat(peer.receiveToEnd().length % Integer.BYTES).isZero();
      assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      peer.close();
      server.close();
    }
  }

  private static void untilClosed(CountDownLatch ended, ThrowingCallable operation) {
    try {
      while (true) {
        operation.call();
      }
    } catch (ConnectionClosedException e) {
      ended.countDown();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static CloseReason reasonOf(boolean abort) {
    return abort ? CloseReason.LOCAL_ABORT : CloseReason.LOCAL_CLOSE;
  }

  private static void end(Connection connection, boolean abort) {
    if (abort) {
      connection.abort();
    } else {
      connection.close();
    }
  }

  private static void fails(
      String operation, CloseReason reason, String because, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ConnectionClosedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageMatching(
            "A "
                + operation
                + " on connection \\d+ with .*127\\.0\\.0\\.1:\\d+ failed because .*"
                + because);
  }
}
