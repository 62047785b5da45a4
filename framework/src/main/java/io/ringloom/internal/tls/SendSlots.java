package io.ringloom.internal.tls;

import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.ChunkPool;
import io.ringloom.internal.buffer.RecordBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one queue of records on their way out: of data, the handshake, alerts and close_notify, in
 * the order in which they were made. Loop only.
 *
 * <p>A record is made straight into a slot of the pool. When the pool is exhausted, it is made in
 * scratch space and copied to the heap: a connection must be able to end its handshake.
 */
final class SendSlots {
  private final RecordBuffers buffers;
  private final ChunkPool pool;
  private @Nullable Chunk head;
  private @Nullable Chunk tail;
  private int count;

  /** A slot that was handed out and holds nothing yet. */
  private @Nullable Chunk open;

  SendSlots(RecordBuffers buffers) {
    this.buffers = buffers;
    this.pool = buffers.pool();
  }

  /** Returns room for a record; {@link #commit} has to follow. */
  ByteBuffer next() {
    Chunk slot = open;
    if (slot == null) {
      slot = pool.tryTake();
      if (slot == null) {
        return buffers.ciphertext();
      }
      open = slot;
    }
    return slot.tail();
  }

  /** Appends what was put into the room that {@link #next} returned. */
  void commit(ByteBuffer room) {
    Chunk slot = open;
    if (slot == null) {
      room.flip();
      if (!room.hasRemaining()) {
        return;
      }
      slot = Chunk.onHeap(room.remaining());
      slot.append(room);
    } else if (slot.size() == 0) {
      return; // it stays open for the next record
    }
    open = null;
    if (tail == null) {
      head = slot;
    } else {
      tail.next = slot;
    }
    tail = slot;
    count++;
  }

  /** Gives back a slot that nothing was put into. */
  void giveBackOpen() {
    if (open != null) {
      pool.giveBack(open);
      open = null;
    }
  }

  boolean isEmpty() {
    return head == null;
  }

  /** Returns whether so many records wait that they should be sent before more are made. */
  boolean isFull() {
    return count >= RecordBuffers.MOST_SLOTS;
  }

  /** Collects what is to be sent next, and returns how many of the buffers are used. */
  int gather(@Nullable ByteBuffer[] into) {
    int used = 0;
    for (Chunk slot = head; slot != null && used < into.length; slot = (Chunk) slot.next) {
      into[used++] = slot.content();
    }
    return used;
  }

  /** Drops bytes that were sent. */
  void settle(long bytes) {
    long left = bytes;
    while (left > 0) {
      Chunk slot = head;
      if (slot == null) {
        throw new IllegalStateException("More was sent than there was.");
      }
      int size = slot.size();
      if (left < size) {
        slot.consume((int) left);
        return;
      }
      left -= size;
      dropHead(slot);
    }
  }

  /** Frees everything, when nothing is in flight any more. */
  void dispose() {
    giveBackOpen();
    while (head != null) {
      dropHead(head);
    }
  }

  private void dropHead(Chunk slot) {
    head = (Chunk) slot.next;
    if (head == null) {
      tail = null;
    }
    slot.next = null;
    count--;
    pool.giveBack(slot);
  }
}
