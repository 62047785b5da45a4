package io.ringloom.benchmarks.jmh;

import io.ringloom.Connection;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a benchmark as the handler of a connection, on the carrier of a real event loop. JMH makes
 * it where {@link #CUSTOM} and {@link #CLASS} are options of the JVM.
 */
public final class HandlerExecutor extends AbstractExecutorService {
  /** Has JMH take an executor of ours. */
  public static final String CUSTOM = "-Djmh.executor=CUSTOM";

  /** Names this one. */
  public static final String CLASS =
      "-Djmh.executor.class=io.ringloom.benchmarks.jmh.HandlerExecutor";

  /** The connection of the handler that runs the benchmark; set before that. */
  private static volatile @Nullable Connection connection;

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final EventLoopGroup loops;
  private final Server server;

  /** Set once by {@link #shutdown()}. */
  private volatile boolean stopping;

  /**
   * Starts the loop.
   *
   * @param threads how many benchmarks run at once
   * @param prefix unused
   */
  public HandlerExecutor(int threads, String prefix) {
    if (threads != 1) {
      throw new IllegalArgumentException("A handler is one thread, not " + threads + ".");
    }
    try {
      loops =
          EventLoopGroup.builder()
              .transport(new NoKernelTransport())
              .loops(1)
              .scheduling(HandlerScheduling.LOOP)
              .watchdogThreshold(Duration.ZERO)
              .start();
      server =
          Server.builder()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
              .eventLoops(loops)
              .drainTimeout(Duration.ZERO)
              .handler(this::handle)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the connection whose handler runs the benchmark} */
  public static Connection connection() {
    Connection opened = connection;
    if (opened == null) {
      throw new IllegalStateException("This benchmark does not run as a handler.");
    }
    return opened;
  }

  private void handle(Connection opened) throws InterruptedException {
    connection = opened;
    try {
      while (!stopping) {
        tasks.take().run();
      }
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void shutdown() {
    stopping = true;
    tasks.add(() -> {});
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return stopping;
  }

  @Override
  public boolean isTerminated() {
    return ended.getCount() == 0;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    if (!ended.await(timeout, unit)) {
      return false;
    }
    server.close();
    loops.close();
    return true;
  }
}
