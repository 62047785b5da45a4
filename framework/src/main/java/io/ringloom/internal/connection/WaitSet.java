package io.ringloom.internal.connection;

import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for something of a mailbox or an outbox, each until a count has reached its
 * target, and perhaps with a deadline. Guarded by the lock of its owner.
 *
 * <p>The hand-off: a thread finds, under the lock, that what it wants is not there, and adds itself
 * under the same lock; then it parks without the lock. Whoever brings it takes the thread out under
 * the lock, and unparks it. An unpark that comes before the park makes the park return, so no order
 * of the two loses a wake-up. A woken thread looks again under the lock, since a park may also
 * return without reason.
 *
 * <p>There is nearly always one thread at the most, so the first one needs no object.
 */
final class WaitSet {
  /** The deadline of a thread that waits without one. */
  static final long NO_DEADLINE = Long.MAX_VALUE;

  private @Nullable Thread thread;
  private long deadlineNanos;
  private long target;
  private @Nullable ArrayList<Waiter> others;

  /** Adds a thread, or changes what it waits for. */
  void add(Thread waiting, long deadline, long untilCount) {
    if (thread == null || thread == waiting) {
      remove(waiting); // it may be among the others
      thread = waiting;
      deadlineNanos = deadline;
      target = untilCount;
      return;
    }
    remove(waiting);
    if (others == null) {
      others = new ArrayList<>(2);
    }
    others.add(new Waiter(waiting, deadline, untilCount));
  }

  /** Removes a thread, if it is there. */
  void remove(Thread waiting) {
    if (thread == waiting) {
      thread = null;
    }
    if (others != null) {
      others.removeIf(waiter -> waiter.thread == waiting);
    }
  }

  /**
   * Removes the threads whose target the count has reached.
   *
   * @return the first of them, for the caller to unpark when it has released the lock; the others,
   *     if there are any, are unparked here
   */
  @Nullable Thread takeReached(long count) {
    Thread first = null;
    if (thread != null && target <= count) {
      first = thread;
      thread = null;
    }
    if (others != null) {
      others.removeIf(waiter -> waiter.target <= count && waiter.unpark());
    }
    return first;
  }

  /** Removes all threads; see {@link #takeReached}. */
  @Nullable Thread takeAll() {
    return takeReached(Long.MAX_VALUE);
  }

  /** Removes the threads whose deadline has passed; see {@link #takeReached}. */
  @Nullable Thread takeExpired(long nowNanos) {
    Thread first = null;
    if (thread != null && isExpired(deadlineNanos, nowNanos)) {
      first = thread;
      thread = null;
    }
    if (others != null) {
      others.removeIf(waiter -> isExpired(waiter.deadlineNanos, nowNanos) && waiter.unpark());
    }
    return first;
  }

  /** Returns the soonest deadline of all threads, {@link #NO_DEADLINE} if there is none. */
  long soonestDeadline() {
    long soonest = thread == null ? NO_DEADLINE : deadlineNanos;
    if (others != null) {
      for (Waiter waiter : others) {
        soonest = sooner(soonest, waiter.deadlineNanos);
      }
    }
    return soonest;
  }

  /** Unparks a thread that was taken out, if there was one. */
  static void unpark(@Nullable Thread taken) {
    if (taken != null) {
      LockSupport.unpark(taken);
    }
  }

  /** Returns whether a deadline has passed. */
  static boolean isExpired(long deadlineNanos, long nowNanos) {
    return deadlineNanos != NO_DEADLINE && deadlineNanos - nowNanos <= 0;
  }

  /** Returns the sooner of two deadlines. */
  static long sooner(long a, long b) {
    if (a == NO_DEADLINE) {
      return b;
    }
    return b == NO_DEADLINE || a - b <= 0 ? a : b;
  }

  private record Waiter(Thread thread, long deadlineNanos, long target) {
    boolean unpark() {
      LockSupport.unpark(thread);
      return true;
    }
  }
}
