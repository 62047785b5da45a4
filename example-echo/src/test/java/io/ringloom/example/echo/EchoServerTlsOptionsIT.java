package io.ringloom.example.echo;

import static io.ringloom.example.echo.EchoJar.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import io.ringloom.example.common.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged server says about options for TLS that do not work: one line each. */
final class EchoServerTlsOptionsIT {
  @TempDir static Path directory;

  @BeforeAll
  static void makeFiles() throws Exception {
    TlsFiles files = new TlsFiles(directory);
    files.server("server").server("other").serverWithPassword("locked");
    Files.writeString(files.path("wrong.password"), "wrong\n");
    Files.write(files.path("binary.password"), new byte[] {-1, -2});
    Files.writeString(files.path("garbage.pem"), "garbage\n");
  }

  @Test
  void help_lists_the_options() throws Exception {
    try (ServerProcess server = ECHO.run("--help")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(String.join("\n", server.output()))
          .contains(
              "--tls-self-signed",
              "--tls-cert=FILE",
              "--tls-key=FILE",
              "--tls-key-password-file=FILE",
              "--tls-client-ca=FILE",
              "--tls-watch=TIME");
      assertThat(server.output()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--tls-cert @server.pem | --tls-cert needs --tls-key, the file with its private key.",
        "--tls-key @server.key | --tls-key needs --tls-cert, the file with the certificate.",
        "--tls-cert @server.pem --tls-key @other.key | does not belong to",
        "--tls-cert @none.pem --tls-key @server.key | @none.pem cannot be read: there is no such",
        "--tls-cert @server.pem --tls-key @none.key | @none.key cannot be read: there is no such",
        "--tls-cert @garbage.pem --tls-key @server.key | @garbage.pem is not a PEM file",
        "--tls-cert @server.pem --tls-key @garbage.pem | @garbage.pem is not a PEM file",
        "--tls-cert @server.key --tls-key @server.pem | @server.key has no certificate, only PRIVATE KEY.",
        "--tls-cert @locked.pem --tls-key @locked.key"
            + " | @locked.key has an encrypted private key, but no password was given.",
        "--tls-cert @locked.pem --tls-key @locked.key --tls-key-password-file @wrong.password"
            + " | @locked.key cannot be decrypted: the password is wrong",
        "--tls-cert @locked.pem --tls-key @locked.key --tls-key-password-file @none.password"
            + " | @none.password cannot be read: there is no such file.",
        "--tls-cert @locked.pem --tls-key @locked.key --tls-key-password-file @binary.password"
            + " | @binary.password cannot be read: it is not UTF-8.",
        "--tls-key-password-file @locked.password | --tls-key-password-file needs --tls-key.",
        "--tls-self-signed --tls-cert @server.pem --tls-key @server.key"
            + " | --tls-self-signed cannot be combined with --tls-cert or --tls-key.",
        "--tls-self-signed --tls-client-ca @none.pem | @none.pem cannot be read: there is no such",
        "--tls-self-signed --tls-client-ca @garbage.pem | @garbage.pem is not a PEM file",
        "--tls-client-ca @server.pem"
            + " | --tls-client-ca needs --tls-cert and --tls-key, or --tls-self-signed.",
        "--tls-watch 1s | --tls-watch needs --tls-cert and --tls-key.",
        "--tls-cert @server.pem --tls-key @server.key --tls-watch often | 'often' is not a time"
      })
  void a_mistake_costs_one_line(String arguments, String expected) throws Exception {
    assertRefused(expected, arguments.split(" "));
  }

  private static void assertRefused(String expected, String... arguments)
      throws IOException, InterruptedException {
    String[] given = Stream.of(arguments).map(EchoServerTlsOptionsIT::path).toArray(String[]::new);
    try (ServerProcess server = ECHO.run(given)) {
      server.assertRefused("example-echo", path(expected));
    }
  }

  private static String path(String text) {
    return text.replace("@", directory + "/");
  }
}
