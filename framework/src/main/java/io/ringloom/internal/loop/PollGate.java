package io.ringloom.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Decides who wakes a thread that waits for work, without ever losing a wake-up.
 *
 * <p>The protocol, between one waiting thread and any number of producers:
 *
 * <pre>
 *   waiter                             producer
 *   1. announce: state = how it waits  1. publish the work
 *      full fence                         full fence
 *   2. look for work once more         2. state is RUNNING: done
 *   3. none: wait                         else set it to RUNNING; who did so wakes the waiter
 *   4. retract: state = RUNNING
 * </pre>
 *
 * <p>Whichever fence comes second in the one order of all fences, its thread sees what the other
 * did before its own: the waiter finds the work, or the producer finds the announcement. A producer
 * that wakes too late, after the waiter has gone on by itself, makes one wait return early and does
 * no other harm.
 */
public final class PollGate {
  /** The thread works; whatever is published now it finds before it waits. */
  static final int RUNNING = 0;

  /** The thread waits, or is about to, inside a poll of the driver. */
  static final int POLLING = 1;

  /** The thread waits, or is about to, in {@link java.util.concurrent.locks.LockSupport#park}. */
  static final int PARKED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PollGate.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Written by the waiter, and by a producer from a waiting state to RUNNING. */
  private volatile int state;

  /** Says that the thread is about to wait. It has to look for work after this. */
  void announce(int waitingState) {
    state = waitingState;
    VarHandle.fullFence();
  }

  /** Says that the thread works again. */
  void retract() {
    state = RUNNING;
  }

  /** Returns whether the thread waits or is about to. Any thread. */
  boolean isWaiting() {
    return state != RUNNING;
  }

  /**
   * Called by a producer after it has published work: returns how the waiter has to be woken by
   * this caller, {@link #RUNNING} if it need not be.
   */
  int claimWakeup() {
    VarHandle.fullFence();
    int seen = (int) STATE.getOpaque(this);
    if (seen == RUNNING) {
      return RUNNING;
    }
    return STATE.compareAndSet(this, seen, RUNNING) ? seen : RUNNING;
  }
}
