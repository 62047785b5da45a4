package io.ringloom.internal.loop;

/** Something that happens at a point in time, at most once per {@link TimerQueue#schedule}. */
public abstract class TimerEntry {
  static final int NOT_QUEUED = -1;

  /** Loop only. */
  long deadlineNanos;

  /** Place in the heap of the timer queue. Loop only. */
  int heapIndex = NOT_QUEUED;

  /** Called on the loop's thread when the time has come; the entry is not queued then. */
  protected abstract void fire();

  /** Returns whether the entry waits in a timer queue. Loop only. */
  protected final boolean isScheduled() {
    return heapIndex != NOT_QUEUED;
  }
}
