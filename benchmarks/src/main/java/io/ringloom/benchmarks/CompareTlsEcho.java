package io.ringloom.benchmarks;

import java.io.IOException;

/** Compares echo servers over TLS 1.3. Arguments: those of {@link CompareEcho}. */
public final class CompareTlsEcho {
  private CompareTlsEcho() {}

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    EchoArguments arguments = EchoArguments.parse(args);
    System.out.println("echo over TLS 1.3, " + arguments);
    try (TlsFiles files = TlsFiles.create();
        TlsClient client = TlsClient.offering("x25519")) {
      new Comparison(TlsContenders.matching(arguments.only(), files, arguments.bufferBytes()))
          .run(arguments.rounds(), port -> connect(port, arguments, client));
    }
  }

  private static EchoLoad connect(int port, EchoArguments arguments, TlsClient client)
      throws IOException {
    return EchoLoad.connect(port, arguments, client::open, client.probe(port).toString());
  }
}
