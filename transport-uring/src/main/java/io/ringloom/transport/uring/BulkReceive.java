package io.ringloom.transport.uring;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One large buffer of a loop, which the connections that are sent much receive into, one after the
 * other. Loop only.
 *
 * <p>Connections that all receive at once fill the processor's caches with bytes that are served
 * much later. Here one connection receives what its socket has, its handler runs and its answer
 * goes out, and then the next one has its turn: the bytes are still in the cache, and each system
 * call moves many of them.
 *
 * <p>A receive into the buffer never waits: it completes while it is submitted, with what the
 * socket has at that moment. So no peer can hold the buffer. It is lent until the end of the turn,
 * and the next receive is submitted after that.
 */
final class BulkReceive {
  private static final Logger LOG = LoggerFactory.getLogger(BulkReceive.class);

  private final int bytes;
  private final ArrayDeque<UringStreamChannel> waiting = new ArrayDeque<>();

  /** Made for the first connection that is sent much. */
  private @Nullable ByteBuffer buffer;

  private boolean inFlight;

  /** Whether there was no memory for the buffer. */
  private boolean unavailable;

  /**
   * Prepares it.
   *
   * @param bytes how large the buffer is, 0 for none
   */
  BulkReceive(int bytes) {
    this.bytes = bytes;
    this.unavailable = bytes == 0;
  }

  /** Returns whether a channel may wait for its turn. */
  boolean isAvailable() {
    return !unavailable;
  }

  /** Returns how many bytes one receive brings at most. */
  int bytes() {
    return bytes;
  }

  /** Has a channel receive when all that wait have, or as the next one. */
  void add(UringStreamChannel channel, boolean next) {
    if (next) {
      waiting.addFirst(channel);
    } else {
      waiting.addLast(channel);
    }
  }

  /**
   * Lets the next channel receive that still wants to. To be called between two turns, when nothing
   * is lent.
   */
  void serve() {
    while (!inFlight && !waiting.isEmpty()) {
      ByteBuffer memory = memory();
      UringStreamChannel channel = waiting.removeFirst();
      try {
        inFlight = channel.receiveInBulk(memory);
      } catch (RuntimeException | Error e) {
        channel.failedBy(e);
      }
    }
  }

  /** Returns the bytes that have been received, from position to limit. */
  ByteBuffer completed(int received) {
    inFlight = false;
    ByteBuffer memory = buffer;
    if (memory == null) {
      throw new IllegalStateException("Nothing was received in bulk.");
    }
    return memory.limit(received).position(0);
  }

  private @Nullable ByteBuffer memory() {
    if (buffer == null && !unavailable) {
      try {
        buffer = ByteBuffer.allocateDirect(bytes);
      } catch (OutOfMemoryError e) {
        unavailable = true;
        LOG.warn(
            "There is no memory for a buffer of {} bytes: an event loop receives in small parts.",
            bytes);
      }
    }
    return buffer == null ? null : buffer.clear();
  }
}
