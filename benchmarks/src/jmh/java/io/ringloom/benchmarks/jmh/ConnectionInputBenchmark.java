package io.ringloom.benchmarks.jmh;

import io.ringloom.Connection;
import io.ringloom.ConnectionInput;
import io.ringloom.internal.connection.Arrivals;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Parsing of bytes that wait, on the loop's carrier. The delivery of 1,024 bytes is shared by the
 * operations that consume them.
 */
@State(Scope.Thread)
@Fork(jvmArgsAppend = {HandlerExecutor.CUSTOM, HandlerExecutor.CLASS})
@SuppressWarnings("NullAway.Init") // set up before the first run
public class ConnectionInputBenchmark {
  private static final int BYTES = 1024;

  /** No value of any size ends with a piece, but for the last. */
  private static final int PIECE_BYTES = 341;

  /** How the bytes have arrived. */
  public enum Arrival {
    /** In one piece, which lies in memory of the transport. */
    LENT,
    /** In pieces, so that what is read lies across their ends. */
    PIECES
  }

  /** How the bytes have arrived. */
  @Param public Arrival arrival;

  // The benchmark's thread has all of these.
  private ByteBuffer[] pieces;

  /** Other views of the same memory, for every second time: the connection still has the last. */
  private ByteBuffer[] otherPieces;

  private Connection connection;
  private ConnectionInput input;

  @Setup
  public void takeConnection() {
    connection = HandlerExecutor.connection();
    input = connection.input();
    int most = arrival == Arrival.LENT ? BYTES : PIECE_BYTES;
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    pieces = new ByteBuffer[(BYTES + most - 1) / most];
    otherPieces = new ByteBuffer[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = bytes.slice(i * most, Math.min(most, BYTES - i * most));
      otherPieces[i] = pieces[i].duplicate();
    }
  }

  @Benchmark
  @OperationsPerInvocation(BYTES / Integer.BYTES)
  public int readInt() throws IOException {
    deliver();
    int sum = 0;
    for (int i = 0; i < BYTES / Integer.BYTES; i++) {
      sum += input.readInt();
    }
    return sum;
  }

  /** Looks at eight bytes and skips them. */
  @Benchmark
  @OperationsPerInvocation(BYTES / Long.BYTES)
  public long peekLong() throws IOException {
    deliver();
    long sum = 0;
    for (int i = 0; i < BYTES / Long.BYTES; i++) {
      sum += input.peekLong(0);
      input.skip(Long.BYTES);
    }
    return sum;
  }

  /** Reads arrays of 32 bytes; such an array takes 48 bytes with its header. */
  @Benchmark
  @OperationsPerInvocation(BYTES / 32)
  public int readBytes() throws IOException {
    deliver();
    int sum = 0;
    for (int i = 0; i < BYTES / 32; i++) {
      sum += input.readBytes(32)[0];
    }
    return sum;
  }

  /** Requires 64 bytes and skips them. */
  @Benchmark
  @OperationsPerInvocation(BYTES / 64)
  public void require() throws IOException {
    deliver();
    for (int i = 0; i < BYTES / 64; i++) {
      input.require(64);
      input.skip(64);
    }
  }

  private void deliver() {
    ByteBuffer[] now = otherPieces;
    otherPieces = pieces;
    pieces = now;
    for (ByteBuffer piece : now) {
      Arrivals.deliver(connection, piece.clear());
    }
  }
}
