package io.ringloom.transport.nio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  static final int MOST_BYTES = 64 * 1024;

  /** The most that one receive takes where a connection lets as much wait. */
  private static final int LARGE_BYTES = 1024 * 1024;

  /** With less room than this it is better to begin a new turn. */
  private static final int LEAST_BYTES = 16 * 1024;

  /** Parts begin on a cache line. */
  private static final int ALIGNMENT = 64;

  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
  private final List<ByteBuffer> views = new ArrayList<>();

  /** For connections that are sent much; made for the first one. */
  private @Nullable ByteBuffer large;

  /** Whether {@link #next} has last returned it. */
  private boolean nextIsLarge;

  /** Whether there was no memory for it. */
  private boolean largeUnavailable;

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

  /**
   * Returns memory to receive into; {@link #commit} has to follow if something was received.
   *
   * @param wanted how many bytes are likely to be there, 0 if that is not known; more than {@link
   *     #MOST_BYTES} once in a turn at most
   */
  ByteBuffer next(int wanted) {
    if (wanted > MOST_BYTES) {
      ByteBuffer memory = large();
      if (memory != null) {
        nextIsLarge = true;
        return memory.limit(Math.min(wanted, LARGE_BYTES)).position(0);
      }
    }
    nextIsLarge = false;
    if (viewsUsed == views.size()) {
      views.add(block.duplicate());
    }
    ByteBuffer view = views.get(viewsUsed);
    return view.limit(Math.min(BLOCK_BYTES, used + MOST_BYTES)).position(used);
  }

  /** Keeps what was received since {@link #next}, and returns it from position to limit. */
  ByteBuffer commit(ByteBuffer view) {
    if (nextIsLarge) {
      return view.flip();
    }
    int end = view.position();
    view.limit(end).position(used);
    used = Math.min(BLOCK_BYTES, (end + ALIGNMENT - 1) & -ALIGNMENT);
    viewsUsed++;
    return view;
  }

  private @Nullable ByteBuffer large() {
    if (large == null && !largeUnavailable) {
      try {
        large = ByteBuffer.allocateDirect(LARGE_BYTES);
      } catch (OutOfMemoryError e) {
        largeUnavailable = true; // smaller receives do as well, if slower
      }
    }
    return large;
  }
}
