package io.ringloom.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Compares full TLS 1.3 handshakes: how many connections, each with one byte echoed, a second of a
 * server's processor time makes. Arguments: connections at a time, rounds, seconds for each
 * measurement, and perhaps a pattern for the names of the contenders, and the key exchange groups
 * that the client offers, with commas between them.
 */
public final class CompareHandshakes {
  private static final int BUFFER_BYTES = 2048;

  private CompareHandshakes() {}

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    int connections = EchoArguments.number(args, 0, 32);
    int rounds = EchoArguments.number(args, 1, 5);
    int seconds = EchoArguments.number(args, 2, 5);
    String only = args.length > 3 ? args[3] : ".*";
    String groups = args.length > 4 ? args[4] : "x25519";
    System.out.printf(
        "full handshakes of TLS 1.3, %d connections, %s, %d rounds of %d s%n",
        connections, groups, rounds, seconds);
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    try (TlsFiles files = TlsFiles.create();
        TlsClient client = TlsClient.offering(groups)) {
      new Comparison(TlsContenders.matching(only, files, BUFFER_BYTES))
          .run(rounds, port -> HandshakeLoad.connect(port, connections, client, nanos));
    }
  }
}
