package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The mailbox alone, without a wake-up: what is delivered is read by the same thread. */
@State(Scope.Thread)
public class MailboxBenchmark {
  private static final int MOST_BYTES = 16 * 1024;

  /** How many bytes arrive at once. */
  @Param({"64", "16384"})
  public int bytes;

  // The benchmark's thread has all of these.
  private final ChunkPool pool = new ChunkPool(MOST_BYTES, 1 << 20);
  private final Mailbox lending = new Mailbox(pool, true, 1 << 20, 1 << 19);
  private final Mailbox storing = new Mailbox(pool, false, 1 << 20, 1 << 19);
  private final ByteBuffer arriving = ByteBuffer.allocateDirect(MOST_BYTES);
  private final ByteBuffer read = ByteBuffer.allocateDirect(MOST_BYTES);

  /** The bytes are lent, as where handlers run on the loop's carrier. */
  @Benchmark
  public int deliverAndReadLent() {
    return deliverAndRead(lending);
  }

  /** The bytes are stored, as where handlers run elsewhere. */
  @Benchmark
  public int deliverAndReadStored() {
    return deliverAndRead(storing);
  }

  private int deliverAndRead(Mailbox mailbox) {
    mailbox.deliver(arriving.clear().limit(bytes));
    return mailbox.read(read.clear(), null, WaitSet.NO_DEADLINE);
  }
}
