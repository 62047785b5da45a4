package io.ringloom.example.kv.store;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of entries by key.
 *
 * <p>It is split into segments by the high bits of the hash. Each segment grows and shrinks on its
 * own, so the longest pause moves a part in 256 only. Guarded by the keyspace's lock.
 */
final class KeyTable {
  private static final int SEGMENT_BITS = 8;
  private static final int SEGMENTS = 1 << SEGMENT_BITS;

  // Guarded by the keyspace's lock.
  private final @Nullable Segment[] segments = new @Nullable Segment[SEGMENTS];
  private final EntryBag all = new EntryBag(EntryBag.Kind.ALL);

  int size() {
    return all.size();
  }

  @Nullable Entry find(byte[] key) {
    int hash = KeyHash.OF_PROCESS.of(key);
    Segment segment = segments[hash >>> -SEGMENT_BITS];
    return segment == null ? null : segment.find(key, hash);
  }

  /** Whether this very entry is there. */
  boolean holds(Entry entry) {
    return all.holds(entry);
  }

  /** Adds an entry whose key is not there. */
  void add(Entry entry) {
    int index = entry.hash >>> -SEGMENT_BITS;
    Segment segment = segments[index];
    if (segment == null) {
      segment = new Segment();
      segments[index] = segment;
    }
    // Before the other, so that where there is no memory the entry is in none of both.
    all.reserve();
    segment.add(entry);
    all.add(entry);
  }

  /** Removes an entry that is there. */
  void remove(Entry entry) {
    Segment segment = segments[entry.hash >>> -SEGMENT_BITS];
    if (segment == null) {
      throw new IllegalStateException("the entry is not in this table");
    }
    segment.remove(entry);
    all.remove(entry);
  }

  /** The entry of a number from 0 up to the size; any change may number them anew. */
  Entry at(int number) {
    return all.get(number);
  }

  /** Shows all; the consumer must not change the table. */
  void forEach(Consumer<Entry> consumer) {
    for (Segment segment : segments) {
      if (segment != null) {
        segment.forEach(consumer);
      }
    }
  }

  /**
   * Shows some entries, and returns the cursor from which to go on, 0 when all were shown.
   *
   * <p>What is there from the first call to the last is shown at least once, however the table
   * grows or shrinks meanwhile. The consumer must not change the table. Any cursor is valid, also
   * one that was made up.
   *
   * @param cursor 0 to begin; the low 8 bits are the segment, above is the cursor within it
   * @param count about how many to show
   */
  long scan(long cursor, int count, Consumer<Entry> consumer) {
    int index = (int) (cursor & (SEGMENTS - 1));
    int within = (int) (cursor >>> SEGMENT_BITS);
    int[] shown = new int[1];
    Consumer<Entry> counting =
        entry -> {
          shown[0]++;
          consumer.accept(entry);
        };
    // Sparse tables have many empty buckets, of which a call sees only so many.
    long bucketsLeft = 10L * count;
    while (index < SEGMENTS) {
      Segment segment = segments[index];
      if (segment == null || segment.size() == 0) {
        within = 0;
      } else if (shown[0] >= count || bucketsLeft <= 0) {
        return Integer.toUnsignedLong(within) << SEGMENT_BITS | index;
      } else {
        within = segment.scan(within, counting);
        bucketsLeft--;
      }
      if (within == 0) {
        index++;
      }
    }
    return 0;
  }
}
