package io.ringloom.internal.buffer;

import java.nio.ByteBuffer;

/**
 * A block of memory that is filled at its end and emptied at its start. It belongs to one queue at
 * a time, whose lock guards it.
 */
public final class Chunk extends Segment {
  private final ByteBuffer fill;
  private final ByteBuffer view;
  private final boolean pooled;

  /**
   * Where the bytes begin; {@link #view} is set from it, since whoever reads the view moves that.
   */
  private int start;

  private boolean inUse;

  Chunk(ByteBuffer memory, boolean pooled) {
    this.fill = memory;
    this.view = memory.duplicate();
    this.pooled = pooled;
  }

  /** Makes a chunk of no pool, for a certain number of bytes. */
  public static Chunk onHeap(int bytes) {
    return new Chunk(ByteBuffer.allocate(bytes), false);
  }

  /** Returns how many more bytes fit. */
  public int room() {
    return fill.remaining();
  }

  /** Returns how many bytes this chunk can hold in all. */
  public int capacity() {
    return fill.capacity();
  }

  /** Returns how many bytes are in it. */
  public int size() {
    return fill.position() - start;
  }

  /**
   * Moves as many bytes as fit, all or the first of {@code src}, to the end of this chunk.
   *
   * @return how many were moved
   */
  public int append(ByteBuffer src) {
    int count = Math.min(src.remaining(), fill.remaining());
    int limit = src.limit();
    src.limit(src.position() + count);
    try {
      fill.put(src);
    } finally {
      src.limit(limit);
    }
    return count;
  }

  /** Returns the room behind its bytes; what is put there is in the chunk. */
  public ByteBuffer tail() {
    return fill;
  }

  /**
   * Returns the bytes in it, from position to limit. The view is always the same object. Reading it
   * does not empty the chunk: {@link #consume} does.
   */
  public ByteBuffer content() {
    return view.limit(fill.position()).position(start);
  }

  /** Drops bytes from the start. */
  public void consume(int count) {
    start += count;
  }

  /** Drops what a reader of {@link #content()} has read. */
  public void consumeRead() {
    start = view.position();
  }

  /** Moves the bytes in it to the start of its memory, which makes room behind them. */
  public void compact() {
    if (start > 0) {
      int size = size();
      fill.put(0, fill, start, size);
      fill.position(size);
      start = 0;
    }
  }

  /** Returns whether its memory is native. */
  public boolean isDirect() {
    return fill.isDirect();
  }

  boolean isPooled() {
    return pooled;
  }

  /** Makes the chunk empty for its next user. A chunk that is taken twice is a bug of ours. */
  void take() {
    if (inUse) {
      throw new IllegalStateException("A chunk of the pool was handed out twice.");
    }
    inUse = true;
    next = null;
    fill.clear();
    start = 0;
  }

  /** Marks the chunk as free. A chunk that is given back twice is a bug of ours. */
  void giveBack() {
    if (!inUse) {
      throw new IllegalStateException("A chunk was given back to its pool twice.");
    }
    inUse = false;
    next = null;
  }
}
