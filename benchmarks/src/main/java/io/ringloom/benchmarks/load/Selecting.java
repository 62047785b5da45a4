package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** What the drivers of closed loops do all the time. */
final class Selecting {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Selecting() {}

  /**
   * Waits for connections that are ready, and hands them over, until a time.
   *
   * @param endNanos the time, as {@link System#nanoTime()} tells it
   */
  static void until(long endNanos, Selector selector, Consumer<SelectionKey> ready)
      throws IOException {
    long left;
    while ((left = endNanos - System.nanoTime()) > 0) {
      selector.select(ready, 1 + left / NANOS_PER_MILLI);
    }
  }
}
