package io.ringloom.example.kv.store;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A part of a {@link KeyTable}: chained buckets. Guarded by the keyspace's lock. */
final class Segment {
  /** The hash has 8 further bits, which choose the segment. */
  private static final int MAX_BUCKETS = 1 << 24;

  // Both guarded by the keyspace's lock. The number of buckets is a power of two.
  private @Nullable Entry[] buckets = new @Nullable Entry[1];
  private int size;

  int size() {
    return size;
  }

  int bucketCount() {
    return buckets.length;
  }

  @Nullable Entry find(byte[] key, int hash) {
    for (Entry entry = buckets[bucket(hash)]; entry != null; entry = entry.next) {
      if (entry.hash == hash && Arrays.equals(entry.key, key)) {
        return entry;
      }
    }
    return null;
  }

  /** Adds an entry whose key is not there. */
  void add(Entry entry) {
    if (size == buckets.length && size < MAX_BUCKETS) {
      resize(2 * size);
    }
    link(entry);
    size++;
  }

  /** Removes an entry that is there. */
  void remove(Entry entry) {
    int bucket = bucket(entry.hash);
    Entry before = null;
    Entry at = buckets[bucket];
    while (at != entry) {
      if (at == null) {
        throw new IllegalStateException("the entry is not in this table");
      }
      before = at;
      at = at.next;
    }
    if (before == null) {
      buckets[bucket] = entry.next;
    } else {
      before.next = entry.next;
    }
    entry.next = null;
    size--;
    // Half of the buckets left have an entry then, so it neither grows nor shrinks soon again.
    if (size <= buckets.length / 8) {
      resizeIfThereIsMemory(Math.max(1, buckets.length / 4));
    }
  }

  /**
   * Shows one bucket and says which is next, 0 after the last.
   *
   * <p>The cursor counts with its highest bit as the lowest. The buckets into which one is split
   * when the table grows, or which are joined when it shrinks, differ in the higher bits only, so
   * they are neighbours in this order: what was shown stays behind the cursor, and what was not
   * stays before it.
   */
  int scan(int cursor, Consumer<Entry> consumer) {
    int mask = buckets.length - 1;
    for (Entry entry = buckets[cursor & mask]; entry != null; entry = entry.next) {
      consumer.accept(entry);
    }
    return Integer.reverse(Integer.reverse(cursor | ~mask) + 1);
  }

  void forEach(Consumer<Entry> consumer) {
    for (Entry first : buckets) {
      for (Entry entry = first; entry != null; entry = entry.next) {
        consumer.accept(entry);
      }
    }
  }

  private int bucket(int hash) {
    return hash & (buckets.length - 1);
  }

  private void link(Entry entry) {
    int bucket = bucket(entry.hash);
    entry.next = buckets[bucket];
    buckets[bucket] = entry;
  }

  /** The entry has left already, and a table that stays too large is a table still. */
  private void resizeIfThereIsMemory(int count) {
    try {
      resize(count);
    } catch (OutOfMemoryError e) {
      // The next entry that leaves tries again.
    }
  }

  private void resize(int count) {
    if (count == buckets.length) {
      return;
    }
    @Nullable Entry[] old = buckets;
    buckets = new @Nullable Entry[count];
    for (Entry first : old) {
      Entry entry = first;
      while (entry != null) {
        Entry next = entry.next;
        link(entry);
        entry = next;
      }
    }
  }
}
