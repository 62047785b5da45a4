package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsServerOptionsTest {
  private static final TlsCertificate CERTIFICATE =
      TlsCertificate.pem(Path.of("chain.pem"), Path.of("key.pem"));
  private static final TlsCertificate OTHER =
      TlsCertificate.pem(Path.of("other.pem"), Path.of("other.pem"));

  @Test
  void theDefaultsAreSafeOnes() {
    TlsServerOptions options = with().build();

    assertThat(options.protocols())
        .containsExactlyInAnyOrder(TlsProtocol.TLS_1_2, TlsProtocol.TLS_1_3);
    assertThat(options.cipherSuites())
        .isNotEmpty()
        .allMatch(suite -> suite.startsWith("TLS_ECDHE_"))
        .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_POLY1305_"));
    assertThat(options.applicationProtocols()).isEmpty();
    assertThat(options.certificatesByName()).isEmpty();
    assertThat(options.clientAuthentication()).isEqualTo(ClientAuthentication.NONE);
    assertThat(options.clientTrust()).isEmpty();
    assertThat(options.watchInterval()).isZero();
    assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.maxHandshakeBytes()).isEqualTo(64 * 1024);
    assertThat(options.sessionResumption()).isTrue();
  }

  @Test
  void theBuilderKeepsWhatItIsGiven() {
    TlsTrust trust = TlsTrust.system();
    TlsServerOptions options =
        with()
            .certificateFor("A.Example.org.", OTHER)
            .certificateFor("*.example.org", CERTIFICATE)
            .clientAuthentication(ClientAuthentication.NEED)
            .clientTrust(trust)
            .watchInterval(Duration.ofSeconds(1))
            .protocols(TlsProtocol.TLS_1_3)
            .cipherSuites(List.of("TLS_RSA_WITH_AES_128_CBC_SHA"))
            .applicationProtocols("h2", "http/1.1")
            .handshakeTimeout(Duration.ofSeconds(2))
            .maxHandshakeBytes(5000)
            .sessionResumption(false)
            .build();

    assertThat(options.certificate()).isSameAs(CERTIFICATE);
    assertThat(options.certificatesByName())
        .isEqualTo(Map.of("a.example.org", OTHER, "*.example.org", CERTIFICATE));
    assertThat(options.clientAuthentication()).isEqualTo(ClientAuthentication.NEED);
    assertThat(options.clientTrust()).contains(trust);
    assertThat(options.watchInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.protocols()).containsExactly(TlsProtocol.TLS_1_3);
    assertThat(options.cipherSuites()).containsExactly("TLS_RSA_WITH_AES_128_CBC_SHA");
    assertThat(options.applicationProtocols()).containsExactly("h2", "http/1.1");
    assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.maxHandshakeBytes()).isEqualTo(5000);
    assertThat(options.sessionResumption()).isFalse();
  }

  @Test
  void clientsThatShowCertificatesMaySendMore() {
    TlsServerOptions options =
        with()
            .clientAuthentication(ClientAuthentication.WANT)
            .clientTrust(TlsTrust.system())
            .build();

    assertThat(options.maxHandshakeBytes()).isEqualTo(160 * 1024);
  }

  @Test
  void aBuilderThatGoesOnDoesNotChangeWhatItHasMade() {
    TlsServerOptions.Builder builder = with().certificateFor("a.example", CERTIFICATE);
    TlsServerOptions options = builder.build();
    builder.certificateFor("b.example", OTHER);

    assertThat(options.certificatesByName()).containsOnlyKeys("a.example");
  }

  @Test
  void namesInOtherScriptsAreKeptAsTheyAreAskedFor() {
    TlsServerOptions options = with().certificateFor("*.B\u00fccher.example", OTHER).build();

    assertThat(options.certificatesByName()).containsOnlyKeys("*.xn--bcher-kva.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "*",
        "*.",
        "a..b",
        "a b",
        "under_score.example",
        "-a.example",
        "10.0.0.1",
        "::1",
        "a.*.example",
        "**.example",
        "*.10.0.0.1",
        "a\nb",
        "https://a.example",
        "a.example:443"
      })
  void whatIsNoHostNameHasNoCertificate(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with().certificateFor(name, OTHER))
        .withMessage(
            "certificateFor is \""
                + name.replace('\n', '?')
                + "\", but must be a host name such as example.org, or *.example.org for all that"
                + " have one label more.");
  }

  @Test
  void aNameHasOneCertificate() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> with().certificateFor("a.example", OTHER).certificateFor("A.example.", OTHER))
        .withMessage(
            "certificateFor is given twice for a.example, but must be given once for each name.");
  }

  @ParameterizedTest
  @MethodSource("badOptions")
  void anOptionOutOfItsRangeIsNamedWithItsValueAndWhatIsAllowed(
      TlsServerOptions.Builder options, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessageStartingWith(message);
  }

  static Stream<Arguments> badOptions() {
    return Stream.of(
        bad(
            TlsServerOptions.builder(),
            "certificate is not set, but must be set with certificate."),
        bad(
            with().watchInterval(Duration.ofMillis(-1)),
            "watchInterval is PT-0.001S, but must be zero or more."),
        bad(
            with().handshakeTimeout(Duration.ZERO),
            "handshakeTimeout is PT0S, but must be more than zero."),
        bad(
            with().handshakeTimeout(Duration.ofMillis(-1)),
            "handshakeTimeout is PT-0.001S, but must be more than zero."),
        bad(
            with().maxHandshakeBytes(4095),
            "maxHandshakeBytes is 4095, but must be at least 4096."),
        bad(with().protocols(), "protocols is empty, but must be TLS_1_2, TLS_1_3 or both."),
        bad(
            with().cipherSuites(List.of()),
            "cipherSuites is empty, but must be one suite or more where protocols has TLS_1_2."),
        bad(
            with().cipherSuites(List.of("TLS_AES_128_GCM_SHA256")),
            "cipherSuites has \"TLS_AES_128_GCM_SHA256\", but must have only suites of TLS"
                + " 1.2; those of TLS 1.3 are always on."),
        bad(
            with().cipherSuites(List.of("SSL_RSA_WITH_RC4_128_MD5")),
            "cipherSuites has \"SSL_RSA_WITH_RC4_128_MD5\", but must have only some of"
                + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "),
        bad(
            with()
                .cipherSuites(
                    List.of("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA")),
            "cipherSuites has \"TLS_RSA_WITH_AES_128_CBC_SHA\" twice, but must have different"
                + " suites."),
        bad(
            with().applicationProtocols("h2", ""),
            "applicationProtocols has \"\", but must have only names of 1 to 255 ASCII characters."),
        bad(
            with().applicationProtocols("x".repeat(256)),
            "applicationProtocols has \"" + "x".repeat(200) + "...\", but must have only names"),
        bad(
            with().applicationProtocols("gr\u00fcn"),
            "applicationProtocols has \"gr\u00fcn\", but must have only names of 1 to 255 ASCII"),
        bad(
            with().applicationProtocols("h2", "h2"),
            "applicationProtocols has \"h2\" twice, but must have different names."),
        bad(
            with().clientTrust(TlsTrust.system()),
            "clientAuthentication is NONE, but must be WANT or NEED where clientTrust is set."),
        bad(
            with().clientAuthentication(ClientAuthentication.NEED),
            "clientTrust is not set, but must be set where clientAuthentication is NEED."));
  }

  private static TlsServerOptions.Builder with() {
    return TlsServerOptions.builder().certificate(CERTIFICATE);
  }

  private static Arguments bad(TlsServerOptions.Builder options, String message) {
    return Arguments.of(options, message);
  }
}
