package io.ringloom.example.echo;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged echo server in a process of its own, and all that it prints. */
final class EchoProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final int SOCKET_TIMEOUT_MILLIS = 30_000;

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private EchoProcess(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // These change what the JVM does and make it say so.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    process = builder.start();
    readers =
        List.of(
            collect(process.getInputStream(), output), collect(process.getErrorStream(), errors));
  }

  /** Runs the jar the way a user does. */
  static EchoProcess run(String... arguments) throws IOException {
    return new EchoProcess(command(List.of(JAVA, "-jar", jar()), arguments));
  }

  /** Runs the classes of the jar without what its manifest opens. */
  static EchoProcess runOnClassPath(String... arguments) throws IOException {
    return new EchoProcess(
        command(List.of(JAVA, "-cp", jar(), EchoServer.class.getName()), arguments));
  }

  /**
   * Runs the jar on a free TCP port. What this process ignores its children ignore too, such as
   * SIGINT where a shell has put the whole build into the background; so that is undone.
   */
  static EchoProcess runHeedingSignals(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (canResetSignals()) {
      command.addAll(List.of("env", "--default-signal=INT,TERM"));
    }
    command.addAll(List.of(JAVA, "-jar", jar(), "--port", "0"));
    return new EchoProcess(command(command, arguments));
  }

  private static String jar() {
    return Objects.requireNonNull(System.getProperty("example-echo.jar"));
  }

  private static List<String> command(List<String> start, String... arguments) {
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean canResetSignals() {
    try {
      return new ProcessBuilder("env", "--default-signal=INT,TERM", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
  int port() {
    String line = awaitOutput(LISTENING);
    Matcher matcher = LISTENING.matcher(line);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** Waits until the server prints a line with a match, and returns the line. */
  String awaitOutput(Pattern pattern) {
    return awaitOutput(pattern, 1);
  }

  /** Waits until the server has printed so many lines with a match, and returns the first. */
  String awaitOutput(Pattern pattern, int lines) {
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
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
    return socket;
  }

  /** Sends a signal to the server's process. */
  void signal(String name) throws IOException, InterruptedException {
    int killed =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(killed).isZero();
  }

  /** Waits until the process has ended and all it printed was read, and returns its exit code. */
  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .as(() -> "the process ends: " + this)
        .isTrue();
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** Returns the lines on standard output so far. */
  List<String> output() {
    return output;
  }

  /** Returns the lines on standard error so far. */
  List<String> errors() {
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
