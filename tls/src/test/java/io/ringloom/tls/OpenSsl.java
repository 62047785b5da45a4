package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code openssl} command, in a directory of a test's own. */
final class OpenSsl {
  private final Path directory;

  OpenSsl(Path directory) {
    this.directory = directory;
  }

  /**
   * Runs one command, which must end well. Where there is no {@code openssl}, the test is skipped.
   *
   * @param arguments split at blanks
   * @return what it has printed
   */
  String run(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
    } catch (IOException e) {
      return abort("there is no openssl command here: " + e.getMessage());
    }
    String output;
    try (InputStream in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(process.waitFor()).as("openssl %s: %s", arguments, output).isZero();
    return output;
  }

  Path file(String name) {
    return directory.resolve(name);
  }
}
