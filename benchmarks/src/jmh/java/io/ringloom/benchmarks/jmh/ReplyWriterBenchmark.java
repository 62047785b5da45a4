package io.ringloom.benchmarks.jmh;

import io.ringloom.example.kv.resp.ReplyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Sixteen replies of the key-value server that leave together. */
@State(Scope.Thread)
public class ReplyWriterBenchmark {
  private static final int PIPELINED = 16;

  // The benchmark's thread has all of these.
  private final Sink sink = new Sink();
  private final ReplyWriter replies = new ReplyWriter(sink);
  private final byte[] value = new byte[64];
  private long number = 1_234_567;

  /** {@code +OK} */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public long simple() throws IOException {
    for (int i = 0; i < PIPELINED; i++) {
      replies.simple("OK");
    }
    return flush();
  }

  /** A value of 64 bytes. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public long bulk() throws IOException {
    for (int i = 0; i < PIPELINED; i++) {
      replies.bulk(value);
    }
    return flush();
  }

  /** A number of seven digits. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public long integer() throws IOException {
    for (int i = 0; i < PIPELINED; i++) {
      replies.integer(number);
    }
    return flush();
  }

  private long flush() throws IOException {
    replies.flush();
    return sink.bytes;
  }

  /** Takes all bytes without looking at them: the outbox has a benchmark of its own. */
  private static final class Sink implements WritableByteChannel {
    private long bytes;

    @Override
    public int write(ByteBuffer src) {
      int count = src.remaining();
      src.position(src.limit());
      bytes += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
