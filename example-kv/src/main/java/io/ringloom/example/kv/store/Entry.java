package io.ringloom.example.kv.store;

import org.jspecify.annotations.Nullable;

/** A key and what belongs to it. All but the key is guarded by the keyspace's lock. */
public final class Entry {
  /** The expiry of an entry that stays until it is removed. */
  public static final long NEVER = -1;

  /** The object itself, its place in a bucket, and its places in bags. */
  private static final long OBJECT_BYTES = 72 + 3 * Sizes.REFERENCE_BYTES;

  final byte[] key;
  final int hash;

  // The fields of this class that are not private are written by the one that is named.
  /** The next of the bucket; by {@link Segment}. */
  @Nullable Entry next;

  /** Places in bags; by {@link EntryBag}. A bag that was thrown away as a whole leaves them. */
  int slotOfAll = EntryBag.ABSENT;

  int slotOfExpiring = EntryBag.ABSENT;

  /** Whether it is a candidate for eviction; by {@link EvictionPool}. */
  boolean pooled;

  /** These by {@link Database} and {@link Keyspace}. */
  Value value;

  long expireAtMillis = NEVER;
  long lastAccessMillis;

  /** What this entry has added to the bytes in use. */
  long accountedBytes;

  Entry(byte[] key, Value value) {
    this.key = key;
    this.hash = KeyHash.OF_PROCESS.of(key);
    this.value = value;
  }

  /** The key, which nobody may write to. */
  public byte[] key() {
    return key;
  }

  public Value value() {
    return value;
  }

  /** Milliseconds since 1970, or {@link #NEVER}. */
  public long expireAtMillis() {
    return expireAtMillis;
  }

  /** When a command last used it, in milliseconds since 1970. */
  public long lastAccessMillis() {
    return lastAccessMillis;
  }

  /** About how much of the heap it takes with its key and value. */
  public long approximateBytes() {
    return OBJECT_BYTES + Sizes.ofBytes(key.length) + value.approximateBytes();
  }

  boolean isExpired(long nowMillis) {
    return expireAtMillis != NEVER && expireAtMillis <= nowMillis;
  }
}
