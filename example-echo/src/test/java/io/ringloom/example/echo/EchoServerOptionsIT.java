package io.ringloom.example.echo;

import static io.ringloom.example.echo.EchoJar.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged server says about its options; a mistake costs one line and no stack trace. */
final class EchoServerOptionsIT {

  @Test
  void help_lists_the_options() throws Exception {
    try (ServerProcess server = ECHO.run("--help")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.errors()).isEmpty();
      assertThat(String.join("\n", server.output()))
          .contains(
              "--host",
              "--port",
              "--unix",
              "--loops",
              "--scheduling",
              "--transport",
              "--max-connections",
              "--idle-timeout",
              "--drain-timeout");
    }
  }

  @Test
  void version_is_the_one_of_the_build() throws Exception {
    try (ServerProcess server = ECHO.run("--version")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.errors()).isEmpty();
      assertThat(server.output()).singleElement().asString().matches("example-echo \\d+\\.\\d+.*");
    }
  }

  @Test
  void the_jar_tells_the_licences_of_what_is_in_it() throws Exception {
    assertThat(ECHO.text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    assertThat(ECHO.text("META-INF/THIRD-PARTY.txt"))
        .contains("Bouncy Castle", "Conscrypt", "JCTools", "Logback", "Netty", "picocli", "SLF4J");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--bogus | Unknown option: '--bogus'",
        "surplus | 'surplus'",
        "--port | Missing required parameter for option '--port'",
        "--port many | '--port': 'many' is not an int",
        "--port 70000 | port is 70000, but must be from 0 to 65535.",
        "--port=-1 | port is -1, but must be from 0 to 65535.",
        "--host no-such-host.invalid | host is no-such-host.invalid",
        "--host 192.0.2.1 --port 0 | Listening on 192.0.2.1:0 failed",
        "--scheduling fast | '--scheduling'",
        "--transport pigeon | transport is pigeon, but must be one of auto, uring, nio",
        "--loops 0 | loops is 0, but must be from 1 to 1024.",
        "--max-connections 0 | maxConnections is 0, but must be at least 1.",
        "--idle-timeout soon | 'soon' is not a time such as",
        "--drain-timeout -5s | '-5s'",
        "--unix a.socket --port 1 | --unix cannot be combined with --host or --port."
      })
  void a_mistake_costs_one_line(String arguments, String expected) throws Exception {
    try (ServerProcess server = ECHO.run(arguments.split(" ", -1))) {
      server.assertRefused("example-echo", expected);
    }
  }

  @Test
  void a_port_that_is_in_use_costs_one_line() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server = ECHO.run("--port", Integer.toString(taken.getLocalPort()))) {
      server.assertRefused(
          "example-echo",
          "Listening on 127.0.0.1:" + taken.getLocalPort() + " failed: Address already in use.");
    }
  }

  @Test
  void a_socket_path_that_cannot_be_made_costs_one_line(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("missing/echo.socket");
    try (ServerProcess server = ECHO.run("--unix", path.toString())) {
      server.assertRefused(
          "example-echo", "Listening on " + path + " failed: No such file or directory.");
    }
  }

  @Test
  void a_scheduling_that_is_not_available_costs_one_line() throws Exception {
    try (ServerProcess server = ECHO.runOnClassPath("--port", "0", "--scheduling", "loop")) {
      server.assertRefused("example-echo", "Loop scheduling is not available here: ");
    }
  }
}
