package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionOptions;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.ScriptedServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event loops that end while threads wait on them. */
public abstract class LoopStopContract extends Contract {

  /** What a handler can wait in. */
  enum Wait {
    READ,
    PARSE,
    WRITE,
    SMALL_WRITES,
    FLUSH,
    QUEUE;

    Object in(Connection connection) throws Exception {
      return switch (this) {
        case READ -> connection.read(ByteBuffer.allocate(1));
        case PARSE -> connection.input().readLong();
        case WRITE -> connection.write(ByteBuffer.allocate(10_000_000));
        case SMALL_WRITES -> writeForever(connection);
        case FLUSH -> {
          for (int i = 0; i < 60; i++) {
            connection.write(ByteBuffer.allocate(1000));
          }
          connection.flush();
          yield "flushed";
        }
        case QUEUE -> new LinkedBlockingQueue<>().take();
      };
    }

    private static Object writeForever(Connection connection) throws IOException {
      while (true) {
        connection.write(ByteBuffer.allocate(100));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a handler that waits is released with an exception when its loop ends")
  void aHandlerThatWaitsIsReleasedWhenItsLoopEnds(Wait wait) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Object> result = new CompletableFuture<>();
    Server server =
        serve(
            builder ->
                builder.connectionOptions(ConnectionOptions.builder().sendBufferBytes(1).build()),
            connection -> {
              thread.complete(Thread.currentThread());
              report(result, () -> wait.in(connection));
            });
    ScriptedPeer peer = narrowPeer(server);
    awaitParked(get(thread));

    loops.close();

    assertThat(result).isDone();
    if (wait == Wait.QUEUE) {
      assertThatThrownBy(() -> get(result)).isInstanceOf(InterruptedException.class);
    } else {
      assertThatThrownBy(() -> get(result))
          .satisfiesAnyOf(
              e ->
                  assertThat(e)
                      .isInstanceOfSatisfying(
                          ConnectionClosedException.class,
                          c -> assertThat(c.reason()).isEqualTo(CloseReason.SHUTDOWN)),
              e -> assertThat(e).isInstanceOf(InterruptedIOException.class));
    }
    assertThat(get(thread).join(PATIENCE)).as("the handler's thread has ended").isTrue();
    peer.expectReset();
  }

  @Test
  @DisplayName("children of handlers and threads elsewhere are released when their loop ends")
  void threadsThatAreNoHandlersAreReleasedToo() throws Exception {
    CompletableFuture<Object> child = new CompletableFuture<>();
    CompletableFuture<Object> foreign = new CompletableFuture<>();
    CompletableFuture<Thread> childThread = new CompletableFuture<>();
    CompletableFuture<Thread> foreignThread = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              ByteBuffer one = ByteBuffer.allocate(1);
              childThread.complete(
                  Thread.startVirtualThread(() -> quietly(child, () -> connection.read(one))));
              foreignThread.complete(
                  Thread.ofPlatform()
                      .start(
                          () ->
                              quietly(
                                  foreign,
                                  () -> connection.write(ByteBuffer.allocate(50_000_000)))));
              new CountDownLatch(1).await();
            });
    narrowPeer(server);
    awaitParked(get(childThread));
    awaitParked(get(foreignThread));

    loops.close();

    assertThatThrownBy(() -> get(child)).isInstanceOf(ConnectionClosedException.class);
    assertThatThrownBy(() -> get(foreign)).isInstanceOf(ConnectionClosedException.class);
    assertThat(get(childThread).join(PATIENCE)).isTrue();
    assertThat(get(foreignThread).join(PATIENCE)).isTrue();
  }

  @Test
  @DisplayName("a thread that waits in connect is released when its loop ends")
  void aThreadThatConnectsIsReleasedWhenItsLoopEnds() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ScriptedServer full = closeLater(ScriptedServer.open(any, 1));
    // The backlog of 1 takes two; whoever comes then waits for an answer.
    closeLater(ScriptedPeer.connect(full.address()));
    closeLater(ScriptedPeer.connect(full.address()));
    Connector connector = connector();
    CompletableFuture<Object> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> quietly(result, () -> connector.connect(full.address())));
    awaitParked(thread);

    loops.close();

    assertThatThrownBy(() -> get(result))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("Connecting to 127\\.0\\.0\\.1:\\d+ failed: .*\\.");
    assertThat(thread.join(PATIENCE)).isTrue();
  }

  @Test
  @DisplayName("a loop that ends closes its listeners: the port is free at once")
  void aLoopThatEndsStopsListening() throws Exception {
    Server server = serve(ReadContract::echo);

    loops.close();

    assertThatThrownBy(() -> ScriptedPeer.connect(server.localAddress()).close())
        .isInstanceOf(IOException.class);
    server.close();
    assertThat(server.awaitTermination(PATIENCE)).isTrue();
  }

  @Test
  @DisplayName("a handler that closes its own loops does not wait for itself")
  void aHandlerMayCloseItsOwnLoops() throws Exception {
    try (CapturedLog log = CapturedLog.of(EventLoopGroup.class, Level.WARN)) {
      CompletableFuture<Boolean> closed = new CompletableFuture<>();
      Server server =
          serve(
              connection -> {
                connection.input().awaitBytes();
                loops.close();
                closed.complete(true);
              });

      peer(server).send("x");

      assertThat(get(closed)).isTrue();
      server.close();
      assertThat(log.lines()).isEmpty();
    }
  }

  private static void quietly(CompletableFuture<Object> result, Callable<?> steps) {
    try {
      report(result, steps);
    } catch (Throwable e) {
      // The future has it.
    }
  }

  private static void awaitParked(Thread thread) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
  }
}
