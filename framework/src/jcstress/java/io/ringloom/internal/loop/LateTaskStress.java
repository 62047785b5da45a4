package io.ringloom.internal.loop;

import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A task is submitted while the loop ends: it is taken from the queue exactly once, by the loop's
 * last round or by who submitted it. A model of {@link EventLoop#submit} and of the loop's end, and
 * of the run queue of a {@link Carrier} that retires.
 */
public class LateTaskStress {

  /** The protocol as it is: who offers looks for the end afterwards, through a full fence. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Taken once.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Lost or taken twice.")
  @State
  public static class LookAfterOffer extends Model {
    private final PollGate gate = new PollGate();

    @Actor
    public void submit() {
      queue.offer(taken);
      gate.claimWakeup();
      if (ended) {
        takeAll();
      }
    }

    @Actor
    public void end() {
      ended = true;
      takeAll();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = taken.get();
    }
  }

  /** Who submits looks for the end first: it may come between the look and the offer. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Taken once.")
  @Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect: lost.")
  @State
  public static class LookBeforeOffer extends Model {

    @Actor
    public void submit() {
      boolean tooLate = ended;
      queue.offer(taken);
      if (tooLate) {
        takeAll();
      }
    }

    @Actor
    public void end() {
      ended = true;
      takeAll();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = taken.get();
    }
  }

  /** What both have in common. */
  static class Model {
    final MpscUnboundedVarHandleArrayQueue<AtomicInteger> queue =
        new MpscUnboundedVarHandleArrayQueue<>(2);
    final AtomicInteger taken = new AtomicInteger();
    volatile boolean ended;

    final void takeAll() {
      synchronized (queue) {
        AtomicInteger task;
        while ((task = queue.poll()) != null) {
          task.incrementAndGet();
        }
      }
    }
  }
}
