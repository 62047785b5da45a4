package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * However a connection ends, all its memory goes back to the pool, once. The base class checks that
 * the pools are full again; a chunk given back twice makes the pool throw and the loop log it.
 */
public abstract class EndOfLifeContract extends Contract {
  private static final int CONNECTIONS = 40;

  private CapturedLog loopLog;

  @Override
  protected void configure(EventLoopGroup.Builder builder) {
    builder.chunkBytes(1024).poolBytes(256 * 1024);
  }

  @BeforeEach
  void captureWhatTheLoopLogs() {
    loopLog = CapturedLog.of(EventLoop.class, Level.WARN);
  }

  @AfterEach
  void theLoopHasMetNoBug() {
    loopLog.close();
    assertThat(loopLog.lines()).isEmpty();
  }

  /** How a handler leaves its connection, with bytes unread, half parsed, and unsent. */
  protected enum Exit {
    RETURN {
      @Override
      void leave(Connection connection) {}
    },
    CLOSE {
      @Override
      void leave(Connection connection) {
        connection.close();
      }
    },
    ABORT {
      @Override
      void leave(Connection connection) {
        connection.abort();
      }
    },
    EXCEPTION {
      @Override
      void leave(Connection connection) throws IOException {
        throw new IOException("on purpose");
      }
    },
    ERROR {
      @Override
      void leave(Connection connection) {
        throw new AssertionError("on purpose");
      }
    },
    READ_TIMEOUT {
      @Override
      void leave(Connection connection) throws IOException {
        connection.setReadTimeout(Duration.ofMillis(1));
        ByteBuffer dst = ByteBuffer.allocate(100_000);
        while (connection.read(dst) >= 0) {
          // until nothing more comes in time
        }
      }
    },
    CAUGHT_WRITE_TIMEOUT {
      @Override
      void leave(Connection connection) throws IOException {
        connection.setWriteTimeout(Duration.ofMillis(1));
        try {
          while (true) {
            connection.write(ByteBuffer.allocate(1 << 20));
          }
        } catch (SocketTimeoutException e) {
          connection.abort();
        }
      }
    },
    WRITE_TIMEOUT {
      @Override
      void leave(Connection connection) throws IOException {
        connection.setWriteTimeout(Duration.ofMillis(1));
        while (true) {
          connection.write(ByteBuffer.allocate(700));
        }
      }
    },
    INTERRUPT {
      @Override
      void leave(Connection connection) throws IOException {
        Thread.currentThread().interrupt();
        try {
          while (true) {
            connection.write(ByteBuffer.allocate(1 << 20));
          }
        } catch (InterruptedIOException e) {
          Thread.currentThread().interrupt(); // and so it ends
        }
      }
    },
    PEER_RESETS {
      @Override
      void leave(Connection connection) throws IOException {
        connection.output().writeString("reset me", ISO_8859_1);
        while (connection.read(ByteBuffer.allocate(3)) >= 0) {
          connection.write(ByteBuffer.allocate(3));
        }
      }
    };

    abstract void leave(Connection connection) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void everythingIsGivenBackAfter(Exit exit) throws Exception {
    closeLater(CapturedLog.of(ConnectionHandler.class, Level.OFF));
    Server server =
        serve(
            ConnectionOptions.builder().closeTimeout(Duration.ofMillis(50)).build(),
            connection -> {
              connection.input().require(10);
              connection.input().readByte();
              connection.write(ByteBuffer.allocate(500));
              connection.write(ByteBuffer.allocate(900));
              exit.leave(connection);
            });
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      ScriptedPeer peer = narrowPeer(server);
      peers.add(peer.send(new byte[1500]));
    }
    if (exit == Exit.PEER_RESETS) {
      for (ScriptedPeer peer : peers) {
        peer.receive(1408);
        peer.reset();
      }
    }
    await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
  }

  @Test
  void everythingIsGivenBackAfterADrainThatHasToForce() throws Exception {
    closeLater(CapturedLog.of(ConnectionHandler.class, Level.OFF));
    Server server =
        serve(
            builder -> builder.drainTimeout(Duration.ofMillis(50)),
            connection -> {
              connection.input().require(10);
              connection.write(ByteBuffer.allocate(8 << 20)); // never taken
            });
    for (int i = 0; i < CONNECTIONS; i++) {
      narrowPeer(server).send(new byte[1500]);
    }
    await().atMost(PATIENCE).until(() -> server.metrics().accepted() == CONNECTIONS);
    server.shutdown();
    assertThat(server.awaitTermination(PATIENCE)).isTrue();
  }

  @Test
  void connectionsThatComeAndGoNeverSeeAnothersBytes() throws Exception {
    Server server =
        serve(
            connection -> {
              long tag = connection.input().readLong();
              for (int i = 0; i < 4; i++) {
                connection.output().writeLong(tag);
                if (tag % 7 == i) {
                  connection.abort();
                }
                connection.flush();
              }
              long again = connection.input().readLong();
              assertThat(again).isEqualTo(tag);
              connection.output().writeLong(again);
            });
    try (CapturedLog handlers = CapturedLog.of(ConnectionHandler.class, Level.WARN)) {
      ScriptedPeer previous = null;
      for (long tag = 0; tag < repeated(3000); tag++) {
        // Not closed by the base class: descriptors are to be used again at once.
        ScriptedPeer peer = secure(ScriptedPeer.connect(server.localAddress()));
        byte[] bytes = ByteBuffer.allocate(8).putLong(tag).array();
        peer.send(bytes);
        checkAllAre(peer, tag, bytes, tag % 7 < 4);
        if (previous != null) {
          previous.reset();
        }
        previous = peer;
      }
      if (previous != null) {
        previous.close();
      }
      await().atMost(PATIENCE).until(() -> server.metrics().active() == 0);
      assertThat(handlers.lines()).isEmpty();
    }
  }

  private static void checkAllAre(ScriptedPeer peer, long tag, byte[] bytes, boolean aborted)
      throws IOException {
    ByteBuffer received = ByteBuffer.allocate(64);
    try {
      if (!aborted) {
        received.put(peer.receive(32));
        if (tag % 3 != 0) {
          received.put(peer.send(bytes).receive(8));
        }
      } else {
        while (peer.receiveSome(received) >= 0) {
          // until the reset
        }
      }
    } catch (IOException e) {
      assertThat(aborted).as("a reset of %d: %s", tag, e).isTrue();
    }
    received.flip();
    for (int i = 0; received.hasRemaining(); i++) {
      assertThat(received.get()).as("byte %d of connection %d", i, tag).isEqualTo(bytes[i % 8]);
    }
  }
}
