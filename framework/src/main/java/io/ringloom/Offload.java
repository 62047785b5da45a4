package io.ringloom;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what would hold up an event loop somewhere else: computing for long, file I/O, native calls.
 * The caller is parked meanwhile, and its loop serves other connections.
 *
 * <p>Without an executor of the caller's, work runs on platform threads that all of the process
 * shares: four for each processor, at least eight, which end after a minute without work. The queue
 * in front of them has no limit of its own: whoever waits in it is a thread that waits for its
 * turn.
 */
public final class Offload {
  private static final int THREADS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
  private static final ThreadPoolExecutor POOL = newPool();

  private Offload() {}

  /**
   * Runs a task on a shared platform thread and waits for its result.
   *
   * @param task what to run
   * @param <T> what it results in
   * @return its result
   * @throws InterruptedException if the caller is interrupted while it waits; the task is
   *     interrupted, too
   * @throws Exception what the task threw
   */
  public static <T> T call(Callable<? extends T> task) throws Exception {
    return call(POOL, task);
  }

  /**
   * Runs a task on an executor and waits for its result.
   *
   * @param executor where to run it; one whose threads are not those of an event loop
   * @param task what to run
   * @param <T> what it results in
   * @return its result
   * @throws InterruptedException if the caller is interrupted while it waits; the task is
   *     interrupted, too
   * @throws java.util.concurrent.RejectedExecutionException if the executor does not take it
   * @throws Exception what the task threw
   */
  public static <T> T call(Executor executor, Callable<? extends T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task::call);
    executor.execute(future);
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Exception exception) {
        throw exception;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static ThreadPoolExecutor newPool() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("ringloom-offload-" + number.incrementAndGet())
                    .unstarted(task));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
