package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientTlsTest {

  @Test
  void aPeerWithoutANameCannotBeVerified() {
    ClientTls tls = Ends.client(Ends.clientOptions().build());

    assertThatThrownBy(() -> tls.newLayer(null, 0))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The peer cannot be verified, since the connection is not opened to a host name: set"
                + " serverName in the TLS options to the name in its certificate, or"
                + " verifyHostName to false.");
  }

  @Test
  void aPeerWithoutANameIsVerifiedByTheServerNameOfTheOptions() throws Exception {
    ClientTls tls = Ends.client(Ends.clientOptions().serverName("Localhost").build());
    try (LayerEnd client = new LayerEnd(tls.newLayer(null, 0));
        LayerEnd server = Ends.server()) {
      Pump.run(client, server);

      assertThat(client.isOpen()).isTrue();
      assertThat(server.layer.info().serverName()).contains("localhost");
      assertThat(client.layer.info().serverName()).contains("localhost");
    }
  }

  @Test
  void theServerNameOfTheOptionsIsVerifiedInPlaceOfTheHost() {
    ClientTls tls = Ends.client(Ends.clientOptions().serverName("example.org").build());
    try (LayerEnd client = Ends.of(tls, "localhost");
        LayerEnd server = Ends.server()) {
      Pump.run(client, server);

      assertThat(client.hasFailed()).isTrue();
      assertThat(client.layer.failure())
          .hasMessageContaining("is not valid for the host name example.org");
    }
  }

  @Test
  void aPeerWithoutANameIsFineWhereNamesAreNotVerified() throws Exception {
    ClientTls tls = Ends.client(Ends.clientOptions().verifyHostName(false).build());
    try (LayerEnd client = new LayerEnd(tls.newLayer(null, 0));
        LayerEnd server = Ends.server()) {
      Pump.run(client, server);

      assertThat(client.isOpen()).isTrue();
      assertThat(server.layer.info().serverName()).isEmpty();
      assertThat(client.layer.info().serverName()).isEmpty();
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefusedEvenWhereNamesAreNotVerified() {
    ClientTls tls =
        Ends.client(
            TlsClientOptions.builder().trust(Ends.OTHER_CA.trust()).verifyHostName(false).build());
    try (LayerEnd client = Ends.of(tls);
        LayerEnd server = Ends.server()) {
      Pump.run(client, server);

      assertThat(client.hasFailed()).isTrue();
    }
  }

  @Test
  void itHasTheLimitsOfItsOptions() {
    ClientTls tls =
        Ends.client(
            Ends.clientOptions()
                .handshakeTimeout(Duration.ofSeconds(7))
                .maxHandshakeBytes(5_000)
                .build());

    assertThat(tls.handshakeTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(tls.maxHandshakeBytes()).isEqualTo(5_000);
    assertThat(tls.descriptorsPerConnection()).isEqualTo(2);
  }
}
