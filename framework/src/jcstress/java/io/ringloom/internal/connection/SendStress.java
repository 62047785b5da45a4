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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A handler writes while the loop sends what it has written before: every byte goes out once, in
 * order. The result is the digits that were sent.
 */
public class SendStress {
  private static final ChunkPool POOL = new ChunkPool(16, 1 << 30);

  /** Two writes around one send. */
  @JCStressTest
  @Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "Sent once, in order.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or out of order.")
  @State
  public static class Write {
    private final Outbox outbox = new Outbox(POOL, 64, 16);
    private int sent;

    public Write() {
      write(outbox, 1);
    }

    @Actor
    public void handler() {
      write(outbox, 2);
      write(outbox, 3);
    }

    @Actor
    public void loop() {
      sent = send(outbox, sent);
    }

    @Arbiter
    public void end(I_Result r) {
      r.r1 = send(outbox, sent);
      outbox.dispose();
    }
  }

  /** The loop settles what there is after the send, instead of what it has sent. */
  @JCStressTest
  @Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "Sent once, in order.")
  @Outcome(
      id = {"1", "12", "13"},
      expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "The defect.")
  @State
  public static class SettleAll {
    private final ByteBuffer queue = ByteBuffer.allocate(4).put((byte) 1);
    private int sent;

    @Actor
    public void handler() {
      write(2);
      write(3);
    }

    @Actor
    public void loop() {
      sendAll();
    }

    @Arbiter
    public void end(I_Result r) {
      sendAll();
      r.r1 = sent;
    }

    private synchronized void write(int digit) {
      queue.put((byte) digit);
    }

    private void sendAll() {
      sent = append(sent, gather());
      settle();
    }

    private synchronized ByteBuffer gather() {
      return queue.duplicate().flip();
    }

    private synchronized void settle() {
      queue.clear();
    }
  }

  static void write(Outbox outbox, int digit) {
    outbox.write(ByteBuffer.wrap(new byte[] {(byte) digit}), Waiter.THREAD, WaitSet.NO_DEADLINE);
  }

  /** Sends what there is and appends the digits to those that were sent before. */
  static int send(Outbox outbox, int before) {
    @Nullable ByteBuffer[] buffers = new ByteBuffer[4];
    int digits = before;
    long bytes = 0;
    int count = outbox.gather(buffers);
    for (int i = 0; i < count; i++) {
      bytes += buffers[i].remaining();
      digits = append(digits, buffers[i]);
    }
    outbox.settle(bytes, true);
    return digits;
  }

  private static int append(int before, ByteBuffer content) {
    int digits = before;
    while (content.hasRemaining()) {
      digits = digits * 10 + content.get();
    }
    return digits;
  }
}
