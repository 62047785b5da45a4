package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsClientOptionsTest {

  @Test
  void theDefaultsVerifyTheServer() {
    TlsClientOptions options = TlsClientOptions.defaults();

    assertThat(options).isEqualTo(TlsClientOptions.builder().build());
    assertThat(options.trust()).isSameAs(TlsTrust.system());
    assertThat(options.verifyHostName()).isTrue();
    assertThat(options.certificate()).isEmpty();
    assertThat(options.serverName()).isEmpty();
    assertThat(options.protocols())
        .containsExactlyInAnyOrder(TlsProtocol.TLS_1_2, TlsProtocol.TLS_1_3);
    assertThat(options.cipherSuites()).isEqualTo(CipherSuites.DEFAULT);
    assertThat(options.applicationProtocols()).isEmpty();
    assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.maxHandshakeBytes()).isEqualTo(160 * 1024);
    assertThat(options.sessionResumption()).isTrue();
  }

  @Test
  void theBuilderKeepsWhatItIsGiven() {
    TlsTrust trust = TlsTrust.pem(Path.of("trust.pem"));
    TlsCertificate certificate = TlsCertificate.pem(Path.of("a.pem"), Path.of("a.pem"));
    TlsClientOptions options =
        TlsClientOptions.builder()
            .trust(trust)
            .certificate(certificate)
            .verifyHostName(false)
            .serverName("A.Example.")
            .protocols(TlsProtocol.TLS_1_2)
            .cipherSuites(List.of("TLS_RSA_WITH_AES_128_CBC_SHA"))
            .applicationProtocols("h2")
            .handshakeTimeout(Duration.ofSeconds(2))
            .maxHandshakeBytes(5000)
            .sessionResumption(false)
            .build();

    assertThat(options.trust()).isSameAs(trust);
    assertThat(options.certificate()).contains(certificate);
    assertThat(options.verifyHostName()).isFalse();
    assertThat(options.serverName()).contains("a.example");
    assertThat(options.protocols()).containsExactly(TlsProtocol.TLS_1_2);
    assertThat(options.cipherSuites()).containsExactly("TLS_RSA_WITH_AES_128_CBC_SHA");
    assertThat(options.applicationProtocols()).containsExactly("h2");
    assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.maxHandshakeBytes()).isEqualTo(5000);
    assertThat(options.sessionResumption()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.1", "::1", "*.example.org", "under_score.example"})
  void aServerNameIsAHostName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsClientOptions.builder().serverName(name).build())
        .withMessage(
            "serverName is \"" + name + "\", but must be a host name such as example.org.");
  }

  @Test
  void whatBothSidesHaveInCommonIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsClientOptions.builder().handshakeTimeout(Duration.ZERO).build())
        .withMessage("handshakeTimeout is PT0S, but must be more than zero.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsClientOptions.builder().protocols().build())
        .withMessage("protocols is empty, but must be TLS_1_2, TLS_1_3 or both.");
  }
}
