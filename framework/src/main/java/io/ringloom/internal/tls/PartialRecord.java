package io.ringloom.internal.tls;

import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record that has not arrived as a whole. It takes at most about twice the memory of what has
 * arrived of it, or one block of the pool, whatever its header claims. Loop only.
 */
final class PartialRecord {
  private static final int HEADER_BYTES = 5;
  private static final int LENGTH_AT = 3;

  /** The longest record that any version of TLS allows; of a longer one the header is enough. */
  private static final int MAX_RECORD_BYTES = HEADER_BYTES + 16 * 1024 + 2048;

  private final ChunkPool pool;
  private @Nullable Chunk chunk;

  PartialRecord(ChunkPool pool) {
    this.pool = pool;
  }

  boolean isEmpty() {
    return chunk == null;
  }

  /**
   * Takes from the buffer what the record lacks.
   *
   * @return whether there is something new to be looked at: the record, or just its header
   */
  boolean take(ByteBuffer data) {
    int before = size();
    if (before < HEADER_BYTES) {
      append(data, HEADER_BYTES - before, HEADER_BYTES);
      if (size() < HEADER_BYTES) {
        return false;
      }
    }
    int length = recordBytes();
    if (length <= MAX_RECORD_BYTES) {
      append(data, length - size(), length);
    }
    return before < HEADER_BYTES || size() == length;
  }

  /** Hands over the chunk with what there is; the caller gives it back. */
  Chunk release() {
    Chunk current = chunk();
    chunk = null;
    return current;
  }

  /** Takes back what was handed over, since more is needed. */
  void restore(Chunk unfinished) {
    chunk = unfinished;
  }

  void dispose() {
    if (chunk != null) {
      pool.giveBack(release());
    }
  }

  private Chunk chunk() {
    Chunk current = chunk;
    if (current == null) {
      throw new IllegalStateException("No record has begun.");
    }
    return current;
  }

  private int size() {
    return chunk == null ? 0 : chunk.size();
  }

  private int recordBytes() {
    ByteBuffer content = chunk().content();
    int length = content.getShort(content.position() + LENGTH_AT) & 0xFFFF;
    return HEADER_BYTES + length;
  }

  private void append(ByteBuffer data, int most, int enough) {
    int bytes = Math.min(most, data.remaining());
    Chunk room = roomFor(bytes, enough);
    int limit = data.limit();
    data.limit(data.position() + bytes);
    room.append(data);
    data.limit(limit);
  }

  private Chunk roomFor(int bytes, int enough) {
    Chunk current = chunk;
    if (current != null && current.room() >= bytes) {
      return current;
    }
    int size = size();
    // Growing by doubling keeps the copying within bounds, however small the pieces that arrive.
    Chunk larger = pool.takeFor(Math.max(size + bytes, Math.min(2 * size, enough)));
    if (current != null) {
      larger.append(current.content());
      pool.giveBack(current);
    }
    chunk = larger;
    return larger;
  }
}
