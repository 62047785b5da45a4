package io.ringloom.example.kv.store;

/**
 * What has become of a list since it was last written down.
 *
 * <p>Elements are numbered for good: who comes first gets the number below the first, so a push or
 * a pop moves no other, and only what has changed needs to be written again. Guarded by the
 * keyspace's lock.
 */
public abstract class ListTrace {
  /** So many places that were written over are told apart; then all between them counts too. */
  private static final int MAX_TOUCHED_RANGES = 16;

  // All guarded by the keyspace's lock. Ranges go from a number up to and without another.
  /** The number of the list's first element. */
  private long first;

  /** What is written down. */
  private long writtenFrom;

  private long writtenTo;

  /** What of it was in the list all the time since. */
  private long keptFrom;

  private long keptTo;

  /** Where of that other elements may be now. */
  private final long[] touchedFrom = new long[MAX_TOUCHED_RANGES];

  private final long[] touchedTo = new long[MAX_TOUCHED_RANGES];
  private int touchedRanges;

  /** Is told what has to be written and erased for what is written down to be the list again. */
  public interface Parts {
    /** These elements have another place or value now; nobody may write to them. */
    void write(long from, byte[][] elements);

    /** The elements of these numbers are no more. */
    void erase(long from, long to);
  }

  /**
   * Begins a trace.
   *
   * @param first the number of the list's first element
   * @param written how many elements from there on are written down
   */
  protected ListTrace(long first, long written) {
    this.first = first;
    wrote(first, first + written);
  }

  /** The list has left its key, and may come back with another. */
  protected abstract void left();

  /** The number of the list's first element. */
  public final long first() {
    return first;
  }

  /** The number of the first element that was written down last. */
  public final long writtenFrom() {
    return writtenFrom;
  }

  /** The number after that of the last element that was written down last. */
  public final long writtenTo() {
    return writtenTo;
  }

  /** Tells the difference to what was written down, and takes it as written from now on. */
  public final void take(ListValue list, Parts parts) {
    long end = first + list.size();
    if (keptFrom >= keptTo) {
      write(list, first, end, parts);
    } else {
      write(list, first, keptFrom, parts);
      for (int range = 0; range < touchedRanges; range++) {
        write(
            list,
            Math.max(touchedFrom[range], keptFrom),
            Math.min(touchedTo[range], keptTo),
            parts);
      }
      write(list, keptTo, end, parts);
    }
    erase(writtenFrom, Math.min(first, writtenTo), parts);
    erase(Math.max(end, writtenFrom), writtenTo, parts);
    wrote(first, end);
  }

  final void pushedFirst() {
    first--;
  }

  final void poppedFirst(int count) {
    first += count;
    keptFrom = Math.max(keptFrom, first);
  }

  final void poppedLast(int size) {
    keptTo = Math.min(keptTo, first + size);
  }

  /** There are other elements now from the one index up to and without the other. */
  final void touched(int fromIndex, int toIndex) {
    long from = Math.max(first + fromIndex, keptFrom);
    long to = Math.min(first + toIndex, keptTo);
    if (from >= to) {
      return;
    }
    for (int range = 0; range < touchedRanges; range++) {
      if (from <= touchedTo[range] && touchedFrom[range] <= to) {
        touchedFrom[range] = Math.min(touchedFrom[range], from);
        touchedTo[range] = Math.max(touchedTo[range], to);
        return;
      }
    }
    if (touchedRanges == MAX_TOUCHED_RANGES) {
      joinTouched();
      touchedFrom[0] = Math.min(touchedFrom[0], from);
      touchedTo[0] = Math.max(touchedTo[0], to);
      return;
    }
    touchedFrom[touchedRanges] = from;
    touchedTo[touchedRanges] = to;
    touchedRanges++;
  }

  private void joinTouched() {
    for (int range = 1; range < touchedRanges; range++) {
      touchedFrom[0] = Math.min(touchedFrom[0], touchedFrom[range]);
      touchedTo[0] = Math.max(touchedTo[0], touchedTo[range]);
    }
    touchedRanges = 1;
  }

  private void wrote(long from, long to) {
    writtenFrom = from;
    keptFrom = from;
    writtenTo = to;
    keptTo = to;
    touchedRanges = 0;
  }

  private void write(ListValue list, long from, long to, Parts parts) {
    if (from < to) {
      parts.write(from, list.range((int) (from - first), (int) (to - first)));
    }
  }

  private static void erase(long from, long to, Parts parts) {
    if (from < to) {
      parts.erase(from, to);
    }
  }
}
