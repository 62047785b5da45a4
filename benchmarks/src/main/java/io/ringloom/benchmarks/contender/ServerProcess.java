package io.ringloom.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A contender in a process of its own, whose costs are read from outside. */
public final class ServerProcess implements AutoCloseable {
  private static final int START_SECONDS = 30;
  private static final int STOP_SECONDS = 15;
  private static final int LINES_OF_ERRORS = 5;

  private final Process process;
  private final int port;
  private final ProcessClock clock;
  private final Path errors;

  private ServerProcess(Process process, int port, Path errors) {
    this.process = process;
    this.port = port;
    this.clock = new ProcessClock(process.pid());
    this.errors = errors;
  }

  /** Starts a server whose first line says where it listens. */
  static ServerProcess thatPrintsItsPort(String name, List<String> command) throws IOException {
    return start(
        name,
        0,
        command,
        (process, port) -> {
          String line = process.inputReader(StandardCharsets.UTF_8).readLine();
          if (line == null) {
            throw new ConnectException("It has not said where it listens.");
          }
          return Integer.parseInt(line.trim());
        });
  }

  /** Starts a server that is told a free port, and waits until it listens there. */
  static ServerProcess thatIsToldItsPort(String name, IntFunction<List<String>> command)
      throws IOException {
    int port = freePort();
    return start(name, port, command.apply(port), ServerProcess::awaitPort);
  }

  private interface Wait {
    int untilItListens(Process process, int port) throws IOException;
  }

  private static ServerProcess start(String name, int port, List<String> command, Wait wait)
      throws IOException {
    Path errors = Files.createTempFile("ringloom-benchmarks", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    if (port > 0) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    Process process;
    try {
      process = Servers.start(builder);
    } catch (IOException e) {
      Files.delete(errors);
      throw new IOException(name + " cannot be started: " + e.getMessage(), e);
    }
    try {
      return new ServerProcess(process, wait.untilItListens(process, port), errors);
    } catch (IOException | NumberFormatException e) {
      process.destroyForcibly();
      String said = said(errors);
      forget(process, errors);
      throw new IOException(name + " did not start. " + said, e);
    }
  }

  private static int awaitPort(Process process, int port) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return port;
      } catch (ConnectException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Returns where it listens, on the loopback interface. */
  public int port() {
    return port;
  }

  /** Returns how much processor time it has used so far. */
  public long cpuNanos() throws IOException {
    return clock.nanos();
  }

  /** Returns how many bytes of its memory are resident. */
  public long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      String resident =
          lines
              .filter(line -> line.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow(() -> new IOException("The server has no resident memory."));
      return Long.parseLong(resident.replaceAll("\\D+", "")) * 1024;
    }
  }

  /** Has it collect its garbage, and returns how many bytes its objects take then. */
  public long liveHeapBytes() throws IOException {
    Process jcmd =
        new ProcessBuilder(Jvm.tool("jcmd"), Long.toString(process.pid()), "GC.class_histogram")
            .start();
    try (BufferedReader out = jcmd.inputReader(StandardCharsets.UTF_8)) {
      String total =
          out.lines()
              .filter(line -> line.startsWith("Total"))
              .findFirst()
              .orElseThrow(() -> new IOException("The server tells nothing of its heap."));
      return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    }
  }

  /** Returns what a server has written as errors, without where in its code that was. */
  private static String said(Path errors) throws IOException {
    try (Stream<String> lines = Files.lines(errors)) {
      return lines
          .filter(line -> !line.startsWith("\t"))
          .limit(LINES_OF_ERRORS)
          .collect(Collectors.joining(" "));
    }
  }

  private static void forget(Process process, Path errors) throws IOException {
    Servers.forget(process);
    Files.deleteIfExists(errors);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    forget(process, errors);
  }
}
