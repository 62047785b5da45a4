package io.ringloom.benchmarks.jmh;

import io.ringloom.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Turns of a real loop without the system's part: the handler parks, is woken and runs. */
@State(Scope.Thread)
@Fork(jvmArgsAppend = {HandlerExecutor.CUSTOM, HandlerExecutor.CLASS})
@SuppressWarnings("NullAway.Init") // set up before the first run
public class LoopTurnBenchmark {
  private static final int MESSAGE_BYTES = 64;

  // The benchmark's thread has all of these.
  private final ByteBuffer arriving = ByteBuffer.allocateDirect(MESSAGE_BYTES);
  private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
  private Connection connection;

  @Setup
  public void takeConnection() {
    connection = HandlerExecutor.connection();
  }

  /** Mailbox: 64 bytes are delivered, wake the handler and are read. */
  @Benchmark
  public int receive() throws IOException {
    NoKernelChannel.arriveWithNextPoll(arriving.clear());
    return connection.read(message.clear());
  }

  /** Outbox: 64 bytes are written, flushed by the loop, and the handler is woken. */
  @Benchmark
  public void writeAndFlush() throws IOException {
    connection.write(message.clear());
    connection.flush();
  }

  /** A whole echo of 64 bytes, as a server does it. */
  @Benchmark
  public int echo() throws IOException {
    NoKernelChannel.arriveWithNextPoll(arriving.clear());
    int bytes = connection.read(message.clear());
    connection.write(message.flip());
    return bytes;
  }
}
