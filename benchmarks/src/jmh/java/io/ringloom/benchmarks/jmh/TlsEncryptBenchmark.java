package io.ringloom.benchmarks.jmh;

import io.ringloom.spi.TlsLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The making of one record of TLS 1.3. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set up before the first run
public class TlsEncryptBenchmark {
  /** How much data is in the record. */
  @Param({"64", "16384"})
  public int bytes;

  // The benchmark's thread has all of these.
  private final ByteBuffer slot = ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES);
  private ByteBuffer data;
  private TlsPair pair;

  @Setup
  public void connect() throws IOException {
    pair = TlsPair.connected();
    data = ByteBuffer.allocateDirect(bytes);
  }

  @TearDown
  public void disconnect() {
    pair.close();
  }

  @Benchmark
  public int encrypt() throws IOException {
    pair.server().encrypt(data.clear(), slot.clear());
    return slot.position();
  }
}
