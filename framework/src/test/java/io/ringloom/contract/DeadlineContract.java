package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Timeouts and deadlines, on a clock that moves only when the test says so. */
public abstract class DeadlineContract extends Contract {
  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final Duration STEP = Duration.ofSeconds(10);

  @Override
  protected boolean fakeTime() {
    return true;
  }

  @Test
  void aReadTimeoutThatEscapesClosesForThatReason() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Server server =
        serve(
            ConnectionOptions.builder().readTimeout(LIMIT).build(),
            connection -> noting(thrown, () -> connection.read(ByteBuffer.allocate(1))));
    ScriptedPeer peer = peer(server);
    expectTimeout(thrown, "read");
    peer.expectEnd();
    peer.close();
    awaitReason(server, CloseReason.READ_TIMEOUT);
  }

  @Test
  void aCaughtReadTimeoutLeavesTheConnectionUsable() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              connection.setReadTimeout(LIMIT);
              try {
                connection.input().readInt();
              } catch (SocketTimeoutException e) {
                thrown.complete(e);
              }
              connection.setReadTimeout(Duration.ZERO);
              connection.output().writeInt(connection.input().readInt());
            });
    ScriptedPeer peer = peer(server).send("ab");
    expectTimeout(thrown, "read");
    assertThat(peer.send("cd").receiveString(4)).isEqualTo("abcd");
  }

  @Test
  void aDeadlineHoldsForAllOperationsTogether() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    AtomicInteger read = new AtomicInteger();
    Server server =
        serve(
            connection -> {
              connection.setDeadline(LIMIT);
              noting(
                  thrown,
                  () -> {
                    while (connection.read(ByteBuffer.allocate(1)) > 0) {
                      read.incrementAndGet();
                    }
                  });
            });
    ScriptedPeer peer = peer(server);
    // Each read alone takes less than the deadline is away.
    for (int i = 1; i <= 3; i++) {
      peer.send("x");
      int expected = i;
      await().atMost(PATIENCE).until(() -> read.get() == expected);
      clock().advance(Duration.ofSeconds(30));
    }
    assertThat(thrown).isNotDone();
    clock().advance(Duration.ofSeconds(10));
    expectTimeout(thrown, "read");
    peer.close();
    awaitReason(server, CloseReason.READ_TIMEOUT);
  }

  @Test
  void aDeadlineThatWasClearedDoesNotFire() throws Exception {
    Server server =
        serve(
            connection -> {
              connection.setDeadline(LIMIT);
              connection.clearDeadline();
              connection.output().writeByte(connection.input().readByte());
              connection.output().writeByte(connection.input().readByte());
            });
    ScriptedPeer peer = peer(server);
    assertThat(peer.send("a").receiveString(1)).isEqualTo("a");
    clock().advance(LIMIT.multipliedBy(10));
    assertThat(peer.send("b").receiveString(1)).isEqualTo("b");
  }

  @Test
  void aFlushTimeoutThatEscapesResetsForThatReason() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Server server =
        serve(
            ConnectionOptions.builder()
                .writeTimeout(LIMIT)
                .writeWatermarks(1 << 24, 1 << 25)
                .build(),
            connection ->
                noting(
                    thrown,
                    () -> {
                      for (int i = 0; i < 1000; i++) {
                        connection.write(ByteBuffer.allocate(10_000));
                      }
                      connection.flush();
                    }));
    ScriptedPeer peer = narrowPeer(server);
    expectTimeout(thrown, "flush");
    peer.expectReset();
    awaitReason(server, CloseReason.WRITE_TIMEOUT);
  }

  @Test
  void aConnectionThatSendsAndReceivesNothingEndsAsIdle() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Server server =
        serve(
            ConnectionOptions.builder().idleTimeout(LIMIT).build(),
            connection -> noting(thrown, () -> connection.read(ByteBuffer.allocate(1))));
    ScriptedPeer peer = peer(server);
    passTimeUntil(STEP, thrown::isDone);
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            ConnectionClosedException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.IDLE_TIMEOUT))
        .hasMessageEndingWith("failed because no byte went either way for the idle timeout.");
    peer.expectEnd();
    peer.close();
    awaitReason(server, CloseReason.IDLE_TIMEOUT);
  }

  @Test
  void aPeerThatNeverClosesIsCutOffAtTheCloseTimeout() throws Exception {
    Server server =
        serve(
            ConnectionOptions.builder().closeTimeout(LIMIT).build(),
            connection -> connection.output().writeString("bye", ISO_8859_1));
    ScriptedPeer peer = peer(server);
    assertThat(peer.receiveStringToEnd()).isEqualTo("bye");
    assertThat(server.metrics().active()).isOne();
    passTimeUntil(STEP, () -> server.metrics().active() == 0);
    awaitReason(server, CloseReason.LOCAL_CLOSE);
  }

  @Test
  void aPeerThatNeverReadsDuringTheCloseIsResetAtTheCloseTimeout() throws Exception {
    Server server =
        serve(
            ConnectionOptions.builder()
                .closeTimeout(LIMIT)
                .writeWatermarks(1 << 24, 1 << 25)
                .build(),
            connection -> {
              for (int i = 0; i < 1000; i++) {
                connection.write(ByteBuffer.allocate(10_000));
              }
            });
    ScriptedPeer peer = narrowPeer(server);
    passTimeUntil(STEP, () -> server.metrics().active() == 0);
    peer.expectReset();
    assertThat(server.metrics().loops().stream().mapToLong(loop -> loop.poolBytesInUse()).sum())
        .isZero();
  }

  @Test
  void manyReadsWaitWithDeadlinesAndAllFire() throws Exception {
    int count = repeated(2000);
    AtomicInteger waiting = new AtomicInteger();
    AtomicInteger fired = new AtomicInteger();
    Server server =
        serve(
            ConnectionOptions.builder().readTimeout(LIMIT).build(),
            connection -> {
              waiting.incrementAndGet();
              try {
                connection.read(ByteBuffer.allocate(1));
              } catch (SocketTimeoutException e) {
                fired.incrementAndGet();
              }
              connection.abort();
            });
    int threadsBefore = Thread.activeCount();
    for (int i = 0; i < count; i++) {
      peer(server);
    }
    await().atMost(PATIENCE).until(() -> waiting.get() == count);
    assertThat(Thread.activeCount() - threadsBefore).as("more threads").isLessThan(10);
    assertThat(fired).hasValue(0);
    passTimeUntil(STEP, () -> fired.get() == count);
    assertThat(server.metrics().accepted()).isEqualTo(count);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void noting(CompletableFuture<Throwable> thrown, Action action)
      throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      thrown.complete(e);
      throw e;
    }
  }

  private void expectTimeout(CompletableFuture<Throwable> thrown, String operation)
      throws Exception {
    passTimeUntil(STEP, thrown::isDone);
    assertThat(thrown.get(20, TimeUnit.SECONDS))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageMatching(
            "A " + operation + " on connection \\d+ with .* took longer than its deadline\\.");
  }

  private static void awaitReason(Server server, CloseReason reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(server.metrics().closedByReason()).containsEntry(reason, 1L));
  }
}
