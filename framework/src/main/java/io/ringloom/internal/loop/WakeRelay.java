package io.ringloom.internal.loop;

import java.util.ArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the handlers of a turn from within their own scheduler, the JDK's.
 *
 * <p>A continuation that comes from outside goes into a queue that any of the scheduler's threads
 * may take it from, and one of them is woken for it. That thread has run the handler, and is about
 * to fall asleep, before the loop has received for the next one: so each costs a wake-up by the
 * system, at the loop's expense. A virtual thread that wakes others puts them into the queue of the
 * thread it runs on, which goes on with them one by one; idle threads help where that takes long.
 *
 * <p>So the loop collects the handlers of a turn, and hands them to such a thread all at once. One
 * alone it wakes by itself.
 */
final class WakeRelay {
  private static final int QUEUE_CHUNK = 256;

  private final ThreadFactory threads;

  /** Handlers that this turn has made ready. Loop only. */
  private final ArrayList<Thread> collected = new ArrayList<>();

  /** Handlers on their way from the loop to the relay. */
  private final MpscUnboundedVarHandleArrayQueue<Thread> queue =
      new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK);

  private final PollGate gate = new PollGate();

  /** Made when it is first needed. Loop only. */
  private @Nullable Thread relay;

  /** Set by the loop when nothing more will come. */
  private volatile boolean ended;

  /**
   * Makes a relay for one loop.
   *
   * @param threads makes the thread that wakes, on the scheduler of those who are woken
   */
  WakeRelay(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Has a handler woken by {@link #passOn()}. Loop only. */
  void collect(Thread handler) {
    try {
      collected.add(handler);
    } catch (OutOfMemoryError e) {
      LockSupport.unpark(handler); // nobody else will: it is in no wait set any more
    }
  }

  /** Wakes those that were collected, or has them woken. Loop only. */
  void passOn() {
    int count = collected.size();
    if (count == 0) {
      return;
    }
    if (count == 1 || !handOver()) {
      for (int i = 0; i < count; i++) {
        LockSupport.unpark(collected.get(i));
      }
    }
    collected.clear();
  }

  /** Returns whether there was memory for it. If not, some may be woken twice, which is no harm. */
  private boolean handOver() {
    try {
      for (int i = 0; i < collected.size(); i++) {
        queue.offer(collected.get(i));
      }
      wakeRelay();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** Wakes the last ones, and has the relay end when it has, too. Loop only. */
  void end() {
    passOn();
    ended = true;
    if (relay != null) {
      wakeRelay();
    }
  }

  private void wakeRelay() {
    if (relay == null) {
      Thread made = threads.newThread(this::run);
      made.start();
      relay = made; // not before it runs: one that could not be started would never be woken
    } else if (gate.claimWakeup() == PollGate.PARKED) {
      LockSupport.unpark(relay);
    }
  }

  /** The life of the relay. */
  private void run() {
    boolean last;
    do {
      last = ended; // before the queue is worked off for the last time
      Thread handler;
      while ((handler = queue.poll()) != null) {
        LockSupport.unpark(handler);
      }
      gate.announce(PollGate.PARKED);
      if (queue.isEmpty() && !ended) {
        LockSupport.park(this);
      }
      gate.retract();
    } while (!last);
  }
}
