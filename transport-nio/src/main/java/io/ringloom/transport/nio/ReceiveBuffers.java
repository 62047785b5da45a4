package io.ringloom.transport.nio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that a loop receives into: one block, of which each receive of a turn gets the next
 * part that is free. Loop only.
 *
 * <p>Each receive has a view of its own, since views are lent until the end of the turn; the views
 * are used again in the next one.
 */
final class ReceiveBuffers {
  private static final int BLOCK_BYTES = 256 * 1024;

  /** The most that one receive takes, so that a busy peer cannot use up the block. */
  private static final int MOST_BYTES = 64 * 1024;

  /** With less room than this it is better to begin a new turn. */
  private static final int LEAST_BYTES = 16 * 1024;

  /** Parts begin on a cache line. */
  private static final int ALIGNMENT = 64;

  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
  private final List<ByteBuffer> views = new ArrayList<>();
  private int used;
  private int viewsUsed;

  /** Takes all memory back, at the start of a turn. */
  void reset() {
    used = 0;
    viewsUsed = 0;
  }

  /** Returns whether a receive of this turn gets enough memory. */
  boolean hasRoom() {
    return BLOCK_BYTES - used >= LEAST_BYTES;
  }

  /** Returns memory to receive into; {@link #commit} has to follow if something was received. */
  ByteBuffer next() {
    if (viewsUsed == views.size()) {
      views.add(block.duplicate());
    }
    ByteBuffer view = views.get(viewsUsed);
    return view.limit(Math.min(BLOCK_BYTES, used + MOST_BYTES)).position(used);
  }

  /** Keeps what was received since {@link #next()}, and returns it from position to limit. */
  ByteBuffer commit(ByteBuffer view) {
    int end = view.position();
    view.limit(end).position(used);
    used = Math.min(BLOCK_BYTES, (end + ALIGNMENT - 1) & -ALIGNMENT);
    viewsUsed++;
    return view;
  }
}
