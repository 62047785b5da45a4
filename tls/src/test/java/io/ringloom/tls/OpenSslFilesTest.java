package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what the {@code openssl} command writes. */
class OpenSslFilesTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir Path directory;
  OpenSsl openssl;

  @BeforeEach
  void inItsOwnDirectory() {
    openssl = new OpenSsl(directory);
  }

  @Test
  void anRsaKeyInPkcs1IsRead() throws Exception {
    openssl.run("genrsa -traditional -out key.pem 2048");
    assertThat(text("key.pem")).startsWith("-----BEGIN RSA PRIVATE KEY-----");

    assertThat(keyWithItsCertificate("key.pem")).isEqualTo("RSA");
  }

  @Test
  void anRsaKeyInPkcs8IsRead() throws Exception {
    openssl.run("genrsa -out key.pem 2048");
    assertThat(text("key.pem")).startsWith("-----BEGIN PRIVATE KEY-----");

    assertThat(keyWithItsCertificate("key.pem")).isEqualTo("RSA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
  void anEcKeyInSec1AfterItsParametersIsRead(String curve) throws Exception {
    openssl.run("ecparam -name " + curve + " -genkey -out key.pem");
    assertThat(text("key.pem"))
        .startsWith("-----BEGIN EC PARAMETERS-----")
        .contains("-----BEGIN EC PRIVATE KEY-----");

    assertThat(keyWithItsCertificate("key.pem")).isEqualTo("EC");
  }

  @Test
  void anEcKeyInPkcs8IsRead() throws Exception {
    openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
    assertThat(text("key.pem")).startsWith("-----BEGIN PRIVATE KEY-----");

    assertThat(keyWithItsCertificate("key.pem")).isEqualTo("EC");
  }

  @Test
  void anEd25519KeyIsRead() throws Exception {
    openssl.run("genpkey -algorithm ed25519 -out key.pem");

    assertThat(keyWithItsCertificate("key.pem")).isEqualTo("EdDSA");
  }

  @ParameterizedTest
  @CsvSource({
    "pkcs8 -topk8 -v2 aes256 -in plain.pem -out key.pem -passout pass:secret,"
        + " ENCRYPTED PRIVATE KEY",
    "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -in plain.pem -out key.pem -passout"
        + " pass:secret, ENCRYPTED PRIVATE KEY",
    "pkcs8 -topk8 -v2 des3 -in plain.pem -out key.pem -passout pass:secret, ENCRYPTED PRIVATE KEY",
    "pkcs8 -topk8 -scrypt -in plain.pem -out key.pem -passout pass:secret, ENCRYPTED PRIVATE KEY",
    "pkcs8 -topk8 -v1 PBE-SHA1-3DES -in plain.pem -out key.pem -passout pass:secret,"
        + " ENCRYPTED PRIVATE KEY",
    "rsa -aes128 -traditional -in plain.pem -out key.pem -passout pass:secret, RSA PRIVATE KEY",
    "rsa -aes256 -traditional -in plain.pem -out key.pem -passout pass:secret, RSA PRIVATE KEY",
    "rsa -des3 -traditional -in plain.pem -out key.pem -passout pass:secret, RSA PRIVATE KEY"
  })
  void anEncryptedKeyIsReadWithItsPasswordOnly(String command, String type) throws Exception {
    openssl.run("genrsa -out plain.pem 2048");
    certificateFor("plain.pem");
    openssl.run(command);
    Path chain = openssl.file("chain.pem");
    Path key = openssl.file("key.pem");
    assertThat(text("key.pem")).startsWith("-----BEGIN " + type + "-----");

    assertThat(TlsCertificate.pem(chain, key, PASSWORD).read().key()).isEqualTo(plainKey());
    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key).read())
        .withMessage(
            "The key file " + key + " has an encrypted private key, but no password was given.");
    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key, "wrong".toCharArray()).read())
        .withMessage(
            "The key file "
                + key
                + " cannot be decrypted: the password is wrong, or the key damaged.");
  }

  @Test
  void anEncryptedSec1KeyIsRead() throws Exception {
    openssl.run("ecparam -name prime256v1 -genkey -noout -out plain.pem");
    certificateFor("plain.pem");
    openssl.run("ec -aes128 -in plain.pem -out key.pem -passout pass:secret");
    assertThat(text("key.pem")).contains("Proc-Type: 4,ENCRYPTED");

    char[] password = PASSWORD.clone();
    TlsCertificate certificate =
        TlsCertificate.pem(openssl.file("chain.pem"), openssl.file("key.pem"), password);
    password[0] = 'x';

    assertThat(certificate.read().key()).as("with a copy of the password").isEqualTo(plainKey());
  }

  @Test
  void aChainAndKeyAreReadFromTheFilesOfAnAuthority() throws Exception {
    openssl.run("genrsa -out ca.key 2048");
    openssl.run("req -x509 -new -key ca.key -subj /CN=CA -days 5 -out ca.pem");
    openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
    openssl.run("req -new -key key.pem -subj /CN=leaf -out leaf.csr");
    // -text puts what the certificate says in words before its block.
    openssl.run(
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 5 -text -out"
            + " leaf.pem");
    Path both = openssl.file("both.pem");
    Files.writeString(both, text("leaf.pem") + text("ca.pem") + text("key.pem"));
    assertThat(text("both.pem")).startsWith("Certificate:");

    KeyAndChain pair = TlsCertificate.pem(both, both).read();

    assertThat(Stream.of(pair.chain()).map(CertificateText::name))
        .containsExactly("CN=leaf", "CN=CA");
    assertThat(pair.key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void anOpenSslTrustedCertificateIsReadWithoutItsTrust() throws Exception {
    openssl.run("genrsa -out key.pem 2048");
    certificateFor("key.pem");
    openssl.run("x509 -in chain.pem -addtrust serverAuth -trustout -out trusted.pem");
    assertThat(text("trusted.pem")).startsWith("-----BEGIN TRUSTED CERTIFICATE-----");

    assertThat(TlsTrust.pem(openssl.file("trusted.pem")).trustManager().getAcceptedIssuers())
        .containsExactly(certificateOf("chain.pem"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -legacy", " -keypbe AES-128-CBC -certpbe AES-128-CBC -macalg sha1"})
  void aPkcs12FileIsReadWithItsPasswordOnly(String options) throws Exception {
    openssl.run("genrsa -out plain.pem 2048");
    certificateFor("plain.pem");
    openssl.run(
        "pkcs12 -export -inkey plain.pem -in chain.pem -out store.p12 -passout pass:secret"
            + options);
    Path store = openssl.file("store.p12");

    KeyAndChain pair = TlsCertificate.pkcs12(store, PASSWORD).read();

    assertThat(pair.key()).isEqualTo(plainKey());
    assertThat(pair.chain()).containsExactly(certificateOf("chain.pem"));
    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pkcs12(store, "wrong".toCharArray()).read())
        .withMessage("The PKCS#12 file " + store + " cannot be opened: the password is wrong.");
  }

  @Test
  void aPkcs12FileOfOpenSslHasNoMarksOfTrust() throws Exception {
    openssl.run("genrsa -out plain.pem 2048");
    certificateFor("plain.pem");
    openssl.run("pkcs12 -export -nokeys -in chain.pem -out store.p12 -passout pass:secret");
    Path store = openssl.file("store.p12");

    assertThatIOException()
        .isThrownBy(() -> TlsTrust.pkcs12(store, PASSWORD).trustManager())
        .withMessage(
            "The trust file "
                + store
                + " has no certificate that is marked as trusted; keytool -importcert marks them,"
                + " and a PEM file needs no marks.");
  }

  @Test
  void aDerFileIsNotAPemFile() throws Exception {
    openssl.run("genrsa -out key.pem 2048");
    certificateFor("key.pem");
    openssl.run("x509 -in chain.pem -outform DER -out chain.der");
    Path der = openssl.file("chain.der");

    assertThatIOException()
        .isThrownBy(() -> TlsTrust.pem(der).trustManager())
        .withMessage(
            "The trust file "
                + der
                + " is not a PEM file: it has no line that begins with -----BEGIN.");
  }

  @Test
  void aCurveThatTlsCannotUseIsRefused() throws Exception {
    openssl.run("ecparam -name secp256k1 -genkey -out key.pem");
    certificateFor("key.pem");
    Path chain = openssl.file("chain.pem");
    Path key = openssl.file("key.pem");

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key).read())
        .withMessage(
            "The private key in " + key + " is on another EC curve than P-256, P-384 and P-521.");
  }

  @Test
  void aKindOfKeyThatTlsCannotUseIsRefused() throws Exception {
    openssl.run("genpkey -algorithm ed448 -out key.pem");
    certificateFor("key.pem");
    Path chain = openssl.file("chain.pem");
    Path key = openssl.file("key.pem");

    assertThatIOException()
        .isThrownBy(() -> TlsCertificate.pem(chain, key).read())
        .withMessage(
            "The private key in " + key + " is of the type Ed448, but must be RSA, EC or Ed25519.");
  }

  private void certificateFor(String key) throws Exception {
    openssl.run("req -x509 -new -key " + key + " -subj /CN=test -days 5 -out chain.pem");
  }

  private String keyWithItsCertificate(String key) throws Exception {
    certificateFor(key);
    return TlsCertificate.pem(openssl.file("chain.pem"), openssl.file(key))
        .read()
        .key()
        .getAlgorithm();
  }

  private PrivateKey plainKey() throws Exception {
    return TlsCertificate.pem(openssl.file("chain.pem"), openssl.file("plain.pem")).read().key();
  }

  private X509Certificate certificateOf(String file) throws Exception {
    return PemFile.read("certificate", openssl.file(file)).certificates().get(0);
  }

  private String text(String file) throws Exception {
    return Files.readString(openssl.file(file));
  }
}
