package io.ringloom.internal.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.HandlerScheduling;
import io.ringloom.Offload;
import io.ringloom.testkit.memory.Handled;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Received bytes are lent out of memory that the driver overwrites in its next poll; the transport
 * of these tests overwrites all of it with garbage. Whatever a handler does between two reads, it
 * sees what the peer has sent.
 */
class LentMemoryTest {

  @ParameterizedTest
  @EnumSource
  void aHandlerThatReadsLateSeesWhatWasSent(HandlerScheduling scheduling) throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    Handled<String> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
              handled.tell(new String(connection.input().readBytes(10), ISO_8859_1));
            })) {
      MemoryPeer peer = server.connect();
      peer.send("01234");
      peer.send("56789");
      server.awaitTurn();
      read.countDown();
      assertThat(handled.await()).isEqualTo("0123456789");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatReadsInPartsAcrossTurnsSeesWhatWasSent(HandlerScheduling scheduling)
      throws Exception {
    Handled<String> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              StringBuilder all = new StringBuilder();
              ByteBuffer dst = ByteBuffer.allocate(3);
              while (connection.read(dst.clear()) > 0) {
                all.append(new String(dst.array(), 0, dst.position(), ISO_8859_1));
                leaveTheTurn();
              }
              handled.tell(all.toString());
            })) {
      MemoryPeer peer = server.connect();
      peer.atOnce(
          all -> {
            all.send("abcdefghij");
            all.send("klmnopq");
            all.endStream();
          });
      assertThat(handled.await()).isEqualTo("abcdefghijklmnopq");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aParserThatLeavesTheTurnInTheMiddleOfARecordSeesWhatWasSent(HandlerScheduling scheduling)
      throws Exception {
    Handled<String> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              StringBuilder all = new StringBuilder();
              while (connection.input().awaitBytes()) {
                // The front of the mailbox now lies in the driver's memory.
                char first = (char) connection.input().peek(0);
                leaveTheTurn();
                int length = connection.input().readByte();
                assertThat(length).isEqualTo(first);
                leaveTheTurn();
                all.append(connection.input().readString(length, ISO_8859_1)).append(' ');
              }
              handled.tell(all.toString());
            })) {
      MemoryPeer peer = server.connect();
      peer.send("\5hello\3all");
      peer.atOnce(
          all -> {
            all.send("\10toget");
            all.send("her\5a");
          });
      server.awaitTurn();
      peer.send("pa");
      peer.send("rt");
      peer.endStream();
      assertThat(handled.await()).isEqualTo("hello all together apart ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadOfAnotherCarrierMayReadAndParse(HandlerScheduling scheduling) throws Exception {
    Handled<String> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              StringBuilder all = new StringBuilder();
              while (connection.input().awaitBytes()) {
                all.append((char) connection.input().readByte());
                all.append(Offload.call(() -> connection.input().readString(2, ISO_8859_1)));
                ByteBuffer one = ByteBuffer.allocate(1);
                connection.read(one);
                all.append((char) one.get(0));
              }
              handled.tell(all.toString());
            })) {
      MemoryPeer peer = server.connect();
      peer.send("abcdef");
      peer.send("ghijkl");
      peer.endStream();
      assertThat(handled.await()).isEqualTo("abcdefghijkl");
    }
  }

  @Test
  void aHandlerClosedInTheMiddleOfAParseGivesEverythingBack() throws Exception {
    Handled<Connection> connections = new Handled<>();
    CountDownLatch closed = new CountDownLatch(1);
    try (MemoryServer server =
        MemoryServer.start(
            HandlerScheduling.LOOP,
            connection -> {
              connection.input().require(1);
              connections.tell(connection);
              assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
            })) {
      MemoryPeer peer = server.connect();
      peer.send(new byte[10_000]);
      connections.await().abort();
      peer.awaitClosed();
      closed.countDown();
      server.awaitQuiet();
    }
  }

  /** Lets the loop begin its next turn: another thread answers only after that. */
  private static void leaveTheTurn() throws Exception {
    Offload.call(() -> null);
    Offload.call(() -> null);
  }
}
