package io.ringloom.benchmarks;

import java.io.IOException;

/**
 * Compares the key-value server with {@code redis-server}, both driven by {@code redis-benchmark}
 * with 50 connections and values of 64 bytes. Arguments: tests with commas between them, requests
 * each connection sends at a time, rounds, requests for each measurement, and perhaps a pattern for
 * the names of the contenders.
 */
public final class CompareKv {
  private static final int CONNECTIONS = 50;
  private static final int VALUE_BYTES = 64;

  private CompareKv() {}

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    String tests = args.length > 0 ? args[0] : "set,get";
    int pipeline = EchoArguments.number(args, 1, 1);
    int rounds = EchoArguments.number(args, 2, 5);
    int requests = EchoArguments.number(args, 3, 300_000 * pipeline);
    String only = args.length > 4 ? args[4] : ".*";
    for (String test : tests.split(",", -1)) {
      System.out.printf(
          "%s, %d connections, %d bytes, pipeline %d, %d rounds of %d requests%n",
          test, CONNECTIONS, VALUE_BYTES, pipeline, rounds, requests);
      new Comparison(KvContenders.matching(only))
          .run(
              rounds,
              port -> new RedisBenchmark(port, test, CONNECTIONS, VALUE_BYTES, pipeline, requests));
    }
  }
}
