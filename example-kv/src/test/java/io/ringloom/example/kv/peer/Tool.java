package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Commands that are given some input, run to their end and print text in Latin-1. */
final class Tool {
  private static final int PATIENCE_SECONDS = 60;

  private Tool() {}

  /**
   * How a command has ended.
   *
   * @param exitCode 0 if it did what it should
   * @param output what it printed, on standard error too
   */
  record Result(int exitCode, String output) {}

  /** Skips the test unless there is a command whose version has a match. */
  static void assumeVersion(String command, String regex) {
    Result version;
    try {
      version = run(List.of(command, "--version"), "");
    } catch (IOException e) {
      abort("There is no command " + command + " here: " + e.getMessage());
      return;
    }
    assumeTrue(
        Pattern.compile(regex).matcher(version.output()).find(),
        () -> "This needs " + command + " " + regex + ", but here is: " + version.output());
  }

  /** Runs a command, which must end well, and returns what it printed. */
  static String runWell(List<String> command, String input) throws IOException {
    Result result = run(command, input);
    assertThat(result.exitCode()).as("%s: %s", command, result.output()).isZero();
    return result.output();
  }

  /** Runs a command to its end. */
  static Result run(List<String> command, String input) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(() -> write(process.getOutputStream(), input));
      CompletableFuture<String> read =
          CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()));
      String output = read.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      written.join();
      return new Result(process.onExit().join().exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void write(OutputStream stream, String input) {
    try (stream) {
      stream.write(input.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // It has ended without reading on; its output tells why.
    }
  }

  private static String readAll(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
