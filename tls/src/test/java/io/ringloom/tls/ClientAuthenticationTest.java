package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.TlsLayer.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ClientAuthenticationTest {

  private final TlsProtocol version;

  ClientAuthenticationTest(TlsProtocol version) {
    this.version = version;
  }

  @Test
  void aServerThatDoesNotAskSeesNoCertificate() {
    LayerEnd server = Ends.server();
    LayerEnd client = Ends.of(Ends.client(with(Ends.ALICE.certificate())));

    Pump.run(client, server);

    assertThat(server.layer.info().peerCertificates()).isEmpty();
    assertThat(client.layer.info().peerCertificates()).containsExactly(Ends.LOCALHOST.x509());
    server.close();
    client.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"WANT", "NEED"})
  void aCertificateThatIsTrustedIsSeen(ClientAuthentication authentication) {
    LayerEnd server = server(authentication);
    LayerEnd client = Ends.of(Ends.client(with(Ends.ALICE.certificate())));

    Pump.run(client, server);
    server.send(Bytes.random(90 * 1024, 1)); // The tickets have the certificate in them.
    Pump.run(client, server);

    assertThat(server.layer.info().peerCertificates()).containsExactly(Ends.ALICE.x509());
    assertThat(server.layer.info().protocol()).isEqualTo(version.standardName());
    assertThat(client.received()).isEqualTo(Bytes.random(90 * 1024, 1));
    server.close();
    client.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"WANT", "NEED"})
  void theJdkCanShowItsCertificate(ClientAuthentication authentication) {
    LayerEnd server = server(authentication);
    JdkEnd client = Ends.jdkClient(Ends.jdkContext(Ends.ALICE), version.standardName());

    Pump.run(client, server);

    assertThat(server.layer.info().peerCertificates()).containsExactly(Ends.ALICE.x509());
    server.close();
  }

  @Test
  void aServerThatWantsACertificateGoesOnWithoutOne() {
    LayerEnd server = server(ClientAuthentication.WANT);
    LayerEnd client = Ends.client();

    Pump.run(client, server);

    assertThat(server.events).containsExactly(Status.HANDSHAKE_COMPLETE);
    assertThat(server.layer.info().peerCertificates()).isEmpty();
    server.close();
    client.close();
  }

  @Test
  void aServerThatNeedsACertificateRefusesAClientWithoutOne() {
    LayerEnd server = server(ClientAuthentication.NEED);
    LayerEnd client = Ends.client();

    Pump.run(client, server);

    assertThat(server.events).containsExactly(Status.FAILED);
    assertThat(server.layer.failure()).hasMessage("the peer shows no certificate, but must");
    assertThat(client.hasFailed()).isTrue();
    assertThat(client.layer.failure())
        .hasMessage(
            version == TlsProtocol.TLS_1_2
                ? "the peer sent the alert handshake_failure (40): it found nothing in common, or"
                    + " misses a certificate"
                : "the peer sent the alert certificate_required (116): it wants this side to show"
                    + " a certificate");
    server.close();
    client.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"WANT", "NEED"})
  void aCertificateThatIsNotTrustedIsRefused(ClientAuthentication authentication) {
    LayerEnd server = server(authentication);
    LayerEnd client = Ends.of(Ends.client(with(Ends.OTHER_CA.client("eve").certificate())));

    Pump.run(client, server);

    assertThat(server.events).containsExactly(Status.FAILED);
    assertThat(server.layer.failure())
        .hasMessage(
            "the peer is not trusted: its certificate is not issued by a trusted authority"
                + " (issuer CN=Other CA)");
    assertThat(client.layer.failure())
        .hasMessage(
            "the peer sent the alert certificate_unknown (46): it does not trust this side's"
                + " certificate");
    server.close();
    client.close();
  }

  private LayerEnd server(ClientAuthentication authentication) {
    return Ends.of(
        Ends.server(
            Ends.serverOptions()
                .protocols(version)
                .clientAuthentication(authentication)
                .clientTrust(Ends.CA.trust())
                .build()));
  }

  private static TlsClientOptions with(TlsCertificate certificate) {
    return Ends.clientOptions().certificate(certificate).build();
  }
}
