package io.ringloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class InterruptionTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @Timeout(60)
  void a_run_that_is_ended_leaves_no_server_and_no_result() throws Exception {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback-benchmarks.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Benchmarks.class.getName(),
                "--quick",
                "--rounds=1",
                "--warm-up=0.3",
                "--seconds=3600",
                "--workload=^echo-64b$",
                "--contender=^jdk-channel$",
                "--out=" + folder)
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "said.txt"))
            .start();
    try {
      List<ProcessHandle> servers = awaitServers(run);
      run.destroy();

      assertThat(run.waitFor()).isEqualTo(128 + 15);
      for (ProcessHandle server : servers) {
        server.onExit().get(10, TimeUnit.SECONDS);
      }
      assertThat(folder.resolve("results")).doesNotExist();
    } finally {
      run.destroyForcibly();
    }
  }

  private static List<ProcessHandle> awaitServers(Process run) throws InterruptedException {
    List<ProcessHandle> servers = List.of();
    while (servers.isEmpty()) {
      assertThat(run.isAlive()).as("the run goes on").isTrue();
      if (Thread.interrupted()) {
        throw new InterruptedException("There is no server in time.");
      }
      servers = run.descendants().filter(InterruptionTest::isServer).toList();
    }
    return servers;
  }

  /** There are others in the beginning, which are asked for their versions. */
  private static boolean isServer(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }
}
