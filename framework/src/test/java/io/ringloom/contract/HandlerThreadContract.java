package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.Connection;
import io.ringloom.ConnectionOptions;
import io.ringloom.HandlerScheduling;
import io.ringloom.Offload;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What handlers may do with their thread: be interrupted, yield, sleep, and wait elsewhere. */
@SuppressWarnings("ThreadPriorityCheck") // what yielding does is what is tested
public abstract class HandlerThreadContract extends Contract {
  private static final int LARGE = 8 << 20;

  @Test
  void handlersThatYieldAndSleepAreNotEnteredTwiceAndLoseNothing() throws Exception {
    AtomicBoolean reentered = new AtomicBoolean();
    Set<Thread> inside = ConcurrentHashMap.newKeySet();
    Server server =
        serve(
            connection -> {
              ByteBuffer dst = ByteBuffer.allocate(7);
              while (connection.read(dst.clear()) >= 0) {
                reentered.compareAndSet(false, !inside.add(Thread.currentThread()));
                Thread.yield();
                connection.write(dst.flip());
                Thread.sleep(0);
                if (dst.get(0) % 64 == 0) {
                  Thread.sleep(1);
                }
                inside.remove(Thread.currentThread());
              }
            });
    ScriptedPeer first = peer(server).deadline(PATIENCE);
    ScriptedPeer second = peer(server).deadline(PATIENCE);
    byte[] bytes = new byte[5000];
    new Random(5).nextBytes(bytes);
    first.send(bytes).endOutput();
    second.send(bytes).endOutput();
    assertThat(first.receiveToEnd()).isEqualTo(bytes);
    assertThat(second.receiveToEnd()).isEqualTo(bytes);
    assertThat(reentered).isFalse();
  }

  @Test
  void yieldingForLongNeitherGrowsTheStackNorStopsTheOthers() throws Exception {
    // On the JDK's scheduler threads that do nothing but yield may starve those that a thread from
    // outside makes ready.
    assumeThat(scheduling()).isEqualTo(HandlerScheduling.LOOP);
    AtomicBoolean stop = new AtomicBoolean();
    Server server =
        serve(
            connection -> {
              if (connection.input().readByte() == 'y') {
                int depth = Thread.currentThread().getStackTrace().length;
                while (!stop.get()) {
                  Thread.yield();
                }
                assertThat(Thread.currentThread().getStackTrace()).hasSize(depth);
                connection.output().writeByte('.');
              }
              ReadContract.echo(connection);
            });
    ScriptedPeer yielding1 = peer(server).send("y");
    ScriptedPeer yielding2 = peer(server).send("y");
    ScriptedPeer other1 = peer(server).send("e");
    ScriptedPeer other2 = peer(server).send("e");
    try {
      for (int i = 0; i < 200; i++) {
        assertThat(other1.send("ping").receiveString(4)).isEqualTo("ping");
        assertThat(other2.send("pong").receiveString(4)).isEqualTo("pong");
      }
    } finally {
      stop.set(true);
    }
    assertThat(yielding1.receiveString(1)).isEqualTo(".");
    assertThat(yielding2.receiveString(1)).isEqualTo(".");
  }

  @Test
  void anInterruptedWriteOfALargeBufferSendsEachByteOnce() throws Exception {
    byte[] large = new byte[LARGE];
    new Random(9).nextBytes(large);
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    CompletableFuture<Integer> transferred = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              ByteBuffer src = ByteBuffer.wrap(large);
              writer.complete(Thread.currentThread());
              try {
                connection.write(src);
              } catch (InterruptedIOException e) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                assertThat(src.position()).isEqualTo(e.bytesTransferred);
                assertThat(src.limit()).isEqualTo(LARGE);
                transferred.complete(e.bytesTransferred);
              }
              connection.write(src); // the rest
            });
    ScriptedPeer peer = narrowPeer(server).deadline(PATIENCE);
    Thread thread = writer.get(20, TimeUnit.SECONDS);
    await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
    thread.interrupt();
    assertThat(transferred.get(20, TimeUnit.SECONDS)).isLessThan(LARGE);
    assertThat(Arrays.equals(peer.receiveToEnd(), large)).isTrue();
  }

  @Test
  void anInterruptedWriteThatWaitsForRoomHasTakenNothing() throws Exception {
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    CompletableFuture<Integer> accepted = new CompletableFuture<>();
    Server server =
        serve(
            ConnectionOptions.builder().writeWatermarks(1000, 10_000).build(),
            connection -> {
              writer.complete(Thread.currentThread());
              int count = 0;
              try {
                while (true) {
                  connection.output().writeInt(count);
                  count++;
                }
              } catch (InterruptedIOException e) {
                assertThat(e.bytesTransferred).isZero();
                accepted.complete(count);
              }
              connection.output().writeString("!", ISO_8859_1);
            });
    ScriptedPeer peer = narrowPeer(server).deadline(PATIENCE);
    Thread thread = writer.get(20, TimeUnit.SECONDS);
    await()
        .during(Duration.ofMillis(200))
        .atMost(PATIENCE)
        .until(() -> thread.getState() == Thread.State.WAITING);
    thread.interrupt();
    int count = accepted.get(20, TimeUnit.SECONDS);
    ByteBuffer received = ByteBuffer.wrap(peer.receiveToEnd());
    for (int i = 0; i < count; i++) {
      assertThat(received.getInt()).isEqualTo(i);
    }
    assertThat(received.get()).isEqualTo((byte) '!');
    assertThat(received.hasRemaining()).isFalse();
  }

  @Test
  void anInterruptedFlushLosesNothing() throws Exception {
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    CompletableFuture<Void> interrupted = new CompletableFuture<>();
    int bytes = 60_000;
    Server server =
        serve(
            ConnectionOptions.builder()
                .writeWatermarks(1 << 22, 1 << 23)
                .sendBufferBytes(1)
                .build(),
            connection -> {
              for (int i = 0; i < 100; i++) {
                connection.write(ByteBuffer.allocate(bytes / 4));
              }
              writer.complete(Thread.currentThread());
              assertThatThrownBy(connection::flush).isInstanceOf(InterruptedIOException.class);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              interrupted.complete(null);
              connection.output().writeByte('!');
              connection.flush();
            });
    ScriptedPeer peer = narrowPeer(server).deadline(PATIENCE);
    writer.get(20, TimeUnit.SECONDS).interrupt();
    interrupted.get(20, TimeUnit.SECONDS);
    byte[] received = peer.receiveToEnd();
    assertThat(received).hasSize(100 * (bytes / 4) + 1).endsWith('!');
  }

  @Test
  void offloadReturnsResultsAndThrowsWhatTheTaskThrew() throws Exception {
    Server server =
        serve(
            connection -> {
              Thread handler = Thread.currentThread();
              String result =
                  Offload.call(
                      () -> {
                        assertThat(Thread.currentThread()).isNotSameAs(handler);
                        assertThat(Thread.currentThread().isVirtual()).isFalse();
                        return "result";
                      });
              connection.output().writeString(result, ISO_8859_1);
              assertThatThrownBy(() -> Offload.call(HandlerThreadContract::fail))
                  .isExactlyInstanceOf(IOException.class)
                  .hasMessage("on purpose");
              assertThatThrownBy(
                      () ->
                          Offload.call(
                              () -> {
                                throw new StackOverflowError("on purpose");
                              }))
                  .isExactlyInstanceOf(StackOverflowError.class);
            });
    assertThat(peer(server).receiveStringToEnd()).isEqualTo("result");
  }

  @Test
  void theLoopGoesOnWhileOneHandlerWaitsForOffload() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Server server =
        serve(
            connection -> {
              if (connection.input().readByte() == 'w') {
                Boolean done = Offload.call(() -> release.await(20, TimeUnit.SECONDS));
                connection.output().writeByte(done ? '.' : '?');
              }
              ReadContract.echo(connection);
            });
    ScriptedPeer[] waiting = {peer(server).send("w"), peer(server).send("w")};
    ScriptedPeer[] others = {peer(server).send("e"), peer(server).send("e")};
    for (ScriptedPeer other : others) {
      assertThat(other.send("hello").receiveString(5)).isEqualTo("hello");
    }
    release.countDown();
    for (ScriptedPeer peer : waiting) {
      assertThat(peer.receiveString(1)).isEqualTo(".");
    }
  }

  @Test
  void interruptingAHandlerInOffloadInterruptsTheTaskToo() throws Exception {
    CompletableFuture<Thread> handler = new CompletableFuture<>();
    CompletableFuture<Boolean> taskInterrupted = new CompletableFuture<>();
    CountDownLatch began = new CountDownLatch(1);
    Server server =
        serve(
            connection -> {
              handler.complete(Thread.currentThread());
              assertThatThrownBy(() -> Offload.call(() -> waitForever(began, taskInterrupted)))
                  .isInstanceOf(InterruptedException.class);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              connection.output().writeByte('.');
            });
    ScriptedPeer peer = peer(server);
    assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    handler.get(20, TimeUnit.SECONDS).interrupt();
    assertThat(peer.receiveStringToEnd()).isEqualTo(".");
    assertThat(taskInterrupted.get(20, TimeUnit.SECONDS)).isTrue();
  }

  private static Connection fail() throws IOException {
    throw new IOException("on purpose");
  }

  private static boolean waitForever(CountDownLatch began, CompletableFuture<Boolean> interrupted) {
    try {
      began.countDown();
      return new CountDownLatch(1).await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted.complete(true);
      return false;
    }
  }
}
