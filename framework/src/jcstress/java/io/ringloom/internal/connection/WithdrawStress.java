package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;

/**
 * A writer gives up and takes its buffer back while the loop sends from it. What is sent is what
 * was written (7), never what the writer does with its buffer afterwards (9); 0 says that nothing
 * was sent. The other results: whether the writer has its buffer back, and whether it is woken.
 */
public class WithdrawStress {
  private static final ChunkPool POOL = new ChunkPool(16, 0);

  /** The protocol as it is. */
  @JCStressTest
  @Outcome(id = "0, true, false", expect = Expect.ACCEPTABLE, desc = "Taken back unsent.")
  @Outcome(id = "7, true, false", expect = Expect.ACCEPTABLE, desc = "Sent before.")
  @Outcome(id = "7, false, true", expect = Expect.ACCEPTABLE, desc = "Woken after the send.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Harmed bytes were sent, or the writer sleeps.")
  @State
  public static class Withdraw {
    private final ByteBuffer memory = ByteBuffer.allocate(1).put(0, (byte) 7);
    private final BorrowedWrite[] writes = {new BorrowedWrite(memory)};
    private final Outbox outbox = new Outbox(POOL, 64, 16);

    public Withdraw() {
      outbox.borrow(writes);
    }

    @Actor
    public void writer(IZZ_Result r) {
      r.r2 = outbox.withdraw(writes, 0, Long.MAX_VALUE, Waiter.THREAD);
      if (r.r2) {
        memory.put(0, (byte) 9);
      }
    }

    @Actor
    public void loop(IZZ_Result r) {
      @Nullable ByteBuffer[] buffers = new ByteBuffer[1];
      if (outbox.gather(buffers) == 1) {
        r.r1 = buffers[0].get(0);
        r.r3 = outbox.settle(1, true) != null;
      }
    }
  }

  /** The writer does not look whether its buffer is being sent. */
  @JCStressTest
  @Outcome(
      id = {"0, true, false", "7, true, false"},
      expect = Expect.ACCEPTABLE,
      desc = "Good.")
  @Outcome(id = "9, true, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class WithoutLook {
    private static final int SIZE = 256;

    private final ByteBuffer memory = ByteBuffer.allocate(SIZE).put(SIZE - 1, (byte) 7);
    private boolean queued = true;

    @Actor
    public void writer(IZZ_Result r) {
      withdraw();
      r.r2 = true;
      memory.put(SIZE - 1, (byte) 9);
    }

    @Actor
    public void loop(IZZ_Result r) {
      if (gather()) {
        byte[] sent = new byte[SIZE];
        memory.get(0, sent); // takes its time, as a send does
        r.r1 = sent[SIZE - 1];
      }
    }

    private synchronized void withdraw() {
      queued = false;
    }

    private synchronized boolean gather() {
      return queued;
    }
  }
}
