package io.ringloom.example.kv.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients make the server keep apart from keys and values: requests that have not come whole,
 * queued commands, watched keys, subscriptions, names, and messages that wait. Limited for all
 * clients together, so that no number of them can exhaust the heap. Thread-safe.
 */
public final class ClientMemory {
  private static final int DEFAULT_PART_OF_HEAP = 4;

  private final AtomicLong usedBytes = new AtomicLong();
  private volatile long maxBytes = Runtime.getRuntime().maxMemory() / DEFAULT_PART_OF_HEAP;

  /** About how much it is now. */
  public long usedBytes() {
    return usedBytes.get();
  }

  public long maxBytes() {
    return maxBytes;
  }

  /** Sets how much it may be; what is granted already stays. */
  public void maxBytes(long bytes) {
    maxBytes = bytes;
  }

  boolean take(long bytes) {
    if (usedBytes.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    usedBytes.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    usedBytes.addAndGet(-bytes);
  }
}
