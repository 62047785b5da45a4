package io.ringloom.example.common;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The executable jar of a server, as the build has packaged it. */
public final class ServerJar {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final String jar;
  private final String mainClass;

  /** Takes the jar whose path is in a system property, and the class that its manifest runs. */
  public ServerJar(String property, Class<?> mainClass) {
    this.jar = Objects.requireNonNull(System.getProperty(property), property);
    this.mainClass = mainClass.getName();
  }

  /** Runs the jar the way a user does. */
  public ServerProcess run(String... arguments) throws IOException {
    return start(List.of(JAVA, "-jar", jar), arguments);
  }

  /** Runs the jar by another command, which gets the whole command line as its last arguments. */
  public ServerProcess runBy(List<String> command, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(JAVA, "-jar", jar));
    return start(all, arguments);
  }

  /** Runs the classes of the jar without what its manifest opens. */
  public ServerProcess runOnClassPath(String... arguments) throws IOException {
    return start(List.of(JAVA, "-cp", jar, mainClass), arguments);
  }

  /**
   * Runs the jar on a free TCP port. What this process ignores its children ignore too, such as
   * SIGINT where a shell has put the whole build into the background; so that is undone.
   */
  public ServerProcess runHeedingSignals(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (canResetSignals()) {
      command.addAll(List.of("env", "--default-signal=INT,TERM"));
    }
    command.addAll(List.of(JAVA, "-jar", jar, "--port", "0"));
    return start(command, arguments);
  }

  /** Returns the text of a file in the jar. */
  public String text(String name) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      JarEntry entry = file.getJarEntry(name);
      if (entry == null) {
        throw new FileNotFoundException(name + " in " + jar);
      }
      return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ServerProcess start(List<String> start, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(arguments));
    return new ServerProcess(command);
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
}
