package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** What drivers do alike with their selectors. */
final class Selecting {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Selecting() {}

  /** Says whose a connection is. */
  @FunctionalInterface
  interface Owner {
    /**
     * Takes over a connection that blocks still; returns what its key has attached from then on.
     */
    Object take(SocketChannel socket) throws IOException;
  }

  /** Connects to a server so many times, and looks from then on for what comes back. */
  static void connect(int port, int count, Selector selector, Owner owner) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel socket = Loopback.connect(port);
      try {
        Object client = owner.take(socket);
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ, client);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
  }

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
