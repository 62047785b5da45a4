package io.ringloom.benchmarks.contender;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The processes of all servers: none of them outlives this process, also if a signal ends it. */
public final class Servers {
  /** Guarded by the class. */
  private static final Set<Process> RUNNING = new HashSet<>();

  /** Whether this process ends. Guarded by the class. */
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Servers::endAll, "end of all servers"));
  }

  private Servers() {}

  /** Starts one, unless this process ends: nobody would end that one then. */
  static synchronized Process start(ProcessBuilder builder) throws IOException {
    check();
    Process process = builder.start();
    RUNNING.add(process);
    return process;
  }

  /** Forgets one that has ended. */
  static synchronized void forget(Process process) {
    RUNNING.remove(process);
  }

  /**
   * Throws if this process ends, and its servers with it: what they seem to have shown since is no
   * result.
   */
  public static synchronized void check() throws IOException {
    if (ending) {
      throw new IOException("The benchmarks were interrupted.");
    }
  }

  private static synchronized void endAll() {
    ending = true;
    RUNNING.forEach(Process::destroyForcibly);
  }
}
