package io.ringloom.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the contenders that are written in Java are run: all alike. */
public final class Jvm {
  /**
   * Their options. The collector is the one that the JDK chooses, and the heap has so much room
   * that no contender is slowed down by collecting all the time.
   */
  public static final List<String> OPTIONS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "-Xms512m",
          "-Xmx2g");

  private Jvm() {}

  /** Returns the command that runs a main class. */
  static List<String> command(List<String> moreOptions, Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(OPTIONS);
    command.addAll(moreOptions);
    command.add("-Dlogback.configurationFile=logback-benchmarks.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    return command;
  }

  /** Returns the path of a program of the JDK. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
