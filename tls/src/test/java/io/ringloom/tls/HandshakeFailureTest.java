package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes that fail: both sides say why. */
class HandshakeFailureTest {

  private static final String RSA_SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

  private LayerEnd server = Ends.server();
  private LayerEnd client = Ends.client();

  @AfterEach
  void free() {
    server.close();
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotTrustedIsRefusedWithAnAlert(TlsProtocol version) {
    use(
        Ends.serverOptions()
            .protocols(version)
            .certificate(Ends.OTHER_CA.server("localhost").certificate()));

    Pump.run(client, server);

    assertThat(failure(client))
        .isEqualTo(
            "the peer is not trusted: its certificate is not issued by a trusted authority"
                + " (issuer CN=Other CA)");
    assertThat(failure(server))
        .isEqualTo(
            "the peer sent the alert certificate_unknown (46): it does not trust this side's"
                + " certificate");
  }

  /** As clients with OpenSSL do on TLS 1.3, that have no keys yet when they see the certificate. */
  @ParameterizedTest
  @CsvSource({
    "48, the peer sent the alert unknown_ca (48): it does not know who has issued this side's"
        + " certificate",
    "0, the peer has ended the handshake with close_notify"
  })
  void anAlertThatIsNotEncryptedIsUnderstood(byte number, String sentence) {
    byte[] hello = client.takeOutput();
    byte[] alert = {21, 3, 3, 0, 2, 2, number};

    server.receive(hello, 0, hello.length);
    server.receive(alert, 0, alert.length);

    assertThat(failure(server)).isEqualTo(sentence);
  }

  @Test
  void theJdkUnderstandsWhyItsCertificateIsRefused() {
    SSLContext context = Ends.jdkContext(Ends.OTHER_CA.server("localhost"));
    JdkEnd jdk = Ends.jdkServer(context);

    Pump.run(client, jdk);

    assertThat(client.hasFailed()).isTrue();
    assertThat(jdk.failure).hasMessageContaining("(certificate_unknown)");
  }

  @Test
  void aServerForAnotherHostIsRefused() {
    use(Ends.serverOptions().certificate(Ends.CA.server("example.org").certificate()));

    Pump.run(client, server);

    assertThat(failure(client))
        .isEqualTo(
            "the peer is not trusted: its certificate is not valid for the host name localhost"
                + " (it is for example.org)");
  }

  @Test
  void aServerWhoseCertificateHasExpiredIsRefused() {
    use(Ends.serverOptions().certificate(Ends.CA.expired("localhost").certificate()));

    Pump.run(client, server);

    assertThat(failure(client))
        .startsWith("the peer is not trusted: its certificate (CN=localhost) expired on ");
  }

  @Test
  void aServerIsKnownByItsAddress() {
    client = Ends.of(Ends.client(Ends.clientOptions().build()), "127.0.0.1");
    Pump.run(client, server);
    assertThat(client.layer.info().serverName()).isEmpty();
    assertThat(server.layer.info().serverName()).isEmpty();

    LayerEnd other = Ends.of(Ends.client(Ends.clientOptions().build()), "127.0.0.2");
    Pump.run(other, Ends.server());
    assertThat(failure(other))
        .isEqualTo(
            "the peer is not trusted: its certificate is not valid for the address 127.0.0.2"
                + " (it is for localhost, 127.0.0.1)");
  }

  @Test
  void noVersionInCommonIsToldByBothSides() {
    use(Ends.serverOptions().protocols(TlsProtocol.TLS_1_3));
    use(Ends.clientOptions().protocols(TlsProtocol.TLS_1_2));

    Pump.run(client, server);

    assertThat(failure(server)).isEqualTo("no protocol version in common");
    assertThat(failure(client))
        .isEqualTo(
            "the peer sent the alert protocol_version (70): it speaks none of the versions that"
                + " are enabled here");
  }

  @Test
  void theJdkUnderstandsThatThereIsNoVersionInCommon() {
    use(Ends.serverOptions().protocols(TlsProtocol.TLS_1_3));
    JdkEnd jdk = Ends.jdkClient("TLSv1.2");

    Pump.run(jdk, server);

    assertThat(failure(server)).isEqualTo("no protocol version in common");
    assertThat(jdk.failure).hasMessageContaining("Received fatal alert: protocol_version");
  }

  @Test
  void noCipherSuiteInCommonIsToldByBothSides() {
    use(Ends.clientOptions().protocols(TlsProtocol.TLS_1_2).cipherSuites(List.of(RSA_SUITE)));

    Pump.run(client, server);

    assertThat(failure(server)).isEqualTo("no cipher suite in common");
    assertThat(failure(client))
        .startsWith("the peer sent the alert handshake_failure (40): it found nothing in common");
  }

  @Test
  void aClientThatOnlyKnowsBrokenVersionsIsRefused() {
    byte[] hello = Ends.client().takeOutput();
    // TLS 1.1 in place of what the client has: it offers nothing newer than that then.
    byte[] old = TestHello.withoutExtensions(hello, 0x0302);

    server.receive(old, 0, old.length);

    assertThat(failure(server)).isEqualTo("no protocol version in common");
    assertThat(server.takeOutput()).containsExactly(21, 3, 1, 0, 2, 2, 70);
  }

  @Test
  void whatHasFailedInTheHandshakeIsAnSslHandshakeExceptionWithItsCause() {
    use(Ends.serverOptions().protocols(TlsProtocol.TLS_1_3));
    use(Ends.clientOptions().protocols(TlsProtocol.TLS_1_2));

    Pump.run(client, server);

    assertThat(server.layer.failure()).isInstanceOf(SSLHandshakeException.class);
    assertThat(server.layer.failure()).rootCause().hasMessageContaining("UNSUPPORTED_PROTOCOL");
  }

  private void use(TlsServerOptions.Builder options) {
    server.close();
    server = Ends.of(Ends.server(options.build()));
  }

  private void use(TlsClientOptions.Builder options) {
    client.close();
    client = Ends.of(Ends.client(options.build()));
  }

  private static String failure(LayerEnd end) {
    assertThat(end.events).hasSize(1);
    assertThat(end.hasFailed()).isTrue();
    return String.valueOf(end.layer.failure().getMessage());
  }
}
