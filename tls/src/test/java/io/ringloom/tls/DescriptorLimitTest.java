package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Runs out of descriptors, in a JVM of its own. */
class DescriptorLimitTest {

  private static final int LIMIT = 120;

  @Test
  void aLayerThatTheSystemHasNoDescriptorsForIsRefusedWithASentence() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -n " + LIMIT + " && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-MaxFDLimit",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.toLowerCase(Locale.ROOT))
        .contains(
            "it takes 2 file descriptors beside the connection's own, so raise the limit of open"
                + " files (ulimit -n), or lower that of connections.",
            "and again: true");
  }

  /** Opens layers until it fails, closes them, and opens as many again. */
  static final class Main {

    private Main() {}

    public static void main(String[] args) throws IOException {
      ServerTls server = Ends.server(Ends.serverOptions().build());
      int first = openAsManyAsPossible(server);
      int second = openAsManyAsPossible(server);
      System.out.println(first + " and again: " + (first == second));
    }

    private static int openAsManyAsPossible(ServerTls server) {
      List<LayerEnd> layers = new ArrayList<>();
      try {
        while (layers.size() < LIMIT) {
          layers.add(new LayerEnd(server.newLayer()));
        }
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
      layers.forEach(LayerEnd::close);
      return layers.size();
    }
  }
}
