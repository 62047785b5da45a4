package io.ringloom.example.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, and all that it prints. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final int SOCKET_TIMEOUT_MILLIS = 30_000;

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  /** Starts the command of a server. */
  public ServerProcess(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // These change what the JVM does and make it say so.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    process = builder.start();
    readers =
        List.of(
            collect(process.getInputStream(), output), collect(process.getErrorStream(), errors));
  }

  private static Thread collect(InputStream stream, List<String> lines) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
              } catch (IOException | UncheckedIOException e) {
                lines.add("(reading on failed: " + e.getMessage() + ")");
              }
            });
  }

  /** Waits until the server listens on TCP, and returns its port. */
  public int port() {
    String line = awaitOutput(LISTENING);
    Matcher matcher = LISTENING.matcher(line);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** Waits until the server prints a line with a match, and returns the line. */
  public String awaitOutput(Pattern pattern) {
    return awaitOutput(pattern, 1);
  }

  /** Waits until the server has printed so many lines with a match, and returns the first. */
  public String awaitOutput(Pattern pattern, int lines) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .failFast(
            "the server has ended: " + this,
            () -> !process.isAlive() && readers.stream().noneMatch(Thread::isAlive))
        .until(() -> output.stream().filter(pattern.asPredicate()).count() >= lines);
    return output.stream().filter(pattern.asPredicate()).findFirst().orElseThrow();
  }

  /** Connects to the server over TCP. */
  public Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
    return socket;
  }

  /** Sends a signal to the server's process. */
  public void signal(String name) throws IOException, InterruptedException {
    int killed =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(killed).isZero();
  }

  /** Waits until the process has ended and all it printed was read, and returns its exit code. */
  public int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .as(() -> "the process ends: " + this)
        .isTrue();
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /**
   * Waits until the server has refused to start: with exit code 2, nothing on standard output, and
   * one line that begins with the name of its command.
   */
  public void assertRefused(String command, String reason) throws InterruptedException {
    assertThat(awaitExit()).as("%s", this).isEqualTo(2);
    assertThat(output).isEmpty();
    assertThat(errors).singleElement().asString().startsWith(command + ": ").contains(reason);
  }

  /** Returns the lines on standard output so far. */
  public List<String> output() {
    return output;
  }

  /** Returns the lines on standard error so far. */
  public List<String> errors() {
    return errors;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public String toString() {
    return "process " + process.pid() + ", output " + output + ", errors " + errors;
  }
}
