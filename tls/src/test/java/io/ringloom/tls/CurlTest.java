package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.tls.TestCertificates.Issued;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer one request of HTTP, and {@code curl} as their client. */
@RequiresCommand(value = "curl", version = "--version")
class CurlTest extends RealLoops {
  private static final int HANDSHAKE_FAILED = 35;
  private static final int RECEIVING_FAILED = 56;
  private static final int SERVER_NOT_TRUSTED = 60;
  private static final String ANSWER = "a short answer\n";

  @ParameterizedTest
  @CsvSource({
    "1.2, TLSv1.2",
    "1.3, TLSv1.3",
  })
  void aServerWithAGoodCertificateIsRead(String newest, String version) throws Exception {
    Server server = answer(Ends.serverOptions().applicationProtocols("http/1.1").build());

    Tool curl = curl(server, "localhost", "--cacert", "ca.pem", "--tls-max", newest);

    assertThat(curl.awaitExit()).as("%s", curl).isZero();
    assertThat(curl.output()).isEqualTo(ANSWER);
    assertThat(agreed())
        .satisfies(
            info -> {
              assertThat(info.protocol()).isEqualTo(version);
              assertThat(info.serverName()).contains("localhost");
              assertThat(info.applicationProtocol()).contains("http/1.1");
            });
    awaitClosed(server, CloseReason.LOCAL_CLOSE, 1);
  }

  @Test
  void theCertificateIsChosenByTheNameInTheAddress() throws Exception {
    Server server =
        answer(
            Ends.serverOptions()
                .certificateFor("*.example.org", Ends.CA.server("*.example.org").certificate())
                .build());

    Tool curl = curl(server, "any.example.org", "--cacert", "ca.pem");

    assertThat(curl.awaitExit()).as("%s", curl).isZero();
    assertThat(agreed().serverName()).contains("any.example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void aServerOfAnUnknownAuthorityIsNotTrusted(String newest) throws Exception {
    Server server =
        answer(
            TlsServerOptions.builder()
                .certificate(Ends.OTHER_CA.server("localhost").certificate())
                .build());

    assertRefused(
        server,
        SERVER_NOT_TRUSTED,
        "unknown_ca (48): it does not know who has issued this side's certificate",
        "localhost",
        "--cacert",
        "ca.pem",
        "--tls-max",
        newest);
  }

  @Test
  void aServerWithAnExpiredCertificateIsNotTrusted() throws Exception {
    Server server =
        answer(
            TlsServerOptions.builder()
                .certificate(Ends.CA.expired("localhost").certificate())
                .build());

    assertRefused(
        server,
        SERVER_NOT_TRUSTED,
        "certificate_expired (45): this side's certificate has expired",
        "localhost",
        "--cacert",
        "ca.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void aServerWithTheCertificateOfAnotherHostIsNotTrusted(String newest) throws Exception {
    Server server = answer(Ends.serverOptions().build());

    Tool curl = curl(server, "other.test", "--cacert", "ca.pem", "--tls-max", newest);

    assertThat(curl.awaitExit()).as("%s", curl).isEqualTo(SERVER_NOT_TRUSTED);
    assertThat(curl.output()).contains("other.test");
  }

  @Test
  void aServerWithoutAVersionInCommonFailsTheHandshake() throws Exception {
    Server server = answer(Ends.serverOptions().protocols(TlsProtocol.TLS_1_3).build());

    Tool curl = curl(server, "localhost", "--cacert", "ca.pem", "--tls-max", "1.2");

    assertThat(curl.awaitExit()).as("%s", curl).isEqualTo(HANDSHAKE_FAILED);
    assertThat(curl.output()).contains("protocol version");
  }

  @ParameterizedTest
  @CsvSource({"1.2, " + HANDSHAKE_FAILED, "1.3, " + RECEIVING_FAILED})
  void aClientWithoutTheCertificateThatItNeedsIsRefused(String newest, int exitCode)
      throws Exception {
    Server server = answer(needing());

    Tool curl = curl(server, "localhost", "--cacert", "ca.pem", "--tls-max", newest);

    assertThat(curl.awaitExit()).as("%s", curl).isEqualTo(exitCode);
    assertThat(curl.output()).contains("alert");
    awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void aClientWithItsCertificateIsServed(String newest) throws Exception {
    Issued alice = Ends.ALICE;
    file("alice.pem", alice.chainPem());
    file("alice.key", alice.keyPem());
    Server server = answer(needing());

    Tool curl =
        curl(
            server,
            "localhost",
            "--cacert",
            "ca.pem",
            "--cert",
            "alice.pem",
            "--key",
            "alice.key",
            "--tls-max",
            newest);

    assertThat(curl.awaitExit()).as("%s", curl).isZero();
    assertThat(agreed().peerCertificates()).first().isEqualTo(alice.x509());
  }

  @Test
  void aClientThatSpeaksPlainHttpIsToldApart() throws Exception {
    Server server = answer(Ends.serverOptions().build());
    try (CapturedLog log = CapturedLog.of(Level.INFO)) {
      Tool curl =
          closeLater(
              Tool.start(
                  directory, List.of("curl", "-sS", "http://127.0.0.1:" + port(server) + "/")));

      assertThat(curl.awaitExit()).as("%s", curl).isNotZero();
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .endsWith(" failed: the peer speaks plain HTTP, not TLS.");
    }
  }

  private void assertRefused(
      Server server, int exitCode, String alert, String host, String... options) throws Exception {
    try (CapturedLog log = CapturedLog.of(Level.INFO)) {
      Tool curl = curl(server, host, options);

      assertThat(curl.awaitExit()).as("%s", curl).isEqualTo(exitCode);
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .endsWith(" failed: the peer sent the alert " + alert + ".");
    }
  }

  private static TlsServerOptions needing() {
    return Ends.serverOptions()
        .clientAuthentication(ClientAuthentication.NEED)
        .clientTrust(Ends.CA.trust())
        .build();
  }

  private Server answer(TlsServerOptions options) throws IOException {
    return serve(Ends.server(options), CurlTest::answer);
  }

  private static void answer(Connection connection) throws IOException {
    while (!connection.input().readLine(StandardCharsets.ISO_8859_1, 1000).isEmpty()) {
      // A header that nobody needs.
    }
    connection.write(
        StandardCharsets.ISO_8859_1.encode(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + ANSWER));
  }

  private Tool curl(Server server, String host, String... options) throws IOException {
    String where = host + ":" + port(server);
    List<String> command =
        new ArrayList<>(List.of("curl", "-sS", "--resolve", where + ":127.0.0.1"));
    command.addAll(List.of(options));
    command.add("https://" + where + "/");
    return closeLater(Tool.start(directory, command));
  }
}
