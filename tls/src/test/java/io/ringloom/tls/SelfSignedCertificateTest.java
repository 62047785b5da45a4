package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedCertificateTest {

  @Test
  void itIsForTheNamesAndAddressesThatWereGiven() throws Exception {
    X509Certificate x509 =
        SelfSignedCertificate.create("localhost", "*.example.org", "127.0.0.1", "::1").x509();

    assertThat(CertificateText.hosts(x509))
        .containsExactly("localhost", "*.example.org", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(CertificateText.name(x509)).isEqualTo("CN=localhost");
    x509.verify(x509.getPublicKey());
    assertThat(x509.getBasicConstraints()).as("not an authority").isEqualTo(-1);
  }

  @Test
  void itIsValidNowAndForNinetyDaysInAll() {
    X509Certificate x509 = SelfSignedCertificate.create("localhost").x509();
    Instant from = x509.getNotBefore().toInstant();
    Instant until = x509.getNotAfter().toInstant();

    assertThat(from).isBefore(Instant.now().minus(Duration.ofHours(23)));
    assertThat(Duration.between(from, until)).isEqualTo(Duration.ofDays(90));
    assertThat(until).isAfter(Instant.now().plus(Duration.ofDays(88)));
  }

  @Test
  void eachHasAKeyAndANumberOfItsOwn() throws Exception {
    SelfSignedCertificate one = SelfSignedCertificate.create("localhost");
    SelfSignedCertificate other = SelfSignedCertificate.create("localhost");

    assertThat(one.certificate().read().key()).isNotEqualTo(other.certificate().read().key());
    assertThat(one.x509().getSerialNumber())
        .isPositive()
        .isNotEqualTo(other.x509().getSerialNumber());
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
  }

  @Test
  void aNameThatIsTooLongForASubjectIsStillOneOfItsNames() {
    String name = "a".repeat(60) + "." + "b".repeat(60) + ".example";

    X509Certificate x509 = SelfSignedCertificate.create(name).x509();

    assertThat(CertificateText.hosts(x509)).containsExactly(name);
    assertThat(CertificateText.name(x509)).isEqualTo("CN=self-signed");
  }

  @Test
  void itsFingerprintIsWhatOpenSslSays(@TempDir Path directory) throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    Files.writeString(directory.resolve("x.pem"), TestCertificates.pem(certificate.x509()));

    assertThat(new OpenSsl(directory).run("x509 -in x.pem -noout -fingerprint -sha256").strip())
        .isEqualToIgnoringCase("sha256 Fingerprint=" + certificate.fingerprint());
    assertThat(certificate.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
  }

  @Test
  void openSslTrustsItWhereItIsToldTo(@TempDir Path directory) throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    Files.writeString(directory.resolve("x.pem"), TestCertificates.pem(certificate.x509()));

    assertThat(
            new OpenSsl(directory)
                .run(
                    "verify -x509_strict -purpose sslserver -verify_hostname localhost -CAfile"
                        + " x.pem x.pem"))
        .isEqualTo("x.pem: OK\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "localhost:443", "300.1.2.3.4.x y"})
  void whatIsNeitherNameNorAddressIsRefused(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SelfSignedCertificate.create("localhost", host))
        .withMessageStartingWith("hostNamesOrAddresses is \"" + host + "\", but must be a host");
  }

  @Test
  void itIsForSomebody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SelfSignedCertificate.create())
        .withMessage("hostNamesOrAddresses is empty, but must be one or more.");
  }
}
