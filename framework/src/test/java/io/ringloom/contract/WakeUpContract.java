package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.Offload;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * No wake-up is lost: each of very many hand-offs comes through. One that is lost would leave its
 * reader waiting for ever, whose deadline then fails the test. The counts are bounded by time, too.
 */
public abstract class WakeUpContract extends Contract {
  private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST = 1_000_000;
  private static final int LEAST = 100;
  private static final int MANY = 24;

  @Test
  void betweenPeersAndHandlers() throws Exception {
    Server server = serve(ReadContract::echo);
    long end = System.nanoTime() + BUDGET_NANOS;
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      List<Future<Integer>> pingers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ScriptedPeer peer = peer(server);
        pingers.add(
            executor.submit(
                () -> {
                  int count = 0;
                  byte[] ping = new byte[1];
                  while (count < MOST / 3 && System.nanoTime() - end < 0) {
                    ping[0] = (byte) count++;
                    assertThat(peer.send(ping).receive(1)).isEqualTo(ping);
                  }
                  return count;
                }));
      }
      for (Future<Integer> pinger : pingers) {
        assertThat(pinger.get()).isGreaterThan(LEAST);
      }
    }
  }

  @Test
  void betweenManyPeersAtOnceAndTheirHandlers() throws Exception {
    Server server = serve(ReadContract::echo);
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      peers.add(peer(server));
    }
    long end = System.nanoTime() + BUDGET_NANOS;
    int count = 0;
    // What all of them send at once is received in few turns, each of which wakes several handlers.
    while (count < MOST / MANY && System.nanoTime() - end < 0) {
      byte now = (byte) count++;
      for (ScriptedPeer peer : peers) {
        peer.send(new byte[] {now});
      }
      for (ScriptedPeer peer : peers) {
        assertThat(peer.receive(1)).containsExactly(now);
      }
    }
    assertThat(count).isGreaterThan(LEAST);
  }

  @Test
  void betweenHandlersAndOffloadThreads() throws Exception {
    Server server =
        serve(
            connection -> {
              long end = System.nanoTime() + BUDGET_NANOS;
              int count = 0;
              while (count < MOST && System.nanoTime() - end < 0) {
                int now = count++;
                assertThat((int) Offload.call(() -> now)).isEqualTo(now);
              }
              connection.output().writeInt(count);
            });
    ScriptedPeer first = peer(server).deadline(PATIENCE);
    ScriptedPeer second = peer(server).deadline(PATIENCE);
    assertThat(ByteBuffer.wrap(first.receive(4)).getInt()).isGreaterThan(LEAST);
    assertThat(ByteBuffer.wrap(second.receive(4)).getInt()).isGreaterThan(LEAST);
  }

  @Test
  void betweenForeignThreadsThatWriteAndThePeer() throws Exception {
    CompletableFuture<Connection> opened = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              opened.complete(connection);
              connection.read(ByteBuffer.allocate(1));
            });
    ScriptedPeer peer = peer(server);
    Connection connection = opened.get(20, TimeUnit.SECONDS);
    long end = System.nanoTime() + BUDGET_NANOS;
    int count = 0;
    // This thread writes only when the peer has got the last byte: the loop sleeps nearly always.
    while (count < MOST && System.nanoTime() - end < 0) {
      byte now = (byte) count++;
      connection.write(ByteBuffer.wrap(new byte[] {now}));
      assertThat(peer.receive(1)).containsExactly(now);
    }
    assertThat(count).isGreaterThan(LEAST);
    peer.send("x");
  }

  @Test
  void betweenHandlersAndForeignThreadsThatHandThemWork() throws Exception {
    BlockingQueue<Integer> questions = new SynchronousQueue<>();
    BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    Server server =
        serve(
            connection -> {
              int question;
              while ((question = questions.take()) >= 0) {
                answers.add(question + 1);
              }
              connection.output().writeString("done", ISO_8859_1);
            });
    ScriptedPeer peer = peer(server);
    long end = System.nanoTime() + BUDGET_NANOS;
    int count = 0;
    while (count < MOST && System.nanoTime() - end < 0) {
      assertThat(questions.offer(count, 20, TimeUnit.SECONDS)).isTrue();
      assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(++count);
    }
    assertThat(count).isGreaterThan(LEAST);
    assertThat(questions.offer(-1, 20, TimeUnit.SECONDS)).isTrue();
    assertThat(peer.receiveStringToEnd()).isEqualTo("done");
  }
}
