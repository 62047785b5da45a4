package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.load.TlsClient;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.server.TlsFiles;
import java.io.IOException;

/**
 * What all measurements of a run have in common.
 *
 * @param settings what the user has chosen
 * @param files the key and certificate for TLS, made for the run
 * @param client the client's side of TLS, which never resumes a session
 * @param resumingClient the same, which always does
 */
public record Conditions(
    Settings settings, TlsFiles files, TlsClient client, TlsClient resumingClient)
    implements AutoCloseable {
  private static final String GROUP = "x25519";

  /**
   * How long new connections are driven before the measurement: enough for thousands of them to
   * have had several messages echoed each, and for caches to hold what this server needs again.
   */
  private static final double SETTLING_SECONDS = 0.5;

  /** Makes what TLS needs. */
  public static Conditions create(Settings settings) throws IOException {
    TlsFiles files = TlsFiles.create();
    try {
      return new Conditions(
          settings, files, TlsClient.offering(GROUP, false), TlsClient.offering(GROUP, true));
    } catch (IOException e) {
      files.close();
      throw e;
    }
  }

  /** Returns how long a measurement takes. */
  long nanos() {
    return (long) (settings.seconds() * 1e9);
  }

  /** Returns how long a load runs before that, so that it is in its stride. */
  long settlingNanos() {
    return (long) (settlingSeconds(settings) * 1e9);
  }

  /** Returns the same in seconds. */
  static double settlingSeconds(Settings settings) {
    return Math.min(SETTLING_SECONDS, settings.seconds());
  }

  /** Returns how long a new server is driven before its first measurement. */
  long warmUpNanos() {
    return (long) (settings.warmUpSeconds() * 1e9);
  }

  @Override
  public void close() throws IOException {
    client.close();
    resumingClient.close();
    files.close();
  }
}
