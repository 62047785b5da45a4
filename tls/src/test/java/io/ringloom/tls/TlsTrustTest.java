package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringloom.tls.TestCertificates.Authority;
import io.ringloom.tls.TestCertificates.Issued;
import io.ringloom.tls.TestCertificates.KeyType;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTrustTest {
  private final Authority authority = TestCertificates.authority("Test CA");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA", "EC"})
  void aCertificateOfATrustedAuthorityIsAccepted(KeyType type) {
    Issued server = authority.leaf("a.example").key(type).hosts("a.example").issue();

    assertThatCode(() -> connect(server, authority.trust(), "a.example"))
        .doesNotThrowAnyException();
  }

  @Test
  void intermediateAuthoritiesNeedNotBeKnown() {
    Issued server =
        authority.intermediate("First").intermediate("Second").server("a.example", "127.0.0.1");

    assertThatCode(() -> connect(server, authority.trust(), "a.example"))
        .doesNotThrowAnyException();
    assertThatCode(() -> connect(server, authority.trust(), "127.0.0.1"))
        .doesNotThrowAnyException();
  }

  @Test
  void aSelfSignedCertificateCanBeTrustedItself() {
    SelfSignedCertificate own = SelfSignedCertificate.create("localhost", "::1");

    assertThatCode(() -> connect(own.certificate().read(), TlsTrust.of(own.x509()), "localhost"))
        .doesNotThrowAnyException();
    assertThatCode(() -> connect(own.certificate().read(), TlsTrust.of(own.x509()), "::1"))
        .doesNotThrowAnyException();
  }

  @Test
  void aLongChainIsRefusedBeforeAPathIsLookedFor() {
    Authority last = authority;
    for (int i = 0; i < PeerTrustManager.MAX_CHAIN_CERTIFICATES; i++) {
      last = last.intermediate("Number " + i);
    }
    Issued server = last.server("a.example");

    assertThat(server.chain()).hasSizeGreaterThan(10);
    assertThat(catchThrowable(() -> connect(server, authority.trust(), "a.example")))
        .hasStackTraceContaining("certificates, but at most 10 are looked at");
  }

  @Test
  void anUnknownAuthorityIsNamed() {
    Issued server = TestCertificates.authority("Strange CA").server("a.example");

    assertThat(refusal(server, "a.example"))
        .isEqualTo("its certificate is not issued by a trusted authority (issuer CN=Strange CA)");
  }

  @Test
  void aMissingIntermediateAuthorityIsNamed() {
    Issued server = authority.intermediate("Between").server("a.example");
    Issued alone = new Issued(server.pair(), new X509Certificate[] {server.x509()});

    assertThat(refusal(alone, "a.example"))
        .isEqualTo("its certificate is not issued by a trusted authority (issuer CN=Between)");
  }

  @Test
  void theAuthorityThatIsMissingIsThatOfTheLastCertificateShown() {
    Issued server =
        TestCertificates.authority("Strange CA").intermediate("Between").server("a.example");

    assertThat(refusal(server, "a.example"))
        .isEqualTo("its certificate is not issued by a trusted authority (issuer CN=Strange CA)");
  }

  @Test
  void aForgedAuthorityOfTheSameNameIsNotTrusted() {
    Issued server = TestCertificates.authority("Test CA").server("a.example");

    assertThat(refusal(server, "a.example"))
        .isEqualTo("its certificate (CN=a.example) was not signed by whom it names as its issuer");
  }

  @Test
  void anUnknownSelfSignedCertificateIsCalledThat() {
    Issued server = authority.leaf("a.example").hosts("a.example").selfSigned();

    assertThat(refusal(server, "a.example"))
        .isEqualTo("its certificate (CN=a.example) is self-signed and not trusted");
  }

  @Test
  void anExpiredCertificateIsToldWithItsDay() {
    Issued server = authority.expired("a.example");

    assertThat(refusal(server, "a.example"))
        .isEqualTo(
            "its certificate (CN=a.example) expired on "
                + CertificateText.day(server.x509().getNotAfter()));
  }

  @Test
  void anExpiredIntermediateAuthorityIsToldApart() {
    Issued between =
        authority
            .leaf("Between")
            .authority()
            .valid(Duration.ofDays(-10), Duration.ofDays(-2))
            .issue();
    Issued server = between.asAuthority().server("a.example");

    assertThat(refusal(server, "a.example"))
        .isEqualTo(
            "the certificate of its issuer (CN=Between) expired on "
                + CertificateText.day(between.x509().getNotAfter()));
  }

  @Test
  void aCertificateOfTheFutureIsToldWithItsDay() {
    Issued server =
        authority
            .leaf("a.example")
            .hosts("a.example")
            .valid(Duration.ofDays(2), Duration.ofDays(3))
            .issue();

    assertThat(refusal(server, "a.example"))
        .isEqualTo(
            "its certificate (CN=a.example) is not valid before "
                + CertificateText.day(server.x509().getNotBefore()));
  }

  @Test
  void aCertificateForOtherHostsNamesThem() {
    Issued server = authority.server("a.example", "*.b.example", "10.0.0.1");

    assertThat(refusal(server, "other.example"))
        .isEqualTo(
            "its certificate is not valid for the host name other.example (it is for a.example,"
                + " *.b.example, 10.0.0.1)");
    assertThat(refusal(server, "10.0.0.2"))
        .isEqualTo(
            "its certificate is not valid for the address 10.0.0.2 (it is for a.example,"
                + " *.b.example, 10.0.0.1)");
  }

  @Test
  void aCertificateForNoHostIsToldApart() {
    Issued server = authority.leaf("something").issue();

    assertThat(refusal(server, "a.example"))
        .isEqualTo("its certificate is not valid for the host name a.example (it names no host)");
  }

  @Test
  void aHostThatIsNoHostNameIsToldApart() {
    assertThat(refusal(authority.server("a.example"), "under_score.example"))
        .isEqualTo(
            "its certificate cannot be checked against the host name under_score.example (names"
                + " have letters, digits and hyphens)");
  }

  @Test
  void aCertificateForAnotherUseIsRefused() {
    Issued server =
        authority.leaf("a.example").hosts("a.example").usage(KeyPurposeId.id_kp_clientAuth).issue();

    assertThat(refusal(server, "a.example"))
        .isEqualTo(
            "its certificate (CN=a.example) was refused (Extended key usage does not permit use"
                + " for TLS server authentication)");
  }

  @Test
  void aServersCertificateIsNotOneForAClient() {
    Issued client = authority.server("me");

    assertThat(refusalOfClient(client))
        .isEqualTo(
            "its certificate (CN=me) was refused (Extended key usage does not permit use for TLS"
                + " client authentication)");
  }

  @Test
  void anExpiredClientIsTold() {
    Issued client =
        authority
            .leaf("me")
            .usage(KeyPurposeId.id_kp_clientAuth)
            .valid(Duration.ofDays(-3), Duration.ofDays(-2))
            .issue();

    assertThat(refusalOfClient(client))
        .isEqualTo(
            "its certificate (CN=me) expired on "
                + CertificateText.day(client.x509().getNotAfter()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"line\\0Abreak", "bell\\07", "next line\u0085", "escape\u009B31m"})
  void whatAPeerPutsIntoItsCertificateCannotBreakALine(String name) {
    Issued server = TestCertificates.authority(name).server("a.example");

    assertThat(refusal(server, "a.example")).doesNotContainPattern("\\p{Cc}").contains("?");
  }

  @Test
  void allCertificatesOfAPemFileAreTrusted() throws Exception {
    Authority other = TestCertificates.authority("Other CA");
    Path file =
        Files.writeString(
            directory.resolve("trust.pem"),
            "# two\n" + TestCertificates.pem(authority.x509(), other.x509()));
    TlsTrust trust = TlsTrust.pem(file);

    assertThat(trust.trustManager().getAcceptedIssuers())
        .containsExactlyInAnyOrder(authority.x509(), other.x509());
    assertThat(trust.files()).containsExactly(file);
    assertThatCode(() -> connect(other.server("a.example"), trust, "a.example"))
        .doesNotThrowAnyException();
  }

  @Test
  void theMarkedCertificatesOfAPkcs12FileAreTrusted() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.x509());
    Path file = directory.resolve("trust.p12");
    char[] password = "secret".toCharArray();
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    TlsTrust trust = TlsTrust.pkcs12(file, password);
    TlsTrust wrong = TlsTrust.pkcs12(file, "wrong".toCharArray());
    password[0] = 'x';

    assertThat(trust.trustManager().getAcceptedIssuers()).containsExactly(authority.x509());
    assertThat(trust).hasToString("PKCS#12 file " + file);
    assertThatIOException()
        .isThrownBy(wrong::trustManager)
        .withMessage("The trust file " + file + " cannot be opened: the password is wrong.");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("missing");

    assertThatIOException()
        .isThrownBy(() -> TlsTrust.pem(missing).trustManager())
        .withMessage("The trust file " + missing + " cannot be read: there is no such file.");
  }

  @Test
  void theSystemTrustsTheAuthoritiesOfTheJvm() throws Exception {
    assertThat(TlsTrust.system().trustManager().getAcceptedIssuers()).isNotEmpty();
    assertThat(TlsTrust.system().files()).isEmpty();
    assertThat(refusal(authority.server("a.example"), TlsTrust.system(), "a.example"))
        .isEqualTo("its certificate is not issued by a trusted authority (issuer CN=Test CA)");
  }

  @Test
  void trustInNobodyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsTrust.of())
        .withMessage("certificates is empty, but must be one certificate or more.");
  }

  private String refusal(Issued server, String host) {
    return refusal(server, authority.trust(), host);
  }

  /** {@return why a client refuses the server, which is the same with every version of TLS} */
  private static String refusal(Issued server, TlsTrust trust, String host) {
    Throwable failure = catchThrowable(() -> connect(server.keyAndChain(), trust, host, "TLSv1.3"));
    Throwable older = catchThrowable(() -> connect(server.keyAndChain(), trust, host, "TLSv1.2"));
    assertThat(CertificateProblem.isIn(failure)).isTrue();
    String refusal = CertificateProblem.describe(failure, null, null);
    assertThat(CertificateProblem.describe(older, null, null)).isEqualTo(refusal);
    return refusal;
  }

  private String refusalOfClient(Issued client) {
    Throwable failure =
        catchThrowable(
            () -> {
              SSLEngine server =
                  Handshake.conscrypt(
                          new ServerKeyManager(
                              authority.server("a.example").keyAndChain(), Map.of()),
                          authority.trust().trustManager())
                      .createSSLEngine();
              server.setUseClientMode(false);
              server.setNeedClientAuth(true);
              Handshake.run(
                  Handshake.conscrypt(
                          new ClientKeyManager(client.keyAndChain()),
                          authority.trust().trustManager())
                      .createSSLEngine(),
                  server);
            });
    assertThat(CertificateProblem.isIn(failure)).isTrue();
    return CertificateProblem.describe(failure, null, null);
  }

  private static void connect(Issued server, TlsTrust trust, String host) throws Exception {
    connect(server.keyAndChain(), trust, host);
  }

  private static void connect(KeyAndChain server, TlsTrust trust, String host) throws Exception {
    connect(server, trust, host, "TLSv1.3");
    connect(server, trust, host, "TLSv1.2");
  }

  private static void connect(KeyAndChain certificate, TlsTrust trust, String host, String protocol)
      throws Exception {
    SSLEngine server =
        Handshake.conscrypt(new ServerKeyManager(certificate, Map.of()), null).createSSLEngine();
    server.setEnabledProtocols(new String[] {protocol});
    SSLEngine client = Handshake.conscrypt(null, trust.trustManager()).createSSLEngine(host, 443);
    client.setUseClientMode(true);
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    client.setSSLParameters(parameters);
    Handshake.run(client, server);
  }
}
