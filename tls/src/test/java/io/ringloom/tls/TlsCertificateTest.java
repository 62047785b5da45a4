package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ringloom.tls.TestCertificates.Authority;
import io.ringloom.tls.TestCertificates.Issued;
import io.ringloom.tls.TestCertificates.KeyType;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TlsCertificateTest {
  private final Authority authority = TestCertificates.authority("Test CA");
  private final Issued server =
      authority.intermediate("Intermediate").server("a.example", "b.example");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void aPemChainAndKeyOfAnyKindAreRead(KeyType type) throws Exception {
    Issued issued = authority.leaf("a.example").key(type).issue();

    KeyAndChain read = issued.writeTo(directory).read();

    assertThat(read.key()).isEqualTo(issued.key());
    assertThat(read.chain()).isEqualTo(issued.chain());
  }

  @Test
  void theWholeChainIsReadInItsOrder() throws Exception {
    assertThat(server.chain()).hasSize(2);
    assertThat(server.writeTo(directory).read().chain()).isEqualTo(server.chain());
  }

  @Test
  void chainAndKeyMayBeInOneFileAmongOtherThings() throws Exception {
    Path file =
        write(
            "all.pem",
            "\u00ef\u00bb\u00bfWords before it, perhaps in Gr\u00fcn\r\n"
                + TestCertificates.pemBlock("X509 CRL", new byte[] {1, 2, 3})
                + server.keyPem()
                + "more words\n"
                + TestCertificates.pemBlock("DH PARAMETERS", new byte[] {4, 5})
                + server.chainPem().replace("\n", "\r\n"));

    KeyAndChain read = TlsCertificate.pem(file, file).read();

    assertThat(read.key()).isEqualTo(server.key());
    assertThat(read.chain()).isEqualTo(server.chain());
  }

  @Test
  void theFilesAreReadAgainEachTime() throws Exception {
    TlsCertificate certificate = server.writeTo(directory);
    certificate.read();
    Issued next = authority.server("a.example");
    next.writeTo(directory);

    assertThat(certificate.read().leaf()).isEqualTo(next.x509());
    assertThat(certificate.files())
        .containsExactly(directory.resolve("chain.pem"), directory.resolve("key.pem"));
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    Path missing = directory.resolve("missing.pem");

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(missing, missing).read())
        .withMessage("The certificate file " + missing + " cannot be read: there is no such file.");
    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, missing).read())
        .withMessage("The key file " + missing + " cannot be read: there is no such file.");
    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pkcs12(missing, new char[0]).read())
        .withMessage("The PKCS#12 file " + missing + " cannot be read: there is no such file.");
  }

  @Test
  void aDirectoryIsNotAFile() {
    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(directory, directory).read())
        .withMessage("The certificate file " + directory + " cannot be read: it is a directory.");
  }

  @Test
  void aFileWithoutEndIsNotReadToTheEnd() {
    Path endless = Path.of("/dev/zero");
    assumeTrue(Files.exists(endless));

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(endless, endless).read())
        .withMessage(
            "The certificate file /dev/zero cannot be read: it has more than 16777216 bytes.");
  }

  @Test
  void aChainFileWithoutACertificateSaysWhatItHas() throws Exception {
    Path key = write("key.pem", server.keyPem());

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(key, key).read())
        .withMessage("The certificate file " + key + " has no certificate, only PRIVATE KEY.");
  }

  @Test
  void aKeyFileWithoutAKeySaysWhatItHas() throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    Path other = write("key.pem", server.chainPem());

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, other).read())
        .withMessage("The key file " + other + " has no private key, only CERTIFICATE.");
  }

  @Test
  void aKeyFileWithSeveralKeysIsRefused() throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    Path keys = write("key.pem", server.keyPem() + authority.server("c.example").keyPem());

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, keys).read())
        .withMessage("The key file " + keys + " has 2 private keys, but must have one.");
  }

  @Test
  void anEmptyFileIsNotAPemFile() throws Exception {
    Path empty = write("chain.pem", "");

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(empty, empty).read())
        .withMessage(
            "The certificate file "
                + empty
                + " is not a PEM file: it has no line that begins with -----BEGIN.");
  }

  @Test
  void aBlockThatIsCutOffIsTold() throws Exception {
    String text = server.chainPem();
    Path cut = write("chain.pem", text.substring(0, text.length() - 40));

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(cut, cut).read())
        .withMessageStartingWith("The certificate file " + cut + " is damaged in block 2 (");
  }

  @Test
  void aBlockThatIsNotBase64IsTold() throws Exception {
    Path bad = write("chain.pem", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(bad, bad).read())
        .withMessageStartingWith("The certificate file " + bad + " is damaged in block 1 (");
  }

  @Test
  void aCertificateThatCannotBeParsedIsTold() throws Exception {
    Path bad =
        write(
            "chain.pem",
            server.chainPem() + TestCertificates.pemBlock("CERTIFICATE", new byte[] {48, 3, 2, 1}));

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(bad, bad).read())
        .withMessage("The certificate file " + bad + " is damaged in certificate 3.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void aKeyThatCannotBeParsedIsTold(String type) throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    Path bad = write("key.pem", TestCertificates.pemBlock(type, new byte[] {48, 3, 2, 1, 5}));

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, bad).read())
        .withMessageStartingWith("The key file " + bad + " has a ")
        .withMessageContaining("damaged");
  }

  @Test
  void anUnknownEncryptionIsTold() throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    byte[] encrypted =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4")), new byte[16])
            .getEncoded();
    Path key = write("key.pem", TestCertificates.pemBlock("ENCRYPTED PRIVATE KEY", encrypted));

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key, new char[] {'x'}).read())
        .withMessage(
            "The key file " + key + " has a private key that is encrypted in an unknown way.");
  }

  @Test
  void anUnknownKindOfKeyIsTold() throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    Path bad = write("key.pem", TestCertificates.pemBlock("STRANGE PRIVATE KEY", new byte[] {1}));

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, bad).read())
        .withMessage("The key file " + bad + " has a damaged private key.");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC", "EC_P384", "RSA"})
  void aKeyOfAnotherCertificateIsRefused(KeyType type) throws Exception {
    Path chain = write("chain.pem", server.chainPem());
    Path key = write("key.pem", authority.leaf("c.example").key(type).issue().keyPem());

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key).read())
        .withMessage(
            "The private key in "
                + key
                + " does not belong to the certificate CN=a.example in "
                + chain
                + ".");
  }

  @Test
  void aChainInTheWrongOrderSaysWhichMustBeFirst() throws Exception {
    Path chain = write("chain.pem", TestCertificates.pem(server.chain()[1], server.chain()[0]));
    Path key = write("key.pem", server.keyPem());

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key).read())
        .withMessage(
            "The private key in "
                + key
                + " belongs to the certificate CN=a.example in "
                + chain
                + ", which must be the first of its chain.");
  }

  @Test
  void aKeyAndChainCanBeGivenAsTheyAre() throws Exception {
    KeyAndChain read = TlsCertificate.of(server.key(), server.chain()).read();

    assertThat(read.key()).isEqualTo(server.key());
    assertThat(read.chain()).isEqualTo(server.chain());
  }

  @Test
  void aKeyThatIsGivenWithAnotherCertificateIsRefused() {
    PrivateKey other = authority.server("c.example").key();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsCertificate.of(other, server.chain()))
        .withMessage("The private key does not belong to the certificate CN=a.example.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsCertificate.of(other))
        .withMessage("chain is empty, but must be one certificate or more.");
  }

  @Test
  void anExpiredCertificateIsReadWithAWarning() throws Exception {
    Issued expired = authority.expired("old.example");
    Logger logger = (Logger) LoggerFactory.getLogger(TlsCertificate.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
    try {
      TlsCertificate certificate = expired.writeTo(directory);
      assertThat(certificate.read().leaf()).isEqualTo(expired.x509());

      assertThat(logged.list.get(0).getFormattedMessage())
          .isEqualTo(
              "The certificate CN=old.example (PEM files "
                  + directory.resolve("chain.pem")
                  + " and "
                  + directory.resolve("key.pem")
                  + ") expired on "
                  + CertificateText.day(expired.x509().getNotAfter())
                  + ": peers will refuse it.");

      Issued early =
          authority.leaf("new.example").valid(Duration.ofDays(1), Duration.ofDays(2)).issue();
      early.certificate().read();
      assertThat(logged.list.get(1).getFormattedMessage())
          .isEqualTo(
              "The certificate CN=new.example (given in memory) is not valid before "
                  + CertificateText.day(early.x509().getNotBefore())
                  + ": peers will refuse it.");

      server.certificate().read();
      assertThat(logged.list).hasSize(2);
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(logged);
    }
  }

  @Test
  void aPasswordIsCopiedAndNeverTold() throws Exception {
    char[] password = "secret".toCharArray();
    TlsCertificate certificate = pkcs12("store.p12", password, server);
    password[0] = 'x';

    assertThat(certificate.read().key()).isEqualTo(server.key());
    assertThat(certificate).hasToString("PKCS#12 file " + directory.resolve("store.p12"));
  }

  @Test
  void aPkcs12FileWithTwoKeysNamesThem() throws Exception {
    TlsCertificate certificate =
        pkcs12("store.p12", "secret".toCharArray(), server, authority.server("c.example"));

    assertThatIOException()
        .isThrownBy(certificate::read)
        .withMessage(
            "The PKCS#12 file "
                + directory.resolve("store.p12")
                + " has 2 keys (key0, key1), but must have one.");
  }

  @Test
  void aPkcs12FileWithoutAKeyIsRefused() throws Exception {
    TlsCertificate certificate = pkcs12("store.p12", "secret".toCharArray());

    assertThatIOException()
        .isThrownBy(certificate::read)
        .withMessage("The PKCS#12 file " + directory.resolve("store.p12") + " has no private key.");
  }

  @Test
  void aFileThatIsNotPkcs12IsTold() throws Exception {
    Path file = write("store.p12", server.chainPem());

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pkcs12(file, "secret".toCharArray()).read())
        .withMessage("The PKCS#12 file " + file + " is not a PKCS#12 file, or is damaged.");
  }

  private TlsCertificate pkcs12(String name, char[] password, Issued... entries) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < entries.length; i++) {
      Certificate[] chain = List.of(entries[i].chain()).toArray(new Certificate[0]);
      store.setKeyEntry("key" + i, entries[i].key(), password, chain);
    }
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    return TlsCertificate.pkcs12(file, password);
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
  }
}
