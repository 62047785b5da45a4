package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that runs a class of these tests, with the options that Ringloom needs. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final CompletableFuture<List<String>> lines;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines = CompletableFuture.supplyAsync(() -> readLines(process), ChildJvm::inThread);
  }

  /**
   * Starts the main method of a class.
   *
   * @param options further options of the JVM
   * @param arguments what the main method is given
   */
  static ChildJvm start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx512m");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits until the process has ended, and returns what it has printed. */
  List<String> awaitLines(Duration patience) throws Exception {
    try {
      List<String> printed = lines.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError(
            "The child has ended with " + code + ":\n" + String.join("\n", printed));
      }
      return printed;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The child has not ended within " + patience + ".", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static void inThread(Runnable task) {
    Thread.ofPlatform().daemon().name("child-output").start(task);
  }

  private static List<String> readLines(Process process) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
