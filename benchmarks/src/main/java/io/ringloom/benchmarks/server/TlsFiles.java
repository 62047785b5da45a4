package io.ringloom.benchmarks.server;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A P-256 key and its certificate, in the formats that the contenders read.
 *
 * @param folder where the files are
 */
public record TlsFiles(Path folder) implements AutoCloseable {
  /** Of the PKCS#12 file. */
  static final char[] PASSWORD = "benchmark".toCharArray();

  /** Makes a key and writes the files into a temporary folder, which {@link #close} deletes. */
  public static TlsFiles create() throws IOException {
    TlsFiles files = new TlsFiles(Files.createTempDirectory("ringloom-benchmarks"));
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      files.write(keys.getPrivate(), certify(keys));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("The server's certificate cannot be made.", e);
    }
    return files;
  }

  private static X509Certificate certify(KeyPair keys)
      throws GeneralSecurityException, OperatorCreationException {
    X500Principal name = new X500Principal("CN=localhost");
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minus(day)),
                    Date.from(now.plus(day)),
                    name,
                    keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private void write(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    Files.writeString(chain(), pem("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(key(), pem("PRIVATE KEY", key.getEncoded()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry("server", key, PASSWORD, new X509Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(pkcs12())) {
      store.store(out, PASSWORD);
    }
  }

  private static String pem(String type, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
  }

  Path chain() {
    return folder.resolve("chain.pem");
  }

  Path key() {
    return folder.resolve("key.pem");
  }

  Path pkcs12() {
    return folder.resolve("server.p12");
  }

  @Override
  public void close() throws IOException {
    for (Path file : List.of(chain(), key(), pkcs12(), folder)) {
      Files.deleteIfExists(file);
    }
  }
}
