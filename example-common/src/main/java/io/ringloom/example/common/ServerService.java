package io.ringloom.example.common;

import io.ringloom.CloseReason;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops and the server on them, started once and ended in the reverse order. Thread-safe:
 * a signal may end it at any moment, also while it starts.
 */
public final class ServerService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerService.class);

  private final EventLoopGroup.Builder loopsBuilder;
  private final Server.Builder serverBuilder;
  private final SocketAddress address;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by this.
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private @Nullable EventLoopGroup loops;
  private @Nullable Server server;
  private boolean closed;

  ServerService(
      EventLoopGroup.Builder loopsBuilder, Server.Builder serverBuilder, SocketAddress address) {
    this.loopsBuilder = loopsBuilder;
    this.serverBuilder = serverBuilder;
    this.address = address;
  }

  /**
   * Has something done when the server has drained and its event loops have ended, or when it could
   * not be started. What was given last is done first. To be called before {@link #run()}.
   */
  public synchronized void atEnd(Runnable ending) {
    endings.push(ending);
  }

  /**
   * Starts the event loops, and looks whether the address can be listened on. For a server that has
   * much to do before it can {@link #run()}, so that a mistake shows at once. It does not listen
   * yet, and somebody else can still take the address.
   *
   * @throws IOException if the address is taken, or none of this machine
   */
  public synchronized void prepare() throws IOException {
    startLoops();
    FreeAddress.check(address);
  }

  /**
   * Starts the server and returns when it has ended, by {@link #close()} or by a signal.
   *
   * @throws IOException if it cannot be started
   */
  public void run() throws IOException, InterruptedException {
    // Before the start, so that a signal finds the hook as soon as the server listens.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    try {
      start();
      ended.await();
    } finally {
      close();
    }
  }

  /** Starts the event loops and the server, unless {@link #close()} was quicker. */
  private synchronized void start() throws IOException {
    if (closed) {
      return;
    }
    server = serverBuilder.eventLoops(startLoops()).start();
  }

  private EventLoopGroup startLoops() throws IOException {
    EventLoopGroup started = loops;
    if (started == null) {
      started = loopsBuilder.start();
      loops = started;
    }
    return started;
  }

  /** Drains the server, then ends the event loops, then all else. Idempotent; waits for all. */
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
    while (!endings.isEmpty()) {
      endings.pop().run();
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
