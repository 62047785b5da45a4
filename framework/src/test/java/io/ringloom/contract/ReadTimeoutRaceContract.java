package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A read that is given up as its bytes arrive: no byte is missing afterwards, and none is twice.
 */
@SuppressWarnings("ThreadPriorityCheck") // yielding varies the timing, and nothing relies on it
public abstract class ReadTimeoutRaceContract extends Contract {
  private static final int BYTES = 20_000;

  @Test
  void readsThatTimeOutAtRandomLoseNoByteAndRepeatNone() throws Exception {
    AtomicInteger timeouts = new AtomicInteger();
    Server server =
        serve(
            connection -> {
              Random random = new Random(connection.id());
              int at = 0;
              while (at < BYTES) {
                connection.setReadTimeout(Duration.ofNanos(1 + random.nextInt(300_000)));
                try {
                  at = read(connection, at, random.nextBoolean());
                } catch (SocketTimeoutException e) {
                  timeouts.incrementAndGet();
                }
              }
              connection.output().writeByte(1);
            });
    sendInSmallPieces(peer(server), timeouts);
  }

  @Test
  void readsThatAreInterruptedAtRandomLoseNoByteAndRepeatNone() throws Exception {
    AtomicInteger interrupts = new AtomicInteger();
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              reader.complete(Thread.currentThread());
              Random random = new Random(connection.id());
              int at = 0;
              while (at < BYTES) {
                try {
                  at = read(connection, at, random.nextBoolean());
                } catch (InterruptedIOException e) {
                  interrupts.incrementAndGet();
                }
              }
              reader.obtrudeValue(new Thread()); // nobody interrupts this one any more
              Thread.interrupted();
              connection.output().writeByte(1);
            });
    ScriptedPeer peer = peer(server);
    reader.get(20, TimeUnit.SECONDS);
    Thread interrupter =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    reader.join().interrupt();
                    Thread.yield();
                  }
                });
    try {
      sendInSmallPieces(peer, interrupts);
    } finally {
      interrupter.interrupt();
      interrupter.join();
    }
  }

  /** Reads and checks some bytes, and returns how far it has come. */
  private static int read(Connection connection, int from, boolean parse) throws Exception {
    int at = from;
    if (parse) {
      assertThat(connection.input().readByte()).isEqualTo(byteAt(at));
      return at + 1;
    }
    ByteBuffer dst = ByteBuffer.allocate(5);
    connection.read(dst);
    for (byte value : Arrays.copyOf(dst.array(), dst.position())) {
      assertThat(value).isEqualTo(byteAt(at++));
    }
    return at;
  }

  /** Sends until all was read, with pauses of all lengths that a loaded machine makes. */
  private static void sendInSmallPieces(ScriptedPeer peer, AtomicInteger givenUp) throws Exception {
    Random random = new Random(7);
    int at = 0;
    while (at < BYTES) {
      byte[] piece = new byte[Math.min(BYTES - at, 1 + random.nextInt(20))];
      for (int i = 0; i < piece.length; i++) {
        piece[i] = byteAt(at++);
      }
      peer.send(piece);
      int before = givenUp.get();
      for (int spins = random.nextInt(200); spins > 0 && givenUp.get() == before; spins--) {
        Thread.yield();
      }
    }
    assertThat(peer.deadline(PATIENCE).receiveToEnd()).containsExactly(1);
    assertThat(givenUp.get()).as("reads given up").isPositive();
  }

  private static byte byteAt(int index) {
    return (byte) (index * 31 + (index >>> 8));
  }
}
