package io.ringloom.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Drives a key-value server by the program {@code redis-benchmark}.
 *
 * @param port where the server listens
 * @param test the name of the test, such as {@code get}
 * @param connections how many there are
 * @param valueBytes the size of a value
 * @param pipeline how many requests each connection sends at a time
 * @param requests how many requests are one measurement
 */
record RedisBenchmark(
    int port, String test, int connections, int valueBytes, int pipeline, int requests)
    implements Load {
  private static final int FEW = 1000;

  @Override
  public void warmUp() throws IOException {
    // There is something to get then.
    run("set", FEW);
    run(test, requests);
    run(test, requests);
  }

  @Override
  public long measure() throws IOException {
    run(test, requests);
    return requests;
  }

  private void run(String what, int count) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "redis-benchmark",
                    "-p",
                    Integer.toString(port),
                    "-t",
                    what,
                    "-c",
                    Integer.toString(connections),
                    "-d",
                    Integer.toString(valueBytes),
                    "-P",
                    Integer.toString(pipeline),
                    "-n",
                    Integer.toString(count),
                    "-q"))
            .redirectErrorStream(true)
            .start();
    String output;
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      output = reader.lines().collect(Collectors.joining("\n"));
    }
    try {
      if (process.waitFor() != 0 || !output.contains("requests per second")) {
        throw new IOException("redis-benchmark failed: " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("The measurement was interrupted.", e);
    }
  }

  @Override
  public void close() {}
}
