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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A byte arrives as the deadline of a waiting reader passes. The reader's last look takes it, or
 * the next read does: it is read exactly once.
 */
public class ReadDeadlineStress {
  private static final ChunkPool POOL = new ChunkPool(1024, 0);
  private static final long DEADLINE = 1;

  /** The protocol as it is: the woken reader looks a last time before it gives up. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "Read once.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Lost or read twice.")
  @State
  public static class LastLook {
    private final Mailbox mailbox = new Mailbox(POOL, false, 16, 4);

    public LastLook() {
      mailbox.read(ByteBuffer.allocate(1), Waiter.THREAD, DEADLINE);
    }

    @Actor
    public void loop() {
      mailbox.deliver(ByteBuffer.allocate(1));
    }

    @Actor
    public void expiredReader(II_Result r) {
      r.r1 = mailbox.read(ByteBuffer.allocate(1), null, DEADLINE);
    }

    @Arbiter
    public void nextRead(II_Result r) {
      r.r2 = mailbox.read(ByteBuffer.allocate(1), null, DEADLINE);
    }
  }

  /** Whoever takes the waiting reader out of its set wakes it, and there is only one such. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "Woken once.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Left behind or woken twice.")
  @State
  public static class OneWakeUp {
    private final Mailbox mailbox = new Mailbox(POOL, false, 16, 4);

    public OneWakeUp() {
      mailbox.read(ByteBuffer.allocate(1), Waiter.THREAD, DEADLINE);
    }

    @Actor
    public void deliver(II_Result r) {
      r.r1 = mailbox.deliver(ByteBuffer.allocate(1)) == null ? 0 : 1;
    }

    @Actor
    public void expire(II_Result r) {
      r.r2 = mailbox.takeExpired(DEADLINE) == null ? 0 : 1;
    }
  }

  /** The set is used without the lock that guards it. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "Woken once.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect: woken twice.")
  @State
  public static class WithoutLock {
    private final WaitSet readers = new WaitSet();

    public WithoutLock() {
      readers.add(Waiter.THREAD, DEADLINE, 0);
    }

    @Actor
    public void deliver(II_Result r) {
      r.r1 = woken(readers.takeAll());
    }

    @Actor
    public void expire(II_Result r) {
      r.r2 = woken(readers.takeExpired(DEADLINE));
    }

    private static int woken(@Nullable Thread thread) {
      return thread == null ? 0 : 1;
    }
  }
}
