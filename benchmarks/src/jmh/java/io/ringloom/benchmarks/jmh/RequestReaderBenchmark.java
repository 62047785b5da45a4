package io.ringloom.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ringloom.Connection;
import io.ringloom.example.kv.resp.ProtocolException;
import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.resp.RequestMemory;
import io.ringloom.example.kv.resp.RequestReader;
import io.ringloom.example.kv.resp.RespLimits;
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
import org.openjdk.jmh.infra.Blackhole;

/** Parsing of sixteen requests of the key-value server that have arrived together. */
@State(Scope.Thread)
@Fork(jvmArgsAppend = {HandlerExecutor.CUSTOM, HandlerExecutor.CLASS})
@SuppressWarnings("NullAway.Init") // set up before the first run
public class RequestReaderBenchmark {
  private static final int PIPELINED = 16;
  private static final String KEY = "$16\r\nkey:000000000042\r\n";

  /** What clients ask for. */
  public enum Command {
    /** Arguments of 3 and 16 bytes. */
    GET("*2\r\n$3\r\nGET\r\n" + KEY),
    /** Arguments of 3, 16 and 64 bytes. */
    SET("*3\r\n$3\r\nSET\r\n" + KEY + "$64\r\n" + "v".repeat(64) + "\r\n"),
    /** A request as one types it. */
    INLINE("GET key:000000000042\r\n");

    private final String request;

    Command(String request) {
      this.request = request;
    }
  }

  /** What clients ask for. */
  @Param public Command command;

  // The benchmark's thread has all of these.
  private ByteBuffer requests;

  /** Another view of the same memory, for every second time: the connection still has the last. */
  private ByteBuffer otherRequests;

  private Connection connection;
  private RequestReader reader;

  @Setup
  public void makeReader() {
    byte[] bytes = command.request.repeat(PIPELINED).getBytes(US_ASCII);
    requests = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    otherRequests = requests.duplicate();
    connection = HandlerExecutor.connection();
    reader =
        new RequestReader(connection.input(), RespLimits.DEFAULT, new Unlimited(), count -> false);
    reader.setAuthenticated(true);
  }

  /** One request. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public void read(Blackhole hole) throws IOException, ProtocolException {
    ByteBuffer now = otherRequests;
    otherRequests = requests;
    requests = now;
    Arrivals.deliver(connection, now.clear());
    for (int i = 0; i < PIPELINED; i++) {
      Request request = reader.read();
      if (request == null) {
        throw new AssertionError("There are fewer requests than were sent.");
      }
      hole.consume(request.argument(request.count() - 1));
    }
  }

  private static final class Unlimited implements RequestMemory {
    @Override
    public boolean take(long bytes) {
      return true;
    }

    @Override
    public void giveBack(long bytes) {}
  }
}
