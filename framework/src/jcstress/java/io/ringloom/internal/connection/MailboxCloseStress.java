package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * Bytes come while the mailbox is closed: no chunk of the pool stays behind. (Giving one back twice
 * throws, which jcstress reports.)
 */
public class MailboxCloseStress {
  private static final int CHUNK_BYTES = 8;

  /** The mailbox as it is, with a reader that takes a part of the bytes. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The pool has its chunks back.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A chunk was lost.")
  @State
  public static class Close {
    private final ChunkPool pool = new ChunkPool(CHUNK_BYTES, CHUNK_BYTES);
    private final Mailbox mailbox = new Mailbox(pool, false, 16, 4);

    @Actor
    public void deliver() {
      mailbox.deliver(ByteBuffer.allocate(CHUNK_BYTES));
    }

    @Actor
    public void close() {
      mailbox.close();
    }

    @Arbiter
    public void count(J_Result r) {
      r.r1 = pool.bytesInUse();
    }
  }

  /** The last byte is read while the mailbox is closed. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The pool has its chunks back.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A chunk was lost.")
  @State
  public static class CloseAgainstRead {
    private final ChunkPool pool = new ChunkPool(CHUNK_BYTES, CHUNK_BYTES);
    private final Mailbox mailbox = new Mailbox(pool, false, 16, 4);

    public CloseAgainstRead() {
      mailbox.deliver(ByteBuffer.allocate(CHUNK_BYTES));
    }

    @Actor
    public void read() {
      mailbox.read(ByteBuffer.allocate(CHUNK_BYTES), null, WaitSet.NO_DEADLINE);
    }

    @Actor
    public void close() {
      mailbox.close();
    }

    @Arbiter
    public void count(J_Result r) {
      r.r1 = pool.bytesInUse();
    }
  }

  /** Whether it is closed is looked at before the lock is taken to store the bytes. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The pool has its chunks back.")
  @Outcome(id = "8", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect: one was lost.")
  @State
  public static class LookThenStore {
    private final ChunkPool pool = new ChunkPool(CHUNK_BYTES, CHUNK_BYTES);
    private volatile boolean closed;
    private @Nullable Chunk stored;

    @Actor
    public void deliver() {
      if (closed) {
        return;
      }
      synchronized (this) {
        stored = pool.tryTake();
      }
    }

    @Actor
    public synchronized void close() {
      closed = true;
      if (stored != null) {
        pool.giveBack(stored);
      }
    }

    @Arbiter
    public void count(J_Result r) {
      r.r1 = pool.bytesInUse();
    }
  }
}
