package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JIZ_Result;

/**
 * One thread writes while another ends the stream: the write fails, or its byte goes out before the
 * end does. The results: what the write said, how many bytes wait to be sent before the end, and
 * whether the end is sent at last.
 */
public class FinishStress {
  private static final ChunkPool POOL = new ChunkPool(16, 1 << 30);

  /** The protocol as it is, with the loop looking at the same time. */
  @JCStressTest
  @Outcome(id = "0, 1, true", expect = Expect.ACCEPTABLE, desc = "Sent before the end.")
  @Outcome(id = "-1, 0, true", expect = Expect.ACCEPTABLE, desc = "Refused.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Accepted behind the end, or no end.")
  @State
  public static class Finish {
    private final Outbox outbox = new Outbox(POOL, 64, 16);
    private boolean ended;

    @Actor
    public void writer(JIZ_Result r) {
      ByteBuffer src = ByteBuffer.allocate(1);
      r.r1 = outbox.write(src, Waiter.THREAD, WaitSet.NO_DEADLINE);
    }

    @Actor
    public void closer() {
      outbox.finish();
    }

    @Actor
    public void loop() {
      ended = outbox.finishNow();
    }

    @Arbiter
    public void end(JIZ_Result r) {
      r.r2 = outbox.gather(new ByteBuffer[2]);
      outbox.settle(r.r2, true);
      r.r3 = ended != outbox.finishNow(); // once in all
      outbox.dispose();
    }
  }

  /** The write looks at the state before it takes the lock. */
  @JCStressTest
  @Outcome(id = "0, 1, true", expect = Expect.ACCEPTABLE, desc = "Sent before the end.")
  @Outcome(id = "-1, 0, true", expect = Expect.ACCEPTABLE, desc = "Refused.")
  @Outcome(id = "0, 0, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class LookThenWrite {
    private volatile boolean finishing;
    private int queued;
    private int beforeEnd;

    @Actor
    public void writer(JIZ_Result r) {
      if (finishing) {
        r.r1 = Outbox.CLOSED;
      } else {
        write();
      }
    }

    @Actor
    public synchronized void closerAndLoop() {
      finishing = true;
      beforeEnd = queued;
    }

    @Arbiter
    public void end(JIZ_Result r) {
      r.r2 = beforeEnd;
      r.r3 = finishing;
    }

    private synchronized void write() {
      queued++;
    }
  }
}
