package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A parser on the loop's carrier has taken lent bytes as its front and handed the connection over
 * to a thread of another carrier, which parses on as the turn ends. That thread sees all that is
 * left of the front, and never what the driver puts into its memory next.
 */
public class FrontHandOverStress {
  private static final ChunkPool POOL = new ChunkPool(1024, 0);

  /** The protocol as it is. The results: how many bytes there are, and the first of them. */
  @JCStressTest
  @Outcome(id = "2, 7", expect = Expect.ACCEPTABLE, desc = "All there, unharmed.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The front was gone, or harmed.")
  @State
  public static class HandOver {
    private final ByteBuffer memory = ByteBuffer.allocate(2).put(0, (byte) 7);
    private final Mailbox mailbox = new Mailbox(POOL, true, 16, 4);

    public HandOver() {
      mailbox.deliver(memory);
      mailbox.takeFront(true, null, WaitSet.NO_DEADLINE);
    }

    @Actor
    public void loop() {
      mailbox.reclaim();
      memory.put(0, (byte) 9);
    }

    @Actor
    public void parser(II_Result r) {
      if (mailbox.isFrontLent()) {
        mailbox.detachFront();
      }
      ByteBuffer front = mailbox.front();
      r.r1 = front.remaining();
      r.r2 = front.hasRemaining() ? front.get() : -1;
    }
  }
}
