package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in a process of its own, all that it prints, and what it is told. */
final class Tool implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> command;
  private final Process process;
  private final OutputStream input;

  /** Guarded by itself. */
  private final StringBuilder output = new StringBuilder();

  private final Thread reader;

  private Tool(Path directory, List<String> command) throws IOException {
    this.command = command;
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    // What the user has set for these commands is none of the test's business.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(?i)(OPENSSL|SSL|CURL)_.*|.*_proxy"));
    builder.environment().put("HOME", directory.toString());
    process = builder.start();
    input = process.getOutputStream();
    reader = Thread.ofVirtual().start(this::collect);
  }

  /** Starts a command in a directory, from which it takes its files. */
  static Tool start(Path directory, List<String> command) throws IOException {
    return new Tool(directory, List.copyOf(command));
  }

  private void collect() {
    char[] some = new char[8192];
    try (Reader stream =
        new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1)) {
      int count;
      while ((count = stream.read(some)) >= 0) {
        print(String.valueOf(some, 0, count));
      }
    } catch (IOException e) {
      print("(reading on failed: " + e.getMessage() + ")");
    }
  }

  private void print(String text) {
    synchronized (output) {
      output.append(text);
    }
  }

  /** Types a line. */
  Tool type(String line) throws IOException {
    input.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    input.flush();
    return this;
  }

  /** Waits until something that matches was printed, and returns its group, or all of it. */
  String awaitOutput(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    Matcher[] found = new Matcher[1];
    await()
        .alias("the output /" + regex + "/ of " + this)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean last = !reader.isAlive();
              found[0] = pattern.matcher(output());
              boolean there = found[0].find();
              assertThat(there || !last).as("/%s/ before the end of %s", regex, this).isTrue();
              return there;
            });
    return found[0].groupCount() > 0 ? found[0].group(1) : found[0].group();
  }

  /** Waits until the process has ended and all that it has printed was read. */
  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .as("the end of %s", this)
        .isTrue();
    reader.join();
    return process.exitValue();
  }

  /** Returns what was printed so far. */
  String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public String toString() {
    return String.join(" ", command) + ":\n" + output();
  }
}
