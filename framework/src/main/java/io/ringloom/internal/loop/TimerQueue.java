package io.ringloom.internal.loop;

import java.util.Arrays;

/**
 * The deadlines of one event loop: a binary heap whose entries know their place, so that each can
 * be moved or removed without a search and nothing is allocated for it. Loop only.
 *
 * <p>A connection has one entry, scheduled for the soonest of its deadlines and moved lazily: a
 * deadline that goes away leaves it where it is, and when it fires too early it is scheduled anew.
 */
public final class TimerQueue {
  private TimerEntry[] heap = new TimerEntry[64];
  private int size;

  /** Schedules an entry, or moves it where it is scheduled already. */
  public void schedule(TimerEntry entry, long deadlineNanos) {
    entry.deadlineNanos = deadlineNanos;
    if (entry.heapIndex == TimerEntry.NOT_QUEUED) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      place(entry, size++);
    }
    siftUp(entry);
    siftDown(entry);
  }

  /** Removes an entry, if it is there. */
  public void cancel(TimerEntry entry) {
    int index = entry.heapIndex;
    if (index == TimerEntry.NOT_QUEUED) {
      return;
    }
    entry.heapIndex = TimerEntry.NOT_QUEUED;
    TimerEntry last = heap[--size];
    clear(size);
    if (index != size) {
      place(last, index);
      siftUp(last);
      siftDown(last);
    }
  }

  /** Fires every entry whose time has come. An entry may schedule and cancel any entry. */
  public void fireExpired(long nowNanos) {
    while (size > 0 && heap[0].deadlineNanos - nowNanos <= 0) {
      TimerEntry entry = heap[0];
      cancel(entry);
      entry.fire();
    }
  }

  /**
   * Returns how long it is until the next entry fires, 0 if it should have, {@link Long#MAX_VALUE}
   * if there is none.
   */
  public long nanosUntilNext(long nowNanos) {
    return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].deadlineNanos - nowNanos);
  }

  /** Returns how many entries are scheduled. */
  public int size() {
    return size;
  }

  private void siftUp(TimerEntry entry) {
    int index = entry.heapIndex;
    while (index > 0) {
      int parentIndex = (index - 1) >>> 1;
      TimerEntry parent = heap[parentIndex];
      if (entry.deadlineNanos - parent.deadlineNanos >= 0) {
        break;
      }
      place(parent, index);
      index = parentIndex;
    }
    place(entry, index);
  }

  private void siftDown(TimerEntry entry) {
    int index = entry.heapIndex;
    int half = size >>> 1;
    while (index < half) {
      int childIndex = 2 * index + 1;
      TimerEntry child = heap[childIndex];
      if (childIndex + 1 < size && heap[childIndex + 1].deadlineNanos - child.deadlineNanos < 0) {
        child = heap[++childIndex];
      }
      if (entry.deadlineNanos - child.deadlineNanos <= 0) {
        break;
      }
      place(child, index);
      index = childIndex;
    }
    place(entry, index);
  }

  private void place(TimerEntry entry, int index) {
    heap[index] = entry;
    entry.heapIndex = index;
  }

  @SuppressWarnings("NullAway") // the part of the heap behind its size is empty
  private void clear(int index) {
    heap[index] = null;
  }
}
