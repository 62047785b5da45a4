package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * Receiving pauses at the high watermark while a reader empties the mailbox: it does not stay
 * paused with nobody told to let it go on.
 */
public class PauseStress {
  private static final ChunkPool POOL = new ChunkPool(1024, 0);

  /** The reader asks, after its read, whether the loop has to be told. */
  @JCStressTest
  @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "The loop is told.")
  @Outcome(id = "true, false, false", expect = Expect.ACCEPTABLE, desc = "Bytes still wait.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Paused for ever, or told for nothing.")
  @State
  public static class Pause {
    private final Mailbox mailbox = new Mailbox(POOL, false, 2, 1);

    @Actor
    public void loop() {
      mailbox.deliver(ByteBuffer.allocate(2));
    }

    @Actor
    public void reader(ZZZ_Result r) {
      mailbox.read(ByteBuffer.allocate(2), null, WaitSet.NO_DEADLINE);
      r.r2 = mailbox.isPaused() && mailbox.wantsResume();
    }

    @Arbiter
    public void end(ZZZ_Result r) {
      r.r1 = mailbox.isPaused();
      r.r3 = mailbox.waitingBytes() == 0;
    }
  }

  /** The reader asks before its read. */
  @JCStressTest
  @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "The loop is told.")
  @Outcome(id = "true, false, false", expect = Expect.ACCEPTABLE, desc = "Bytes still wait.")
  @Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class AskThenRead {
    private final Mailbox mailbox = new Mailbox(POOL, false, 2, 1);

    @Actor
    public void loop() {
      mailbox.deliver(ByteBuffer.allocate(2));
    }

    @Actor
    public void reader(ZZZ_Result r) {
      r.r2 = mailbox.isPaused() && mailbox.wantsResume();
      mailbox.read(ByteBuffer.allocate(2), null, WaitSet.NO_DEADLINE);
    }

    @Arbiter
    public void end(ZZZ_Result r) {
      r.r1 = mailbox.isPaused();
      r.r3 = mailbox.waitingBytes() == 0;
    }
  }
}
