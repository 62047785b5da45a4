package io.ringloom.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * How echo servers are driven.
 *
 * @param connections how many at a time
 * @param messageBytes the size of a message
 * @param depth how many messages each connection has under way
 * @param rounds how often each server is measured
 * @param seconds how long a measurement takes
 * @param only a pattern for the names of the contenders
 */
record EchoArguments(
    int connections, int messageBytes, int depth, int rounds, int seconds, String only) {

  /** Reads what the user has given, in the order of the components; what is missing is usual. */
  static EchoArguments parse(String[] args) {
    return new EchoArguments(
        number(args, 0, 64),
        number(args, 1, 64),
        number(args, 2, 1),
        number(args, 3, 5),
        number(args, 4, 5),
        args.length > 5 ? args[5] : ".*");
  }

  static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  /** Returns how large a server's buffer is: a message fits. */
  int bufferBytes() {
    return Math.max(16 * 1024, messageBytes);
  }

  /** Returns how long a measurement takes, in nanoseconds. */
  long nanos() {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Override
  public String toString() {
    return "%d connections, %d bytes, depth %d, %d rounds of %d s"
        .formatted(connections, messageBytes, depth, rounds, seconds);
  }
}
