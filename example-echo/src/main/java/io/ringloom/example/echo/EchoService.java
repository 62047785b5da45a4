package io.ringloom.example.echo;

import io.ringloom.CloseReason;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops and the server on them, started once and ended in the reverse order. Thread-safe:
 * a signal may end it at any moment, also while it starts.
 */
final class EchoService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EchoService.class);

  private final EventLoopGroup.Builder loopsBuilder;
  private final Server.Builder serverBuilder;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by this.
  private @Nullable EventLoopGroup loops;
  private @Nullable Server server;
  private boolean closed;

  EchoService(EventLoopGroup.Builder loopsBuilder, Server.Builder serverBuilder) {
    this.loopsBuilder = loopsBuilder;
    this.serverBuilder = serverBuilder;
  }

  /** Starts the event loops and the server, unless {@link #close()} was quicker. */
  synchronized void start() throws IOException {
    if (closed) {
      return;
    }
    loops = loopsBuilder.start();
    server = serverBuilder.eventLoops(loops).start();
  }

  /** Waits until {@link #close()} has done its work. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Drains the server, then ends the event loops. Idempotent; waits for both. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (server != null) {
      server.close();
      logEnd(server.metrics());
    }
    if (loops != null) {
      loops.close();
    }
    ended.countDown();
  }

  private static void logEnd(ServerMetrics metrics) {
    LOG.info(
        "Stopped. Connections served: {}; cut off at the drain timeout: {}.",
        metrics.accepted(),
        metrics.closedByReason().getOrDefault(CloseReason.SHUTDOWN, 0L));
  }
}
