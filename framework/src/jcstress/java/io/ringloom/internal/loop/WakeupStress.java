package io.ringloom.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Work is published while the loop goes to wait: the loop sees it, or the producer wakes the loop.
 */
public class WakeupStress {
  private static final Runnable WORK = () -> {};

  /** The protocol as it is. */
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The loop finds the work.")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The producer wakes the loop.")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one wait returns early.")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "The loop sleeps over work.")
  @State
  public static class Gate {
    private final MpscUnboundedVarHandleArrayQueue<Runnable> queue =
        new MpscUnboundedVarHandleArrayQueue<>(2);
    private final PollGate gate = new PollGate();

    @Actor
    public void loop(ZZ_Result r) {
      gate.announce(PollGate.POLLING);
      r.r1 = !queue.isEmpty();
    }

    @Actor
    public void producer(ZZ_Result r) {
      queue.offer(WORK);
      r.r2 = gate.claimWakeup() == PollGate.POLLING;
    }
  }

  /** The loop announces its wait without a fence, and looks before others see that. */
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The loop finds the work.")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The producer wakes the loop.")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one wait returns early.")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class WithoutFence {
    private static final VarHandle WAITING = handle();

    private final MpscUnboundedVarHandleArrayQueue<Runnable> queue =
        new MpscUnboundedVarHandleArrayQueue<>(2);
    private boolean waiting;

    @Actor
    public void loop(ZZ_Result r) {
      WAITING.setRelease(this, true);
      r.r1 = !queue.isEmpty();
    }

    @Actor
    public void producer(ZZ_Result r) {
      queue.offer(WORK);
      VarHandle.fullFence();
      r.r2 = (boolean) WAITING.getAcquire(this);
    }

    private static VarHandle handle() {
      try {
        return MethodHandles.lookup().findVarHandle(WithoutFence.class, "waiting", boolean.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  /** The loop looks before it announces its wait, and not again after that. */
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The loop finds the work.")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The producer wakes the loop.")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one wait returns early.")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class WithoutSecondLook {
    private final MpscUnboundedVarHandleArrayQueue<Runnable> queue =
        new MpscUnboundedVarHandleArrayQueue<>(2);
    private final PollGate gate = new PollGate();

    @Actor
    public void loop(ZZ_Result r) {
      r.r1 = !queue.isEmpty();
      gate.announce(PollGate.POLLING);
    }

    @Actor
    public void producer(ZZ_Result r) {
      queue.offer(WORK);
      r.r2 = gate.claimWakeup() == PollGate.POLLING;
    }
  }
}
