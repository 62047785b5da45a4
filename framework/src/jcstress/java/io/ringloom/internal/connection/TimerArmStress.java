package io.ringloom.internal.connection;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The timer of {@link LoopSide}, as a model: a thread begins to wait with a deadline while the
 * timer fires, finds nothing else to wait for and is not armed again. The loop sees the deadline,
 * or the thread sees that it has to ask.
 */
public class TimerArmStress {

  /** The protocol as it is: the loop writes what is armed before it collects the deadlines. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The deadline is kept.")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "The deadline is forgotten.")
  @State
  public static class WriteThenCollect extends Model {
    @Actor
    public void fire() {
      armed = WaitSet.NO_DEADLINE;
      collected = soonest();
    }

    @Actor
    public void thread() {
      waitUntil(DEADLINE);
    }

    @Arbiter
    public void end(Z_Result r) {
      r.r1 = collected == DEADLINE || asked;
    }
  }

  /** The loop collects the deadlines first. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The deadline is kept.")
  @Outcome(id = "false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class CollectThenWrite extends Model {
    @Actor
    public void fire() {
      collected = soonest();
      armed = WaitSet.NO_DEADLINE;
    }

    @Actor
    public void thread() {
      waitUntil(DEADLINE);
    }

    @Arbiter
    public void end(Z_Result r) {
      r.r1 = collected == DEADLINE || asked;
    }
  }

  /** What both have in common. The timer was armed for a deadline that has gone since. */
  static class Model {
    static final long DEADLINE = 2;

    private final WaitSet waiters = new WaitSet();
    volatile long armed = 1;
    long collected;
    boolean asked;

    final synchronized long soonest() {
      return waiters.soonestDeadline();
    }

    final void waitUntil(long deadline) {
      synchronized (this) {
        waiters.add(Waiter.THREAD, deadline, 0);
      }
      long seen = armed;
      asked = seen == WaitSet.NO_DEADLINE || deadline - seen < 0;
    }
  }
}
