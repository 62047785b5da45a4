package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ringloom.CloseReason;
import io.ringloom.Server;
import io.ringloom.TlsInfo;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.tls.TestCertificates.Issued;
import io.ringloom.tls.TestCertificates.KeyType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, and {@code openssl s_client} as their client. */
@RequiresCommand(value = "openssl", version = "version")
class OpenSslClientTest extends RealLoops {

  @ParameterizedTest
  @CsvSource({
    "-tls1_2, TLSv1.2, ECDHE-ECDSA-AES128-GCM-SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,"
        + " prime256v1, P-256",
    "-tls1_3, TLSv1.3, TLS_CHACHA20_POLY1305_SHA256, TLS_CHACHA20_POLY1305_SHA256,"
        + " secp384r1, P-384",
    "-tls1_3, TLSv1.3, TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256, X25519, X25519"
  })
  void bothEndsTellTheSameOfASession(
      String only, String version, String theirs, String ours, String theirGroup, String ourGroup)
      throws Exception {
    Server server = serve(Ends.serverOptions().build());

    String suites = version.equals("TLSv1.3") ? "-ciphersuites" : "-cipher";
    Tool client = client(server, only, suites, theirs, "-groups", ourGroup);

    client.awaitOutput("New, " + version + ", Cipher is " + theirs);
    assertThat(client.awaitOutput("Server Temp Key: (.*)")).contains(theirGroup);
    client.awaitOutput("Verify return code: 0 \\(ok\\)");
    assertEchoes(client);
    TlsInfo info = agreed();
    assertThat(info.protocol()).isEqualTo(version);
    assertThat(info.cipherSuite()).isEqualTo(ours);
    assertThat(info.namedGroup()).contains(ourGroup);
    assertThat(info.applicationProtocol()).isEmpty();
    assertThat(info.serverName()).isEmpty();
    assertThat(info.peerCertificates()).isEmpty();
    client.type("Q");
    assertThat(client.awaitExit()).isZero();
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA", "EC", "EC_P384"})
  void keysOfEachKindComeFromPemFiles(KeyType type) throws Exception {
    Issued issued =
        Ends.CA.intermediate("Between").leaf("localhost").key(type).hosts("localhost").issue();
    Server server =
        serve(TlsServerOptions.builder().certificate(issued.writeTo(directory)).build());

    for (String version : List.of("-tls1_2", "-tls1_3")) {
      Tool client = client(server, version, "-verify_hostname", "localhost");

      client.awaitOutput("Verification: OK");
      client.awaitOutput("Verified peername: localhost");
      client.awaitOutput("Peer signature type: " + (type == KeyType.RSA ? "RSA-PSS" : "ECDSA"));
      assertEchoes(client);
    }
  }

  @Test
  void alpnChoosesAProtocolInCommonOrNone() throws Exception {
    Server server = serve(Ends.serverOptions().applicationProtocols("h2", "http/1.1").build());

    client(server, "-alpn", "http/1.1,h2").awaitOutput("ALPN protocol: h2");
    assertThat(agreed().applicationProtocol()).contains("h2");
    client(server, "-alpn", "http/1.1").awaitOutput("ALPN protocol: http/1\\.1");
    assertThat(agreed().applicationProtocol()).contains("http/1.1");
    client(server, "-alpn", "spdy/3").awaitOutput("No ALPN negotiated");
    assertThat(agreed().applicationProtocol()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_2, a.example.org, a.example.org",
    "-tls1_3, a.example.org, a.example.org",
    "-tls1_3, A.EXAMPLE.org, a.example.org",
    "-tls1_3, b.example.org, *.example.org",
    "-tls1_3, c.b.example.org, localhost",
    "-tls1_3, example.org, localhost",
    "-tls1_2, other.test, localhost"
  })
  void theNameThatIsAskedForChoosesTheCertificate(String version, String name, String subject)
      throws Exception {
    Server server =
        serve(
            Ends.serverOptions()
                .certificateFor("a.example.org", Ends.CA.server("a.example.org").certificate())
                .certificateFor("*.example.org", Ends.CA.server("*.example.org").certificate())
                .build());

    Tool client = client(server, version, "-servername", name);

    assertThat(client.awaitOutput("^subject=CN ?= ?(.*)$")).isEqualTo(subject);
    client.awaitOutput("Verify return code: 0 \\(ok\\)");
    assertThat(agreed().serverName()).contains(name.toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aClientShowsItsCertificate(String version) throws Exception {
    Issued bob = Ends.CA.intermediate("Between").client("bob");
    file("bob.pem", bob.chainPem());
    file("bob.key", bob.keyPem());
    Server server = serve(asking(ClientAuthentication.NEED).build());

    Tool client =
        client(server, version, "-cert", "bob.pem", "-cert_chain", "bob.pem", "-key", "bob.key");

    assertThat(client.awaitOutput("Acceptable client certificate CA names\n(.*)"))
        .contains("Test CA");
    assertEchoes(client);
    assertThat(agreed().peerCertificates()).first().isEqualTo(bob.x509());
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, 40, handshake failure", "-tls1_3, 116, certificate required"})
  void aClientWithoutTheCertificateThatItNeedsIsRefused(String version, String number, String name)
      throws Exception {
    Server server = serve(asking(ClientAuthentication.NEED).build());

    assertRefused(server, number, name, "the peer shows no certificate, but must", version);
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, WANT", "-tls1_3, WANT", "-tls1_2, NEED", "-tls1_3, NEED"})
  void aClientWithACertificateOfSomebodyElseIsRefused(String version, ClientAuthentication mode)
      throws Exception {
    Issued mallory = Ends.OTHER_CA.client("mallory");
    file("mallory.pem", mallory.chainPem());
    file("mallory.key", mallory.keyPem());
    Server server = serve(asking(mode).build());

    assertRefused(
        server,
        "46",
        "certificate unknown",
        "the peer is not trusted: its certificate is not issued by a trusted authority"
            + " (issuer CN=Other CA)",
        version,
        "-cert",
        "mallory.pem",
        "-key",
        "mallory.key");
  }

  @Test
  void aClientMayGoWithoutACertificateThatIsOnlyWanted() throws Exception {
    Server server = serve(asking(ClientAuthentication.WANT).build());

    Tool client = client(server);

    client.awaitOutput("Acceptable client certificate CA names");
    assertEchoes(client);
    assertThat(agreed().peerCertificates()).isEmpty();
  }

  @Test
  void aClientIsNotAskedForACertificateUnlessTheOptionsSaySo() throws Exception {
    Server server = serve(Ends.serverOptions().build());

    client(server).awaitOutput("No client certificate CA names sent");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void aSessionIsResumed(String only, String version) throws Exception {
    Server server = serve(Ends.serverOptions().build());

    saveSession(server, only);
    Tool second = client(server, only, "-sess_in", "session.pem");

    second.awaitOutput("Reused, " + version);
    assertEchoes(second);
    agreed();
    assertThat(agreed().protocol()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void aResumedSessionKnowsTheCertificateOfItsClient(String only, String version) throws Exception {
    file("alice.pem", Ends.ALICE.chainPem());
    file("alice.key", Ends.ALICE.keyPem());
    Server server = serve(asking(ClientAuthentication.NEED).build());

    saveSession(server, only, "-cert", "alice.pem", "-key", "alice.key");
    Tool second = client(server, only, "-sess_in", "session.pem");

    second.awaitOutput("Reused, " + version);
    assertEchoes(second);
    agreed();
    assertThat(agreed().peerCertificates()).first().isEqualTo(Ends.ALICE.x509());
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void aSessionIsNotResumedWhereThatIsSwitchedOff(String only, String version) throws Exception {
    Server server = serve(Ends.serverOptions().sessionResumption(false).build());

    Tool first = client(server, only, "-sess_out", "session.pem");
    assertEchoes(first);
    first.type("Q").awaitExit();
    if (directory.resolve("session.pem").toFile().exists()) { // TLS 1.2 has ids without tickets
      client(server, only, "-sess_in", "session.pem").awaitOutput("New, " + version);
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, 40, handshake failure", "-tls1_3, 116, certificate required"})
  void aSessionDoesNotGetPastAStricterPolicy(String only, String number, String name)
      throws Exception {
    ServerTls lax = Ends.server(Ends.serverOptions().build());
    Server before = serve(lax);
    Server strict = serve(asking(ClientAuthentication.NEED).build());
    saveSession(before, only);

    assertRefused(
        strict,
        number,
        name,
        "the peer shows no certificate, but must",
        only,
        "-sess_in",
        "session.pem");

    lax.reload(asking(ClientAuthentication.NEED).build());
    assertRefused(
        before,
        number,
        name,
        "the peer shows no certificate, but must",
        only,
        "-sess_in",
        "session.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"K", "k"})
  void aClientMayChangeItsKeysAndAskForOthers(String command) throws Exception {
    Server server = serve(Ends.serverOptions().build());
    Tool client = client(server, "-tls1_3", "-msg");
    assertEchoes(client);

    client.type(command).awaitOutput(">>> TLS 1.3, Handshake .*, KeyUpdate");
    client.type("with new keys").awaitOutput("with new keys$");
    if (command.equals("K")) {
      client.awaitOutput("<<< TLS 1.3, Handshake .*, KeyUpdate");
      client.type("with newer keys").awaitOutput("with newer keys$");
    }

    client.type("Q");
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  @Test
  void aClientThatWantsToRenegotiateIsRefused() throws Exception {
    Server server = serve(Ends.serverOptions().build());
    Tool client = client(server, "-tls1_2");
    assertEchoes(client);

    client.type("R").awaitOutput("RENEGOTIATING");

    client.awaitExit();
    awaitClosed(server, CloseReason.TLS_FAILED, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void legacyVersionsAreRefused(String version) throws Exception {
    Server server = serve(Ends.serverOptions().build());

    assertRefused(
        server,
        "70",
        "protocol version",
        "no protocol version in common",
        version,
        "-cipher",
        "DEFAULT@SECLEVEL=0");
  }

  @Test
  void aVersionThatTheOptionsExcludeIsRefused() throws Exception {
    Server server = serve(Ends.serverOptions().protocols(TlsProtocol.TLS_1_3).build());

    assertRefused(server, "70", "protocol version", "no protocol version in common", "-tls1_2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256"})
  void aClientWithoutACipherSuiteInCommonIsRefused(String suite) throws Exception {
    Server server = serve(Ends.serverOptions().build());

    assertRefused(
        server,
        "40",
        "handshake failure",
        "no cipher suite in common",
        "-tls1_2",
        "-cipher",
        suite);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cipher AES128-SHA", "-groups P-521"})
  void aClientThatDoesNotTakeTheCurveOfTheCertificateIsRefused(String option) throws Exception {
    Server server = serve(Ends.serverOptions().build());

    assertRefused(
        server,
        "40",
        "handshake failure",
        "the peer does not accept the curve of the key of this side's certificate",
        ("-tls1_2 " + option).split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void theReasonOfAClientThatDoesNotTrustTheServerIsLogged(String version) throws Exception {
    Server server =
        serve(
            TlsServerOptions.builder()
                .certificate(Ends.OTHER_CA.server("localhost").certificate())
                .build());
    try (CapturedLog log = CapturedLog.of(Level.INFO)) {
      Tool client = client(server, version, "-verify_return_error");

      assertThat(client.awaitExit()).as("%s", client).isEqualTo(1);
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .endsWith(
              " failed: the peer sent the alert unknown_ca (48): it does not know who has issued"
                  + " this side's certificate.");
    }
  }

  @Test
  void aClientThatIsKilledCutsTheStreamOff() throws Exception {
    Server server = serve(Ends.serverOptions().build());
    Tool client = client(server, "-tls1_3");
    assertEchoes(client);

    client.close();

    awaitClosed(server, CloseReason.TLS_TRUNCATED, 1);
  }

  private static TlsServerOptions.Builder asking(ClientAuthentication mode) {
    return Ends.serverOptions().clientAuthentication(mode).clientTrust(Ends.CA.trust());
  }

  /** Starts a client that trusts the test authority, by the server's address. */
  private Tool client(Server server, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port(server), "-CAfile"));
    command.add("ca.pem");
    command.addAll(List.of(options));
    return closeLater(Tool.start(directory, command));
  }

  private static void assertEchoes(Tool client) throws IOException {
    client.awaitOutput("Verify return code");
    client
        .type("it is echoed")
        .awaitOutput("it is echoed$"); // the client may break lines before it
  }

  /** Has a client write {@code session.pem}. */
  private void saveSession(Server server, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-sess_out", "session.pem"));
    Tool first = client(server, all.toArray(String[]::new));
    first.awaitOutput("New, TLSv1");
    assertEchoes(first);
    assertThat(first.type("Q").awaitExit()).isZero();
  }

  private void assertRefused(
      Server server, String alertNumber, String alertName, String reason, String... options)
      throws Exception {
    try (CapturedLog log = CapturedLog.of(Level.INFO)) {
      Tool client = client(server, options);

      assertThat(client.awaitOutput("(alert .*:SSL alert number .*)"))
          .startsWith("alert " + alertName + ":")
          .endsWith("SSL alert number " + alertNumber);
      assertThat(client.awaitExit()).as("%s", client).isEqualTo(1);
      awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("INFO The TLS handshake of ")
          .contains("127.0.0.1:")
          .endsWith(" failed: " + reason + ".");
    }
  }
}
