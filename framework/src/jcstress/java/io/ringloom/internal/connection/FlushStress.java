package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

/** A writer waits until its byte was sent: it finds that it was, or is woken when it is. */
public class FlushStress {
  private static final ChunkPool POOL = new ChunkPool(16, 1 << 30);

  /** The protocol as it is. */
  @JCStressTest
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "It was sent.")
  @Outcome(id = "-2, true", expect = Expect.ACCEPTABLE, desc = "The writer is woken.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The writer sleeps for ever, or is woken twice.")
  @State
  public static class Settle {
    private final Outbox outbox = new Outbox(POOL, 64, 16);

    public Settle() {
      SendStress.write(outbox, 1);
    }

    @Actor
    public void writer(JZ_Result r) {
      r.r1 = outbox.awaitSettled(1, Waiter.THREAD, WaitSet.NO_DEADLINE);
    }

    @Actor
    public void loop(JZ_Result r) {
      int count = outbox.gather(new ByteBuffer[1]);
      r.r2 = outbox.settle(count, true) != null;
    }

    @Arbiter
    public void end() {
      outbox.dispose();
    }
  }

  /** The connection breaks instead. */
  @JCStressTest
  @Outcome(id = "-1, false", expect = Expect.ACCEPTABLE, desc = "It was broken.")
  @Outcome(id = "-2, false", expect = Expect.ACCEPTABLE, desc = "The writer is woken.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The writer sleeps for ever.")
  @State
  public static class Dispose {
    private final Outbox outbox = new Outbox(POOL, 64, 16);

    public Dispose() {
      SendStress.write(outbox, 1);
    }

    @Actor
    public void writer(JZ_Result r) {
      r.r1 = outbox.awaitSettled(1, Waiter.THREAD, 1);
    }

    @Actor
    public void loop() {
      outbox.dispose();
    }

    @Arbiter
    public void end(JZ_Result r) {
      r.r2 = outbox.soonestDeadline() != WaitSet.NO_DEADLINE; // somebody still waits
    }
  }

  /** The writer looks and begins to wait under two locks instead of one. */
  @JCStressTest
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "It was sent.")
  @Outcome(id = "-2, true", expect = Expect.ACCEPTABLE, desc = "The writer is woken.")
  @Outcome(id = "-2, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class LookThenWait {
    private final WaitSet writers = new WaitSet();
    private long settled;

    @Actor
    public void writer(JZ_Result r) {
      r.r1 = settled() >= 1 ? Outbox.DONE : Outbox.NO_ROOM;
      if (r.r1 == Outbox.NO_ROOM) {
        beginToWait();
      }
    }

    @Actor
    public void loop(JZ_Result r) {
      r.r2 = settle() != null;
    }

    private synchronized long settled() {
      return settled;
    }

    private synchronized void beginToWait() {
      writers.add(Waiter.THREAD, WaitSet.NO_DEADLINE, 1);
    }

    private synchronized @Nullable Thread settle() {
      settled = 1;
      return writers.takeReached(settled);
    }
  }
}
