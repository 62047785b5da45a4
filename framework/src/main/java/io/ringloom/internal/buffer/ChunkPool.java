package io.ringloom.internal.buffer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one event loop, in native memory. They are made as they are needed, up to a limit,
 * and handed out last in, first out, so that a busy loop touches few of them.
 *
 * <p>Thread-safe: handlers of another carrier take and give back, too. The lock is held for a few
 * instructions and never while anything waits.
 */
public final class ChunkPool {
  private final int chunkBytes;
  private final int maxChunks;

  /** Guarded by this. */
  private @Nullable Segment free;

  /** Guarded by this. */
  private int made;

  /** Guarded by this. */
  private int inUse;

  /**
   * Makes an empty pool.
   *
   * @param chunkBytes how much a chunk holds
   * @param maxBytes how much all chunks hold together at most; less than one chunk means none
   */
  public ChunkPool(int chunkBytes, long maxBytes) {
    this.chunkBytes = chunkBytes;
    this.maxChunks = (int) Math.min(Integer.MAX_VALUE, maxBytes / chunkBytes);
  }

  /** Returns how much a chunk of the pool holds. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** Returns an empty chunk, or null if the pool has given out all it may. */
  public synchronized @Nullable Chunk tryTake() {
    Chunk chunk = (Chunk) free;
    if (chunk != null) {
      free = chunk.next;
    } else {
      chunk = tryMake();
      if (chunk == null) {
        return null;
      }
    }
    inUse++;
    chunk.take();
    return chunk;
  }

  private @Nullable Chunk tryMake() {
    if (made >= maxChunks) {
      return null;
    }
    try {
      Chunk chunk = new Chunk(ByteBuffer.allocateDirect(chunkBytes), true);
      made++;
      return chunk;
    } catch (OutOfMemoryError e) {
      return null; // the process's limit of native memory is as good a limit as our own
    }
  }

  /**
   * Returns an empty chunk for received bytes, which cannot be refused: one of the pool if they
   * would fill a good part of it and there is one, else one of the heap that is just large enough.
   */
  public Chunk takeFor(int bytes) {
    if (bytes > chunkBytes / 8 && bytes <= chunkBytes) {
      Chunk chunk = tryTake();
      if (chunk != null) {
        return chunk;
      }
    }
    return Chunk.onHeap(Math.max(bytes, 64));
  }

  /** Takes back a chunk that {@link #tryTake()} or {@link #takeFor} gave out. */
  public void giveBack(Chunk chunk) {
    if (!chunk.isPooled()) {
      return;
    }
    synchronized (this) {
      chunk.giveBack();
      chunk.next = free;
      free = chunk;
      inUse--;
    }
  }

  /**
   * Leaves a chunk to the garbage collector, since somebody may still look into it; the pool may
   * make another one in its place.
   */
  public void abandon(Chunk chunk) {
    if (chunk.isPooled()) {
      synchronized (this) {
        chunk.giveBack();
        made--;
        inUse--;
      }
    }
  }

  /** Returns how many bytes of the pool are given out. */
  public synchronized long bytesInUse() {
    return (long) inUse * chunkBytes;
  }

  /** Returns how many bytes the pool has taken from the system. */
  public synchronized long bytesAllocated() {
    return (long) made * chunkBytes;
  }
}
