package io.ringloom.example.kv.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A list of strings in a ring, so both ends are equally near.
 *
 * <p>Guarded by the keyspace's lock. Who changes a list that is in the keyspace tells it by {@link
 * Keyspace#modified}. Elements are taken over, and nobody may write to them any more.
 */
public final class ListValue extends Value {
  private static final int MIN_CAPACITY = 4;
  private static final int MAX_CAPACITY = 1 << 30;
  private static final long OBJECT_BYTES = 32;

  // All guarded by the keyspace's lock. The capacity is a power of two.
  private byte[] @Nullable [] ring = new byte[MIN_CAPACITY] @Nullable [];
  private int head;
  private int size;
  private long elementBytes;

  /** Null while nobody writes the list down. */
  private @Nullable ListTrace trace;

  /** What was told to follow the changes, or null. */
  public @Nullable ListTrace trace() {
    return trace;
  }

  /** Lets a trace follow the changes from now on in place of what did so far. */
  public void follow(@Nullable ListTrace newTrace) {
    trace = newTrace;
  }

  public int size() {
    return size;
  }

  public void pushFirst(byte[] element) {
    growIfFull();
    head = slot(-1);
    set0(0, element);
    added(element);
    if (trace != null) {
      trace.pushedFirst();
    }
  }

  public void pushLast(byte[] element) {
    growIfFull();
    set0(size, element);
    added(element);
  }

  /** Null if there is none. */
  public byte @Nullable [] popFirst() {
    if (size == 0) {
      return null;
    }
    byte[] element = get(0);
    ring[head] = null;
    head = slot(1);
    removed(element);
    shrinkIfSparse();
    if (trace != null) {
      trace.poppedFirst(1);
    }
    return element;
  }

  /** Null if there is none. */
  public byte @Nullable [] popLast() {
    if (size == 0) {
      return null;
    }
    byte[] element = get(size - 1);
    ring[slot(size - 1)] = null;
    removed(element);
    shrinkIfSparse();
    if (trace != null) {
      trace.poppedLast(size);
    }
    return element;
  }

  public byte[] get(int index) {
    checkIndex(index, size);
    byte[] element = ring[slot(index)];
    if (element == null) {
      throw new IllegalStateException("no element at " + index);
    }
    return element;
  }

  public void set(int index, byte[] element) {
    elementBytes += Sizes.ofBytes(element.length) - Sizes.ofBytes(get(index).length);
    set0(index, element);
    touched(index, index + 1);
  }

  /** Puts it before what is at the index now, or at the end if the index is the size. */
  public void insert(int index, byte[] element) {
    checkIndex(index, size + 1);
    growIfFull();
    boolean movesFirst = index < size / 2;
    if (movesFirst) {
      head = slot(-1);
      for (int at = 0; at < index; at++) {
        ring[slot(at)] = ring[slot(at + 1)];
      }
    } else {
      for (int at = size; at > index; at--) {
        ring[slot(at)] = ring[slot(at - 1)];
      }
    }
    set0(index, element);
    added(element);
    if (trace != null && movesFirst) {
      trace.pushedFirst();
    }
    touched(movesFirst ? 0 : index, movesFirst ? index + 1 : size);
  }

  /**
   * Removes what equals the element: the first {@code count}, the last {@code -count} if negative,
   * or all if 0.
   *
   * @return how many it were
   */
  public int remove(long count, byte[] element) {
    boolean fromEnd = count < 0;
    // The lowest long has no positive; as no list is so long, any number beyond will do.
    long wanted = count == 0 ? Long.MAX_VALUE : Math.abs(Math.max(count, -Long.MAX_VALUE));
    int before = size;
    int kept = 0;
    int gone = 0;
    int unmoved = 0;
    for (int at = 0; at < before; at++) {
      byte[] candidate = get(fromEnd ? before - 1 - at : at);
      if (gone < wanted && Arrays.equals(candidate, element)) {
        gone++;
        elementBytes -= Sizes.ofBytes(candidate.length);
      } else {
        set0(fromEnd ? before - 1 - kept : kept, candidate);
        kept++;
        unmoved += gone == 0 ? 1 : 0;
      }
    }
    for (int at = kept; at < before; at++) {
      ring[slot(fromEnd ? before - 1 - at : at)] = null;
    }
    if (fromEnd) {
      head = slot(gone);
    }
    size = kept;
    shrinkIfSparse();
    if (trace != null && gone > 0) {
      closedUp(trace, fromEnd, gone, unmoved);
    }
    return gone;
  }

  /** Keeps what is from the one index up to and without the other. */
  public void trim(int from, int to) {
    int until = Math.max(from, to);
    checkIndex(from, size + 1);
    checkIndex(until, size + 1);
    for (int surplus = size - until; surplus > 0; surplus--) {
      popLast();
    }
    for (int surplus = from; surplus > 0; surplus--) {
      popFirst();
    }
  }

  /** The elements from the one index up to and without the other. */
  byte[][] range(int from, int to) {
    byte[][] elements = new byte[to - from][];
    for (int at = from; at < to; at++) {
      elements[at - from] = get(at);
    }
    return elements;
  }

  /** A list of the same elements, which nobody follows. */
  public ListValue copy() {
    ListValue copy = new ListValue();
    copy.ring = ring.clone();
    copy.head = head;
    copy.size = size;
    copy.elementBytes = elementBytes;
    return copy;
  }

  @Override
  public long approximateBytes() {
    return OBJECT_BYTES + Sizes.ofReferences(ring.length) + elementBytes;
  }

  @Override
  boolean isVoid() {
    return size == 0;
  }

  @Override
  void left() {
    if (trace != null) {
      trace.left();
    }
  }

  /** Elements went, and beyond those that stayed in place the others moved up to that end. */
  private void closedUp(ListTrace follower, boolean fromEnd, int gone, int unmoved) {
    if (fromEnd) {
      follower.poppedFirst(gone);
      follower.touched(0, size - unmoved);
    } else {
      follower.poppedLast(size);
      follower.touched(unmoved, size);
    }
  }

  private void touched(int from, int to) {
    if (trace != null) {
      trace.touched(from, to);
    }
  }

  private void set0(int index, byte[] element) {
    ring[slot(index)] = element;
  }

  private void added(byte[] element) {
    size++;
    elementBytes += Sizes.ofBytes(element.length);
  }

  private void removed(byte[] element) {
    size--;
    elementBytes -= Sizes.ofBytes(element.length);
  }

  private int slot(int index) {
    return (head + index) & (ring.length - 1);
  }

  private void growIfFull() {
    if (size == ring.length) {
      if (size == MAX_CAPACITY) {
        throw new IllegalStateException("a list has at most " + MAX_CAPACITY + " elements");
      }
      resize(2 * size);
    }
  }

  private void shrinkIfSparse() {
    int capacity = ring.length;
    // Half of the new ring stays free, so that a push does not grow it at once again.
    while (capacity > MIN_CAPACITY && size <= capacity / 4) {
      capacity /= 2;
    }
    if (capacity != ring.length) {
      resizeIfThereIsMemory(capacity);
    }
  }

  /** What was taken from the list must not be lost because there is no memory for less of it. */
  private void resizeIfThereIsMemory(int capacity) {
    try {
      resize(capacity);
    } catch (OutOfMemoryError e) {
      // Then it stays as it is. The next one to be taken tries again.
    }
  }

  private void resize(int capacity) {
    byte[] @Nullable [] resized = new byte[capacity] @Nullable [];
    int straight = Math.min(size, ring.length - head);
    System.arraycopy(ring, head, resized, 0, straight);
    System.arraycopy(ring, 0, resized, straight, size - straight);
    ring = resized;
    head = 0;
  }

  private static void checkIndex(int index, int bound) {
    if (index < 0 || index >= bound) {
      throw new IndexOutOfBoundsException(index);
    }
  }
}
