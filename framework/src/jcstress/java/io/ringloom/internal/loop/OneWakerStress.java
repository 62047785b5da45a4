package io.ringloom.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two producers that find a waiting loop, one wakes it: a wake-up is a system call. */
public class OneWakerStress {

  /** The protocol as it is. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = Expect.ACCEPTABLE,
      desc = "One wakes.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "None or both.")
  @State
  public static class Gate {
    private final PollGate gate = new PollGate();

    public Gate() {
      gate.announce(PollGate.PARKED);
    }

    @Actor
    public void producer1(ZZ_Result r) {
      r.r1 = gate.claimWakeup() == PollGate.PARKED;
    }

    @Actor
    public void producer2(ZZ_Result r) {
      r.r2 = gate.claimWakeup() == PollGate.PARKED;
    }
  }

  /** A producer looks and then writes, instead of both at once. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = Expect.ACCEPTABLE,
      desc = "One wakes.")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "None wakes.")
  @State
  public static class LookThenWrite {
    private volatile boolean waiting = true;

    @Actor
    public void producer1(ZZ_Result r) {
      r.r1 = claim();
    }

    @Actor
    public void producer2(ZZ_Result r) {
      r.r2 = claim();
    }

    private boolean claim() {
      if (!waiting) {
        return false;
      }
      waiting = false;
      return true;
    }
  }
}
