package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Connection#read} promises. */
public abstract class ReadContract extends Contract {

  @Test
  void readReturnsWhatThePeerSent() throws Exception {
    ScriptedPeer peer = peer(serve(ReadContract::echo));

    peer.send("hello");

    assertThat(peer.receiveString(5)).isEqualTo("hello");
  }

  @Test
  void bytesSentOneAtATimeArriveInOrder() throws Exception {
    Server server = serve(ReadContract::echo);
    ScriptedPeer peer = peer(server);

    sendSplit(server, peer, "one at a time".getBytes(ISO_8859_1), 1);

    assertThat(peer.receiveString(13)).isEqualTo("one at a time");
  }

  @Test
  void aReadIntoASmallBufferLeavesTheRestForTheNext() throws Exception {
    Server server =
        serve(
            connection -> {
              ByteBuffer one = ByteBuffer.allocate(1);
              while (connection.read(one.clear()) > 0) {
                connection.write(one.flip());
                connection.flush();
              }
            });
    ScriptedPeer peer = peer(server);

    assertThat(peer.send("abcdefgh").receiveString(8)).isEqualTo("abcdefgh");
    peer.endOutput().expectEnd();
  }

  @Test
  void readWithoutRoomReturnsZeroAtOnce() throws Exception {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    peer(serve(connection -> count.complete(connection.read(ByteBuffer.allocate(0)))));

    assertThat(count.get(10, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void theEndOfTheStreamIsMinusOneAgainAndAgain() throws Exception {
    CompletableFuture<String> counts = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              ByteBuffer buffer = ByteBuffer.allocate(16);
              int first = connection.input().readByte();
              counts.complete(
                  (char) first + " " + connection.read(buffer) + " " + connection.read(buffer));
            });

    peer(server).send("x").endOutput();

    assertThat(counts.get(10, TimeUnit.SECONDS)).isEqualTo("x -1 -1");
  }

  @Test
  void directAndHeapBuffersOfTheReaderAreFilledAlike() throws Exception {
    Server server =
        serve(
            connection -> {
              ByteBuffer direct = ByteBuffer.allocateDirect(3);
              ByteBuffer slice = ByteBuffer.allocate(10).position(4).limit(7);
              connection.input().readFully(direct);
              connection.input().readFully(slice);
              connection.write(direct.flip());
              connection.write(slice.flip().position(4));
            });
    ScriptedPeer peer = peer(server);

    peer.send("abcdef");

    assertThat(peer.receiveStringToEnd()).isEqualTo("abcdef");
  }

  @Test
  void aReadOfAResetConnectionThrowsWithTheReason() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              try {
                connection.read(ByteBuffer.allocate(1));
              } catch (IOException e) {
                failure.complete(e);
              }
            });

    acceptedPeer(server).reset();

    assertThat(failure.get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            ConnectionClosedException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.RESET))
        .hasMessageMatching(
            "A read on connection \\d+ with .*127\\.0\\.0\\.1:\\d+ failed because"
                + " the peer reset the connection\\.");
  }

  @Test
  @DisplayName("what came before a reset can be read although the connection is broken")
  void whatCameBeforeAResetCanStillBeRead() throws Exception {
    CompletableFuture<Connection> arrived = new CompletableFuture<>();
    CompletableFuture<String> first = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.input().require(4);
              arrived.complete(connection);
              await().atMost(PATIENCE).until(() -> !connection.isOpen());
              byte[] bytes = connection.input().readBytes(4);
              first.complete(new String(bytes, ISO_8859_1));
            });
    ScriptedPeer peer = peer(server);

    peer.send("last");
    arrived.get(10, TimeUnit.SECONDS);
    peer.reset();

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("last");
  }

  @Test
  @DisplayName("an interrupted read throws, clears the status, and loses no byte")
  void anInterruptedReadLeavesTheConnectionUsable() throws Exception {
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              reader.complete(Thread.currentThread());
              assertThatThrownBy(() -> connection.read(ByteBuffer.allocate(1)))
                  .isInstanceOf(InterruptedIOException.class)
                  .hasMessageContaining("interrupted");
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              connection.write(ByteBuffer.wrap("!".getBytes(ISO_8859_1)));
              echo(connection);
            });
    ScriptedPeer peer = peer(server);

    reader.get(10, TimeUnit.SECONDS).interrupt();

    assertThat(peer.receiveString(1)).isEqualTo("!");
    assertThat(peer.send("on").receiveString(2)).isEqualTo("on");
  }

  @Test
  void theConnectionWorksAsAnInputStream() throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Server server =
        serve(connection -> report(read, () -> Channels.newInputStream(connection).readAllBytes()));
    ScriptedPeer peer = peer(server);

    peer.send("through a stream").endOutput();

    assertThat(get(read)).asString(ISO_8859_1).isEqualTo("through a stream");
  }

  static void echo(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (connection.read(buffer.clear()) >= 0) {
      connection.write(buffer.flip());
    }
  }
}
