package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Connector;
import io.ringloom.TlsInfo;
import io.ringloom.tls.TestCertificates.Issued;
import io.ringloom.tls.TestCertificates.KeyType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connectors, and {@code openssl s_server} as their server. */
@RequiresCommand(value = "openssl", version = "version")
class OpenSslServerTest extends RealLoops {

  @ParameterizedTest
  @CsvSource({
    "-tls1_2, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "-tls1_3, TLSv1.3, TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256"
  })
  void bothEndsTellTheSameOfASession(String only, String version, String theirs, String ours)
      throws Exception {
    String suites = version.equals("TLSv1.3") ? "-ciphersuites" : "-cipher";
    Tool server = server(Ends.LOCALHOST, only, suites, theirs, "-groups", "P-256", "-alpn", "b,a");
    Connector connector = connector(Ends.clientOptions().applicationProtocols("a", "b").build());

    try (Connection connection = connect(connector, server)) {
      TlsInfo info = connection.tlsInfo().orElseThrow();
      assertThat(info.protocol()).isEqualTo(version);
      assertThat(info.cipherSuite()).isEqualTo(ours);
      assertThat(info.namedGroup()).contains("P-256");
      assertThat(info.applicationProtocol()).contains("b");
      assertThat(info.serverName()).contains("localhost");
      assertThat(info.peerCertificates()).containsExactly(Ends.LOCALHOST.x509());
      assertThat(server.awaitOutput("CIPHER is (.*)")).isEqualTo(theirs);
      assertExchanges(connection, server);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA", "EC", "EC_P384"})
  void serversWithKeysOfEachKindAreVerified(KeyType type) throws Exception {
    Issued issued =
        Ends.CA.intermediate("Between").leaf("localhost").key(type).hosts("localhost").issue();

    Tool server = server(issued);
    try (Connection connection = connect(connector(Ends.clientOptions().build()), server)) {
      assertThat(connection.tlsInfo().orElseThrow().peerCertificates())
          .containsExactly(issued.chain());
      assertExchanges(connection, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aServerWithTheCertificateOfAnotherHostIsNotTrusted(String version) throws Exception {
    Tool server = server(Ends.CA.server("other.test", "*.example.org"), version);

    assertRefused(
        server,
        "the peer is not trusted: its certificate is not valid for the host name localhost"
            + " (it is for other.test, *.example.org)");
  }

  @Test
  void anAddressMustBeInTheCertificate() throws Exception {
    Tool server = server(Ends.CA.server("localhost"));
    Connector connector = connector(Ends.clientOptions().build());

    assertThatThrownBy(() -> connector.connect("127.0.0.1", port(server)))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessage(
            "Connecting to 127.0.0.1:"
                + port(server)
                + " failed: the TLS handshake failed: the peer is not trusted: its certificate is"
                + " not valid for the address 127.0.0.1 (it is for localhost).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aServerWithAnExpiredCertificateIsNotTrusted(String version) throws Exception {
    Issued expired = Ends.CA.expired("localhost");
    Tool server = server(expired, version);

    assertRefused(
        server,
        "the peer is not trusted: its certificate (CN=localhost) expired on "
            + expired.x509().getNotAfter().toInstant().toString().substring(0, 10));
  }

  @Test
  void anExpiredCertificateIsNamedAlsoWhereTheServerRepeatsIt() throws Exception {
    Issued expired = Ends.CA.expired("localhost");
    Tool server = server(expired, "-cert_chain", "server.pem");

    assertThat(refused(server)).hasMessageContaining("its certificate (CN=localhost) expired on ");
  }

  @Test
  void aServerWhoseCertificateIsNotValidYetIsNotTrusted() throws Exception {
    Issued early =
        Ends.CA
            .leaf("localhost")
            .hosts("localhost")
            .valid(Duration.ofDays(2), Duration.ofDays(9))
            .issue();
    Tool server = server(early);

    assertRefused(
        server,
        "the peer is not trusted: its certificate (CN=localhost) is not valid before "
            + early.x509().getNotBefore().toInstant().toString().substring(0, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aServerOfAnUnknownAuthorityIsNotTrusted(String version) throws Exception {
    Tool server = server(Ends.OTHER_CA.server("localhost"), version);

    assertRefused(
        server,
        "the peer is not trusted: its certificate is not issued by a trusted authority"
            + " (issuer CN=Other CA)");
  }

  @Test
  void aServerWithASelfSignedCertificateIsNotTrusted() throws Exception {
    Tool server = server(Ends.CA.leaf("localhost").hosts("localhost").selfSigned());

    assertRefused(
        server,
        "the peer is not trusted: its certificate (CN=localhost) is self-signed and not trusted");
  }

  @Test
  void aCertificateForAClientIsNoneForAServer() throws Exception {
    Tool server = server(Ends.CA.client("localhost"));

    assertRefused(
        server,
        "the peer is not trusted: its certificate (CN=localhost) was refused"
            + " (Extended key usage does not permit use for TLS server authentication)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aServerThatAsksForACertificateIsShownIt(String version) throws Exception {
    Tool server =
        server(
            Ends.LOCALHOST, version, "-CAfile", "ca.pem", "-Verify", "3", "-verify_return_error");
    Connector connector =
        connector(Ends.clientOptions().certificate(Ends.ALICE.certificate()).build());

    try (Connection connection = connect(connector, server)) {
      assertExchanges(connection, server);
      assertThat(server.awaitOutput("^subject=CN ?= ?(.*)$")).isEqualTo("alice");
    }
  }

  @Test
  void aServerThatMissesACertificateEndsTheHandshake() throws Exception {
    Tool server =
        server(
            Ends.LOCALHOST, "-tls1_2", "-CAfile", "ca.pem", "-Verify", "3", "-verify_return_error");

    assertRefused(
        server,
        "the peer sent the alert handshake_failure (40): it found nothing in common, or misses a"
            + " certificate");
  }

  @Test
  void onTls13AServerThatMissesACertificateSaysSoAfterTheHandshake() throws Exception {
    Tool server =
        server(
            Ends.LOCALHOST, "-tls1_3", "-CAfile", "ca.pem", "-Verify", "3", "-verify_return_error");
    Connection connection = connect(connector(Ends.clientOptions().build()), server);

    assertThat(readFailure(connection))
        .hasMessageContaining(
            "certificate_required (116): it wants this side to show a certificate");
    assertThat(connection.closeReason()).contains(CloseReason.TLS_FAILED);
  }

  @Test
  void onTls13AServerThatDoesNotTrustTheCertificateSaysSoAfterTheHandshake() throws Exception {
    Tool server =
        server(
            Ends.LOCALHOST, "-tls1_3", "-CAfile", "ca.pem", "-Verify", "3", "-verify_return_error");
    Connector connector =
        connector(
            Ends.clientOptions()
                .certificate(Ends.OTHER_CA.client("mallory").certificate())
                .build());
    Connection connection = connect(connector, server);

    assertThat(readFailure(connection))
        .hasMessageContaining(
            "unknown_ca (48): it does not know who has issued this side's certificate");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void theSecondConnectionResumesTheSession(String only, String version) throws Exception {
    Tool server = server(Ends.LOCALHOST, only);
    Connector connector = connector(Ends.clientOptions().build());
    try (Connection first = connect(connector, server)) {
      assertExchanges(first, server); // on TLS 1.3, tickets come with data
      assertThat(server.output()).doesNotContain("Reused session-id");
    }

    try (Connection second = connect(connector, server)) {
      server.awaitOutput("Reused session-id");
      assertExchanges(second, server);
      TlsInfo info = second.tlsInfo().orElseThrow();
      assertThat(info.protocol()).isEqualTo(version);
      assertThat(info.peerCertificates()).containsExactly(Ends.LOCALHOST.x509());
    }
  }

  @Test
  void anotherClientDoesNotResumeTheSession() throws Exception {
    Tool server = server(Ends.LOCALHOST);
    Connector careless =
        connector(TlsClientOptions.builder().trust(Ends.CA.trust()).verifyHostName(false).build());
    try (Connection first = connect(careless, server)) {
      assertExchanges(first, server);
    }

    try (Connection second = connect(connector(Ends.clientOptions().build()), server)) {
      assertExchanges(second, server);
    }
    assertThat(server.output()).doesNotContain("Reused session-id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"K", "k"})
  void aServerMayChangeItsKeysAndAskForOthers(String command) throws Exception {
    Tool server = server(Ends.LOCALHOST, "-tls1_3", "-msg");
    try (Connection connection = connect(connector(Ends.clientOptions().build()), server)) {
      assertExchanges(connection, server);

      server.type(command).awaitOutput(">>> TLS 1.3, Handshake .*, KeyUpdate");
      assertExchanges(connection, server);
      if (command.equals("K")) {
        server.awaitOutput("<<< TLS 1.3, Handshake .*, KeyUpdate");
      }
      assertExchanges(connection, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "R"})
  void aServerThatWantsToRenegotiateIsRefused(String command) throws Exception {
    Tool server = server(Ends.LOCALHOST, "-tls1_2", "-legacy_renegotiation");
    Connection connection = connect(connector(Ends.clientOptions().build()), server);
    assertExchanges(connection, server);

    server.type(command);

    assertThat(readFailure(connection))
        .hasMessageContaining("the peer wants to renegotiate, which is refused");
    assertThat(connection.closeReason()).contains(CloseReason.TLS_FAILED);
  }

  @Test
  void aServerOfALegacyVersionIsRefused() throws Exception {
    Tool server = server(Ends.LOCALHOST, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");

    assertRefused(
        server,
        "the peer sent the alert protocol_version (70): it speaks none of the versions that are"
            + " enabled here");
  }

  @Test
  void aServerThatDropsTheConnectionCutsTheStreamOff() throws Exception {
    Tool server = server(Ends.LOCALHOST);
    Connection connection = connect(connector(Ends.clientOptions().build()), server);
    assertExchanges(connection, server);

    server.type("q");

    assertThat(readFailure(connection)).isInstanceOf(ConnectionClosedException.class);
    assertThat(connection.closeReason()).contains(CloseReason.TLS_TRUNCATED);
  }

  private Tool server(Issued identity, String... options) throws IOException {
    X509Certificate[] chain = identity.chain();
    file("server.pem", TestCertificates.pem(chain[0]));
    file("server.key", identity.keyPem());
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0"));
    command.addAll(List.of("-cert", "server.pem", "-key", "server.key"));
    if (chain.length > 1) {
      file("between.pem", TestCertificates.pem(Arrays.copyOfRange(chain, 1, chain.length)));
      command.addAll(List.of("-cert_chain", "between.pem"));
    }
    command.addAll(List.of(options));
    return closeLater(Tool.start(directory, command));
  }

  private static int port(Tool server) {
    return Integer.parseInt(server.awaitOutput("ACCEPT 127\\.0\\.0\\.1:(\\d+)"));
  }

  private Connection connect(Connector connector, Tool server) throws IOException {
    return closeLater(connector.connect("localhost", port(server)));
  }

  /** Has each side say something to the other. */
  private static void assertExchanges(Connection connection, Tool server) throws IOException {
    String said = "said " + System.nanoTime();
    connection.write(StandardCharsets.ISO_8859_1.encode(said + "\n"));
    server.awaitOutput(said + "$");
    server.type("heard " + said);
    connection.setReadTimeout(Tool.PATIENCE);
    assertThat(connection.input().readLine(StandardCharsets.ISO_8859_1, 100))
        .isEqualTo("heard " + said);
  }

  private static Throwable readFailure(Connection connection) {
    connection.setReadTimeout(Tool.PATIENCE);
    return catchThrowable(() -> connection.read(ByteBuffer.allocate(1)));
  }

  private Throwable refused(Tool server) throws IOException {
    Connector connector = connector(Ends.clientOptions().build());
    Throwable refused = catchThrowable(() -> connector.connect("localhost", port(server)));
    assertThat(refused)
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageStartingWith(
            "Connecting to 127.0.0.1:"
                + port(server)
                + " failed: the TLS handshake with localhost failed: ");
    return refused;
  }

  private void assertRefused(Tool server, String reason) throws IOException {
    assertThat(refused(server)).hasMessageEndingWith(" with localhost failed: " + reason + ".");
  }
}
