package io.ringloom.benchmarks.contender;

import java.io.IOException;
import java.util.List;

/** A process that is no server, but is ended and looked at like one. */
public final class ShellServer {
  private ShellServer() {}

  /** Starts a shell that says a port and then runs a command. */
  public static ServerProcess running(String command) throws IOException {
    return ServerProcess.thatPrintsItsPort("shell", List.of("sh", "-c", "echo 1; " + command));
  }
}
