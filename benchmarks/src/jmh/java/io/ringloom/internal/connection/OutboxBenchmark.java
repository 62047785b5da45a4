package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The outbox alone: what one thread writes is gathered and settled by the same one. */
@State(Scope.Thread)
public class OutboxBenchmark {
  private static final int MOST_BYTES = 16 * 1024;
  private static final int PIPELINED = 16;

  /** How many bytes are written at once. */
  @Param({"64", "16384"})
  public int bytes;

  // The benchmark's thread has all of these.
  private final ChunkPool pool = new ChunkPool(MOST_BYTES, 1 << 20);
  private final Outbox outbox = new Outbox(pool, 1 << 20, 1 << 19);
  private final ByteBuffer written = ByteBuffer.allocateDirect(MOST_BYTES);
  private final @Nullable ByteBuffer[] gathered = new ByteBuffer[64];

  /** One write for each flush. */
  @Benchmark
  public int writeAndSettle() {
    write();
    return settle();
  }

  /** Sixteen writes for each flush. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public int writeManyAndSettle() {
    for (int i = 0; i < PIPELINED; i++) {
      write();
    }
    return settle();
  }

  private void write() {
    outbox.write(written.clear().limit(bytes), Thread.currentThread(), WaitSet.NO_DEADLINE);
  }

  private int settle() {
    int count = outbox.gather(gathered);
    WaitSet.unpark(outbox.settle(outbox.offeredBytes(), true));
    return count;
  }
}
