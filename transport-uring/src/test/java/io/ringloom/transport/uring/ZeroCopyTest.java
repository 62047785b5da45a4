package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import io.ringloom.testkit.ScriptedPeer;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Sends from the writer's memory without a copy: it is the writer's again only when the kernel has
 * let go of it.
 */
@RequiresUring
class ZeroCopyTest extends Contract implements OnUring {
  private static final int LARGE = 4 * 1024 * 1024;

  @Override
  public void useTransport(EventLoopGroup.Builder builder) {
    UringOptions options = UringOptions.builder().zeroCopyThresholdBytes(20_000).build();
    builder.transport(new UringTransport(options, true, true));
  }

  @Test
  void everyByteArrivesAlthoughTheBufferIsUsedAgainAtOnce() throws Exception {
    byte[] all = new byte[LARGE];
    new Random(1).nextBytes(all);
    Server server =
        serve(
            connection -> {
              ByteBuffer buffer = ByteBuffer.allocateDirect(300_000);
              for (int at = 0; at < all.length; ) {
                int count = Math.min(all.length - at, buffer.capacity());
                buffer.clear().put(all, at, count).flip();
                assertThat(connection.write(buffer)).isEqualTo(count);
                at += count;
              }
            });
    assertThat(peer(server).receiveToEnd()).isEqualTo(all);
  }

  @Test
  void aWriteToAPeerThatDoesNotReadTimesOutAndResetsTheConnection() throws Exception {
    CompletableFuture<Connection> timedOut = new CompletableFuture<>();
    Server server =
        serve(
            ConnectionOptions.builder().writeTimeout(Duration.ofMillis(300)).build(),
            connection ->
                report(
                    timedOut,
                    () -> {
                      ByteBuffer buffer = ByteBuffer.allocateDirect(8 * LARGE);
                      try {
                        connection.write(buffer);
                        throw new AssertionError("The peer does not read.");
                      } catch (SocketTimeoutException e) {
                        return connection;
                      }
                    }));
    ScriptedPeer peer = narrowPeer(server);

    assertThat(timedOut.get(20, TimeUnit.SECONDS).closeReason())
        .contains(CloseReason.WRITE_TIMEOUT);
    peer.expectReset();
  }

  @Test
  void anInterruptOfAWriteResetsTheConnection() throws Exception {
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    CompletableFuture<Connection> interrupted = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    interrupted,
                    () -> {
                      writer.complete(Thread.currentThread());
                      ByteBuffer buffer = ByteBuffer.allocateDirect(8 * LARGE);
                      try {
                        connection.write(buffer);
                        throw new AssertionError("The peer does not read.");
                      } catch (InterruptedIOException e) {
                        return connection;
                      }
                    }));
    ScriptedPeer peer = narrowPeer(server);
    writer.get(20, TimeUnit.SECONDS).interrupt();

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isNotNull();
    peer.close();
  }
}
