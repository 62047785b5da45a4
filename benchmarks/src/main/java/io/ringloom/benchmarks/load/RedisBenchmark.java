package io.ringloom.benchmarks.load;

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
 */
public record RedisBenchmark(int port, String test, int connections, int valueBytes, int pipeline) {

  /**
   * What came of it.
   *
   * @param requests how many were made
   * @param nanos how long it took, with the start of the program
   * @param p50Micros the median latency
   * @param p99Micros the 99th percentile
   * @param maxMicros the longest
   */
  public record Outcome(
      long requests, long nanos, double p50Micros, double p99Micros, double maxMicros) {

    /** Returns how many requests a second were made. */
    public double perSecond() {
      return requests * 1e9 / nanos;
    }
  }

  /** Writes values, so that there is something to get. */
  public void fill() throws IOException {
    program("set", 1000);
  }

  /** Makes so many requests. */
  public Outcome run(long requests) throws IOException {
    long begin = System.nanoTime();
    String output = program(test, requests);
    return parse(output, requests, System.nanoTime() - begin);
  }

  private String program(String what, long requests) throws IOException {
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
                    Long.toString(requests),
                    "--csv"))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String output = reader.lines().collect(Collectors.joining("\n"));
      if (process.waitFor() != 0) {
        throw new IOException("redis-benchmark failed: " + output);
      }
      return output;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("The measurement was interrupted.", e);
    }
  }

  /** Reads the columns test, requests a second, and the latencies avg, min, p50, p95, p99, max. */
  static Outcome parse(String output, long requests, long nanos) throws IOException {
    String last = output.substring(output.lastIndexOf('\n') + 1);
    String[] columns = last.replace("\"", "").split(",", -1);
    try {
      return new Outcome(
          requests, nanos, micros(columns[4]), micros(columns[6]), micros(columns[7]));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("redis-benchmark has said what it should not: " + output, e);
    }
  }

  private static double micros(String millis) {
    return Double.parseDouble(millis) * 1000;
  }
}
