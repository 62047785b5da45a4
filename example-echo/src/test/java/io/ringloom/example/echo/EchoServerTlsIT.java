package io.ringloom.example.echo;

import static io.ringloom.example.echo.EchoJar.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.example.common.ServerProcess;
import io.ringloom.example.common.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged server does for peers over TLS. */
final class EchoServerTlsIT {
  private static final byte[] HELLO = "hello, loop\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private TlsFiles files;

  @BeforeEach
  void prepare() {
    files = new TlsFiles(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "nio"})
  void echoes_with_a_self_signed_certificate_whose_fingerprint_it_prints(String transport)
      throws Exception {
    try (ServerProcess server =
        ECHO.run("--port", "0", "--tls-self-signed", "--transport", transport)) {
      int port = server.port();
      String seen =
          files.pipe("s_client -connect 127.0.0.1:" + port, "x509 -fingerprint -sha256 -noout");
      assertThat(server.output().get(0))
          .endsWith("SHA-256 fingerprint " + seen.strip().replaceFirst(".*=", "") + ".");

      Files.writeString(
          files.path("seen.pem"), files.pipe("s_client -connect 127.0.0.1:" + port, "x509"));
      try (SSLSocket socket = files.connect(server, "seen.pem")) {
        assertEchoes(socket);
      }
      assertThat(server.output().get(1))
          .contains("INFO  Listening on 127.0.0.1:" + port + " with TLS: ");
      assertThat(server.output()).noneMatch(line -> line.contains("WARN"));
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void echoes_with_a_certificate_from_files() throws Exception {
    files.server("server");
    try (ServerProcess server = run("--tls-cert", "server.pem", "--tls-key", "server.key");
        SSLSocket socket = files.connect(server, "server.pem")) {
      assertThat(socket.getSession().getPeerCertificates())
          .containsExactly(files.certificate("server.pem"));
      assertEchoes(socket);
      assertThat(server.output()).noneMatch(line -> line.contains("WARN"));
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void reads_the_password_of_the_key_from_a_file() throws Exception {
    files.serverWithPassword("server");
    try (ServerProcess server =
            run(
                "--tls-cert",
                "server.pem",
                "--tls-key",
                "server.key",
                "--tls-key-password-file",
                "server.password");
        SSLSocket socket = files.connect(server, "server.pem")) {
      assertEchoes(socket);
    }
  }

  @Test
  void serves_only_clients_of_an_authority() throws Exception {
    files.server("server").clientAndAuthority();
    try (ServerProcess server =
        run("--tls-cert", "server.pem", "--tls-key", "server.key", "--tls-client-ca", "ca.pem")) {
      try (SSLSocket socket = files.connect(server, "server.pem", "client.p12")) {
        assertEchoes(socket);
      }
      assertThatThrownBy(
              () -> {
                try (SSLSocket socket = files.connect(server, "server.pem")) {
                  socket.getInputStream().read();
                }
              })
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("certificate_required");
      server.awaitOutput(
          Pattern.compile(
              "INFO  The TLS handshake of connection \\d+ with /127\\.0\\.0\\.1:\\d+ failed: the"
                  + " peer shows no certificate, but must\\.$"));
    }
  }

  @Test
  void tells_a_peer_without_tls_apart() throws Exception {
    try (ServerProcess server = ECHO.run("--port", "0", "--tls-self-signed")) {
      try (Socket socket = server.connect()) {
        socket.getOutputStream().write(HELLO);
        assertThat(socket.getInputStream().readAllBytes().length).isLessThan(100);
      }
      server.awaitOutput(
          Pattern.compile("failed: the peer sends what is no TLS record: it begins with 68 65 6c"));
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void shows_replaced_files_to_new_connections_and_keeps_the_old_ones_where_they_are_broken()
      throws Exception {
    files.server("server").server("second").server("third");
    try (ServerProcess server =
            run("--tls-cert", "server.pem", "--tls-key", "server.key", "--tls-watch", "50ms");
        SSLSocket before = files.connect(server, "server.pem")) {
      files.replace("server", "second");
      server.awaitOutput(Pattern.compile("INFO  TLS files have changed and were read again"));
      try (SSLSocket after = files.connect(server, "second.pem")) {
        assertEchoes(after);
      }
      assertEchoes(before);

      Files.writeString(files.path("server.pem"), "garbage");
      server.awaitOutput(
          Pattern.compile(
              "WARN  TLS files have changed and cannot be used; the old ones stay\\. The"
                  + " certificate file .*server\\.pem "));
      try (SSLSocket after = files.connect(server, "second.pem")) {
        assertEchoes(after);
      }

      files.replace("server", "third");
      server.awaitOutput(Pattern.compile("INFO  TLS files have changed and were read again"), 2);
      try (SSLSocket after = files.connect(server, "third.pem")) {
        assertEchoes(after);
      }
      assertEchoes(before);
      assertThat(server.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals")
  void drains_open_connections_and_exits_at_a_signal(String signal, int exitCode) throws Exception {
    files.server("server");
    try (ServerProcess server =
            ECHO.runHeedingSignals(
                "--drain-timeout",
                "50s",
                "--tls-cert",
                files.path("server.pem").toString(),
                "--tls-key",
                files.path("server.key").toString());
        SSLSocket socket = files.connect(server, "server.pem")) {
      assertEchoes(socket);

      server.signal(signal);

      assertThat(socket.getInputStream().read()).as("a clean end").isEqualTo(-1);
      socket.shutdownOutput();
      assertThat(server.awaitExit()).isEqualTo(exitCode);
      assertThat(server.errors()).isEmpty();
      assertThat(server.output())
          .last()
          .asString()
          .contains("served: 1; cut off at the drain timeout: 0.");
    }
  }

  private ServerProcess run(String... options) throws IOException {
    String[] all = new String[options.length + 2];
    all[0] = "--port";
    all[1] = "0";
    for (int i = 0; i < options.length; i++) {
      boolean isFile = options[i].matches("\\w+\\.\\w+");
      all[i + 2] = isFile ? files.path(options[i]).toString() : options[i];
    }
    return ECHO.run(all);
  }

  private static void assertEchoes(Socket socket) throws IOException {
    socket.getOutputStream().write(HELLO);
    assertThat(socket.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
  }
}
