package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A reader finds nothing and waits while something comes: it gets that at once, or is woken for it.
 */
public class ReadStress {
  private static final ChunkPool POOL = new ChunkPool(1024, 0);

  /** A byte comes. */
  @JCStressTest
  @Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "The byte was there.")
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "The reader is woken.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The reader sleeps over a byte, or is woken twice.")
  @State
  public static class Deliver {
    private final Mailbox mailbox = new Mailbox(POOL, false, 16, 4);

    @Actor
    public void reader(IZ_Result r) {
      r.r1 = mailbox.read(ByteBuffer.allocate(1), Waiter.THREAD, WaitSet.NO_DEADLINE);
    }

    @Actor
    public void loop(IZ_Result r) {
      r.r2 = mailbox.deliver(ByteBuffer.allocate(1)) != null;
    }
  }

  /** The stream ends. */
  @JCStressTest
  @Outcome(id = "-1, false", expect = Expect.ACCEPTABLE, desc = "The end was there.")
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "The reader is woken.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The reader sleeps for ever.")
  @State
  public static class End {
    private final Mailbox mailbox = new Mailbox(POOL, false, 16, 4);

    @Actor
    public void reader(IZ_Result r) {
      r.r1 = mailbox.read(ByteBuffer.allocate(1), Waiter.THREAD, WaitSet.NO_DEADLINE);
    }

    @Actor
    public void loop(IZ_Result r) {
      r.r2 = mailbox.end() != null;
    }
  }

  /** The reader looks and begins to wait under two locks instead of one. */
  @JCStressTest
  @Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "The byte was there.")
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "The reader is woken.")
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class LookThenWait {
    private final WaitSet readers = new WaitSet();
    private int waitingBytes;

    @Actor
    public void reader(IZ_Result r) {
      r.r1 = look();
      if (r.r1 == 0) {
        beginToWait();
      }
    }

    @Actor
    public void loop(IZ_Result r) {
      r.r2 = deliver() != null;
    }

    private synchronized int look() {
      return waitingBytes;
    }

    private synchronized void beginToWait() {
      readers.add(Waiter.THREAD, WaitSet.NO_DEADLINE, 0);
    }

    private synchronized @Nullable Thread deliver() {
      waitingBytes = 1;
      return readers.takeAll();
    }
  }
}
