package io.ringloom.benchmarks.jmh;

import io.ringloom.spi.TlsLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The decryption of one record of TLS 1.3, where it lies. A record can be decrypted only once, so
 * the client makes new ones before each invocation. That is not timed, but what it allocates is
 * counted: {@link TlsEncryptBenchmark} tells how much that is.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set up before the first run
public class TlsFeedBenchmark {
  private static final int RECORDS = 64;

  /** How much data is in the record. */
  @Param({"64", "16384"})
  public int bytes;

  // The benchmark's thread has all of these.
  private final ByteBuffer records = ByteBuffer.allocateDirect(RECORDS * TlsLayer.SLOT_BYTES);
  private final ByteBuffer room = records.duplicate();
  private final int[] ends = new int[RECORDS];
  private ByteBuffer data;
  private TlsPair pair;

  @Setup
  public void connect() throws IOException {
    pair = TlsPair.connected();
    data = ByteBuffer.allocateDirect(bytes);
  }

  @Setup(Level.Invocation)
  public void makeRecords() throws IOException {
    records.clear();
    for (int i = 0; i < RECORDS; i++) {
      pair.client().encrypt(data.clear(), records);
      ends[i] = records.position();
    }
    records.position(0);
  }

  @TearDown
  public void disconnect() {
    pair.close();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int feed() {
    for (int i = 0; i < RECORDS; i++) {
      records.limit(ends[i]);
      room.limit(ends[i]).position(records.position());
      pair.server().feed(records, room);
    }
    return room.position();
  }
}
