package io.ringloom.example.kv.client;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Messages that a subscriber has not taken yet, bounded in bytes. Thread-safe. */
final class Inbox {
  private final long maxBytes;
  private final Allowance allowance;

  // Guarded by this.
  private final Deque<Message> messages = new ArrayDeque<>();
  private long bytes;

  Inbox(long maxBytes, Allowance allowance) {
    this.maxBytes = maxBytes;
    this.allowance = allowance;
  }

  /** Returns false if there is no room, and keeps the message out. */
  synchronized boolean offer(Message message) {
    if (bytes + message.bytes() > maxBytes || !allowance.take(message.bytes())) {
      return false;
    }
    bytes += message.bytes();
    messages.add(message);
    return true;
  }

  /** Null if there is none. */
  synchronized @Nullable Message poll() {
    Message message = messages.poll();
    if (message != null) {
      bytes -= message.bytes();
      allowance.giveBack(message.bytes());
    }
    return message;
  }

  synchronized boolean isEmpty() {
    return messages.isEmpty();
  }
}
