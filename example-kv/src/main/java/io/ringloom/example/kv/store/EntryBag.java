package io.ringloom.example.kv.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries in no order, numbered without gaps, so that one can be drawn with equal chances for all.
 *
 * <p>Drawing a bucket instead would prefer entries of short chains, and miss often where few keys
 * are. Guarded by the keyspace's lock.
 */
final class EntryBag {
  /** The place of an entry that is in no bag. */
  static final int ABSENT = -1;

  /** Which of an entry's places this bag keeps. */
  enum Kind {
    ALL,
    EXPIRING
  }

  /** Entries are in pages, so that growing copies references to pages only. */
  private static final int PAGE_BITS = 10;

  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private final Kind kind;

  // Both guarded by the keyspace's lock.
  private @Nullable Entry[] @Nullable [] pages = new @Nullable Entry[4] @Nullable [];
  private int size;

  EntryBag(Kind kind) {
    this.kind = kind;
  }

  int size() {
    return size;
  }

  Entry get(int slot) {
    Entry entry = page(slot)[slot % PAGE_SIZE];
    if (slot >= size || entry == null) {
      throw new IndexOutOfBoundsException(slot);
    }
    return entry;
  }

  /** Whether this very bag has it. */
  boolean holds(Entry entry) {
    int slot = slotOf(entry);
    return slot != ABSENT && slot < size && get(slot) == entry;
  }

  /** Does nothing if it is in. */
  void add(Entry entry) {
    if (slotOf(entry) != ABSENT) {
      return;
    }
    reserve();
    put(size, entry);
    size++;
  }

  /** Takes the memory that one more entry needs. */
  void reserve() {
    int page = size >> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * page);
    }
    if (pages[page] == null) {
      pages[page] = new @Nullable Entry[PAGE_SIZE];
    }
  }

  /** Does nothing if it is not in. The last entry takes the place. */
  void remove(Entry entry) {
    int slot = slotOf(entry);
    if (slot == ABSENT) {
      return;
    }
    int lastSlot = size - 1;
    put(slot, get(lastSlot));
    page(lastSlot)[lastSlot % PAGE_SIZE] = null;
    size = lastSlot;
    setSlot(entry, ABSENT);
    // One page stays in reserve, so that a size at the edge does not make pages to and fro.
    int unused = (lastSlot >> PAGE_BITS) + 2;
    if (unused < pages.length) {
      pages[unused] = null;
    }
  }

  private void put(int slot, Entry entry) {
    page(slot)[slot % PAGE_SIZE] = entry;
    setSlot(entry, slot);
  }

  private @Nullable Entry[] page(int slot) {
    @Nullable Entry[] page = pages[slot >> PAGE_BITS];
    if (page == null) {
      throw new IndexOutOfBoundsException(slot);
    }
    return page;
  }

  private int slotOf(Entry entry) {
    return kind == Kind.ALL ? entry.slotOfAll : entry.slotOfExpiring;
  }

  private void setSlot(Entry entry, int slot) {
    if (kind == Kind.ALL) {
      entry.slotOfAll = slot;
    } else {
      entry.slotOfExpiring = slot;
    }
  }
}
