package io.ringloom.benchmarks.contender;

import io.ringloom.benchmarks.server.ServerArguments;
import java.io.IOException;
import java.util.List;

/**
 * A server that is compared with others.
 *
 * @param name what the command line and the files of results call it
 * @param title what the page calls it
 * @param launcher how it is started
 */
public record Contender(String name, String title, Launcher launcher) {

  /** How a contender is started. */
  @FunctionalInterface
  public interface Launcher {
    /**
     * Starts it in a process of its own, and waits until it listens.
     *
     * @param arguments what it is told
     * @param jvmOptions more options of its JVM, if it has one
     */
    ServerProcess launch(ServerArguments arguments, List<String> jvmOptions) throws IOException;
  }

  /** Starts it in a process of its own, and waits until it listens. */
  public ServerProcess launch(ServerArguments arguments) throws IOException {
    return launch(arguments, List.of());
  }

  /** Starts it as {@link Launcher#launch} does. */
  public ServerProcess launch(ServerArguments arguments, List<String> jvmOptions)
      throws IOException {
    return launcher.launch(arguments, jvmOptions);
  }
}
