package io.ringloom.internal.server;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Logs what peers can cause, at most once a second, so that they cannot fill the log. Thread-safe.
 */
final class ThrottledLog {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;

  /** Guarded by this. */
  private long lastNanos = System.nanoTime() - PAUSE_NANOS;

  /** Guarded by this. */
  private long leftOut;

  ThrottledLog(Logger log) {
    this.log = log;
  }

  /** Logs a sentence, with how many others were left out before it. */
  void info(String sentence) {
    long before;
    synchronized (this) {
      long now = System.nanoTime();
      if (now - lastNanos < PAUSE_NANOS) {
        leftOut++;
        return;
      }
      lastNanos = now;
      before = leftOut;
      leftOut = 0;
    }
    if (before == 0) {
      log.info(sentence);
    } else {
      log.info("{} (Lines like this left out before it: {}.)", sentence, before);
    }
  }
}
