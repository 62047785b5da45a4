package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A thread of another carrier reads lent bytes while the turn ends and the driver takes its memory
 * back: the reader sees what was received, never what the driver puts there next.
 */
public class ReclaimStress {
  private static final ChunkPool POOL = new ChunkPool(1024, 0);
  private static final byte RECEIVED = 7;
  private static final byte OVERWRITTEN = 9;

  private static ByteBuffer received() {
    return ByteBuffer.allocate(1).put(0, RECEIVED);
  }

  /** The protocol as it is. */
  @JCStressTest
  @Outcome(
      id = {"7, 0", "0, 7"},
      expect = Expect.ACCEPTABLE,
      desc = "Read once, unharmed.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Harmed, lost or read twice.")
  @State
  public static class Reclaim {
    private final ByteBuffer memory = received();
    private final Mailbox mailbox = new Mailbox(POOL, true, 16, 4);

    public Reclaim() {
      mailbox.deliver(memory);
    }

    @Actor
    public void loop() {
      mailbox.reclaim();
      memory.put(0, OVERWRITTEN);
    }

    @Actor
    public void reader(II_Result r) {
      r.r1 = readOne();
    }

    @Arbiter
    public void nextRead(II_Result r) {
      r.r2 = readOne();
    }

    private int readOne() {
      ByteBuffer dst = ByteBuffer.allocate(1);
      mailbox.read(dst, null, WaitSet.NO_DEADLINE);
      return dst.get(0);
    }
  }

  /** The reader says that it has read the lent bytes before it has. */
  @JCStressTest
  @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "Unharmed.")
  @Outcome(id = "9", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect: harmed.")
  @State
  public static class ReturnedTooSoon {
    private static final int SIZE = 256;

    private final ByteBuffer memory = ByteBuffer.allocate(SIZE).put(SIZE - 1, RECEIVED);
    private byte stored;
    private volatile boolean lending = true;
    private boolean read;

    @Actor
    public void loop() {
      if (lending) {
        synchronized (this) {
          if (!read) {
            stored = memory.get(SIZE - 1);
          }
        }
      }
      memory.put(SIZE - 1, OVERWRITTEN);
    }

    @Actor
    public void reader(I_Result r) {
      synchronized (this) {
        byte copied = stored;
        if (copied == 0) {
          lending = false;
          read = true;
          byte[] dst = new byte[SIZE];
          memory.get(0, dst); // takes its time, as a read does
          copied = dst[SIZE - 1];
        }
        r.r1 = copied;
      }
    }
  }
}
