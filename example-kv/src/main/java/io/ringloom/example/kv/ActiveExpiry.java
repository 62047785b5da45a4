package io.ringloom.example.kv;

import io.ringloom.example.kv.client.SharedState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes keys whose time is over and that nobody asks for, and lets keys go while memory is short;
 * a little at a time.
 */
final class ActiveExpiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveExpiry.class);
  private static final long PERIOD_MILLIS = 100;
  private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final SharedState shared;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "active-expiry");

  ActiveExpiry(SharedState shared) {
    this.shared = shared;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        tryToExpire();
      }
    } catch (InterruptedException e) {
      // Nobody here interrupts it; if somebody does, it shall end.
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on after a failure, such as want of memory, which may pass. */
  private void tryToExpire() {
    try {
      expire();
    } catch (RuntimeException | Error failed) {
      LOG.error("Expired keys could not be removed; it is tried again.", failed);
    }
  }

  private void expire() {
    shared.keyspace().lock().lock();
    try {
      shared.keyspace().lookAtClock();
      shared.keyspace().activeExpire(BUDGET_NANOS, System::nanoTime);
      shared.keyspace().makeRoom();
      shared.journal().endBatch();
    } finally {
      shared.keyspace().lock().unlock();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
