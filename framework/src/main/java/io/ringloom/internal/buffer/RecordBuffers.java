package io.ringloom.internal.buffer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for TLS records, shared by all TLS connections of one event loop. Loop only, except that
 * the pool is thread-safe.
 */
public final class RecordBuffers {
  /** How many records one gathering send may have. */
  public static final int MOST_SLOTS = 4;

  /** How much data one record may carry. */
  public static final int RECORD_DATA_BYTES = 16 * 1024;

  private final ChunkPool pool;
  private final ByteBuffer plaintext = ByteBuffer.allocateDirect(RECORD_DATA_BYTES);
  private final ByteBuffer ciphertext;
  private final ByteBuffer incoming;
  private final ByteBuffer empty = ByteBuffer.allocateDirect(0);
  private final @Nullable ByteBuffer[] sendBuffers = new ByteBuffer[MOST_SLOTS];

  /**
   * Makes the memory that is always there; slots are made as they are needed.
   *
   * @param slotBytes how much room the making of a record needs
   * @param poolBytes how much all slots hold together at most
   */
  public RecordBuffers(int slotBytes, long poolBytes) {
    this.pool = new ChunkPool(slotBytes, poolBytes);
    this.ciphertext = ByteBuffer.allocateDirect(slotBytes);
    this.incoming = ByteBuffer.allocateDirect(2 * slotBytes);
  }

  /** Returns the chunks that records are made in, and received in. */
  public ChunkPool pool() {
    return pool;
  }

  /**
   * Returns scratch space for the data of one record, which is valid until it is next asked for.
   */
  public ByteBuffer plaintext() {
    return plaintext.clear();
  }

  /** Returns scratch space to make a record in, which is valid until it is next asked for. */
  public ByteBuffer ciphertext() {
    return ciphertext.clear();
  }

  /** Returns scratch space for a record that arrived, which is valid until it is next asked for. */
  public ByteBuffer incoming() {
    return incoming.clear();
  }

  /** Returns a direct buffer without content. */
  public ByteBuffer empty() {
    return empty.clear();
  }

  /** Returns space for one gathering send; who uses it clears it. */
  public @Nullable ByteBuffer[] sendBuffers() {
    return sendBuffers;
  }
}
