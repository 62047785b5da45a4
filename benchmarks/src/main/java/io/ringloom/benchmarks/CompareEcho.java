package io.ringloom.benchmarks;

import java.io.IOException;

/**
 * Compares echo servers. Arguments: connections, message bytes, messages under way for each
 * connection, rounds, seconds for each measurement, and perhaps a pattern for the names of the
 * contenders.
 */
public final class CompareEcho {
  private CompareEcho() {}

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    EchoArguments arguments = EchoArguments.parse(args);
    int bufferBytes = arguments.bufferBytes();
    System.out.println("echo, " + arguments);
    new Comparison(EchoContenders.matching(arguments.only(), bufferBytes, bufferBytes))
        .run(arguments.rounds(), port -> EchoLoad.connect(port, arguments, PlainChannel::new, ""));
  }
}
