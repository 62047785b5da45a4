package io.ringloom.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a private key and its certificate chain come from. Files are read when a server or client
 * is made from it, and again when it reloads. Immutable.
 *
 * <p>Keys are RSA, or EC on P-256 or P-384. EC on P-521 and Ed25519 can be read as well, and work
 * with peers that use OpenSSL or the JDK's TLS; web browsers and the peers that use this module
 * refuse them. The first certificate is the key's own; each that follows has issued the one before
 * it.
 */
public final class TlsCertificate {
  private static final Logger log = LoggerFactory.getLogger(TlsCertificate.class);

  private final Source source;
  private final List<Path> files;
  private final String description;

  private TlsCertificate(Source source, List<Path> files, String description) {
    this.source = source;
    this.files = files;
    this.description = description;
  }

  /**
   * Takes a certificate chain and a private key from PEM files. They may be one file, and may hold
   * other things, which are skipped. The key is in PKCS#8, PKCS#1 or SEC 1.
   *
   * @param chain the file with the certificates, the key's own first
   * @param key the file with the private key, which is not encrypted
   * @return the certificate
   */
  public static TlsCertificate pem(Path chain, Path key) {
    return fromPem(chain, key, null);
  }

  /**
   * Takes a certificate chain and an encrypted private key from PEM files. They may be one file,
   * and may hold other things, which are skipped. The key is in PKCS#8, PKCS#1 or SEC 1.
   *
   * @param chain the file with the certificates, the key's own first
   * @param key the file with the private key
   * @param password what the key is encrypted with; copied
   * @return the certificate
   */
  public static TlsCertificate pem(Path chain, Path key, char[] password) {
    return fromPem(chain, key, password.clone());
  }

  private static TlsCertificate fromPem(Path chain, Path key, char @Nullable [] password) {
    return new TlsCertificate(
        () -> readPem(chain, key, password),
        chain.equals(key) ? List.of(chain) : List.of(chain, key),
        chain.equals(key) ? "PEM file " + chain : "PEM files " + chain + " and " + key);
  }

  /**
   * Takes a private key and its certificates from a PKCS#12 file, which has no other key.
   *
   * @param file the file
   * @param password the password of the file and its key; copied
   * @return the certificate
   */
  public static TlsCertificate pkcs12(Path file, char[] password) {
    char[] copy = password.clone();
    return new TlsCertificate(() -> readPkcs12(file, copy), List.of(file), "PKCS#12 file " + file);
  }

  /**
   * Takes a private key and its certificates as they are.
   *
   * @param key the private key
   * @param chain its own certificate first, then that of its issuer, and so on; copied
   * @return the certificate
   * @throws IllegalArgumentException if there is no certificate, or the key does not belong to the
   *     first
   */
  public static TlsCertificate of(PrivateKey key, X509Certificate... chain) {
    if (chain.length == 0) {
      throw TlsOptionCheck.invalid("chain", "empty", "one certificate or more");
    }
    KeyAndChain pair = new KeyAndChain(key, chain);
    String problem = KeyCheck.problem(key, pair.chain(), "");
    if (problem != null) {
      throw new IllegalArgumentException("The private key " + problem + ".");
    }
    return new TlsCertificate(() -> pair, List.of(), "given in memory");
  }

  /** {@return the files that are read, none if there are none} */
  List<Path> files() {
    return files;
  }

  /**
   * Reads the files. What comes back belongs together.
   *
   * @throws IOException if that is not possible; the message is a sentence that names the file and
   *     the reason
   */
  KeyAndChain read() throws IOException {
    KeyAndChain pair = source.read();
    warnIfNotValidNow(pair.leaf());
    return pair;
  }

  private static KeyAndChain readPem(Path chainFile, Path keyFile, char @Nullable [] password)
      throws IOException {
    PemFile chainPem = PemFile.read("certificate", chainFile);
    PemFile keyPem = chainFile.equals(keyFile) ? chainPem : PemFile.read("key", keyFile);
    X509Certificate[] chain = chainPem.certificates().toArray(new X509Certificate[0]);
    PrivateKey key = keyPem.privateKey(password);
    String problem = KeyCheck.problem(key, chain, " in " + chainFile);
    if (problem != null) {
      throw new IOException("The private key in " + keyFile + " " + problem + ".");
    }
    return new KeyAndChain(key, chain);
  }

  private static KeyAndChain readPkcs12(Path file, char[] password) throws IOException {
    KeyAndChain pair = Pkcs12File.read("PKCS#12", file, password).keyAndChain();
    String problem = KeyCheck.problem(pair.key(), pair.chain(), "");
    if (problem != null) {
      throw new IOException("The private key in " + file + " " + problem + ".");
    }
    return pair;
  }

  private void warnIfNotValidNow(X509Certificate leaf) {
    Instant now = Instant.now();
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      warn(leaf, "expired on " + CertificateText.day(leaf.getNotAfter()));
    } else if (now.isBefore(leaf.getNotBefore().toInstant())) {
      warn(leaf, "is not valid before " + CertificateText.day(leaf.getNotBefore()));
    }
  }

  private void warn(X509Certificate leaf, String problem) {
    log.warn(
        "The certificate {} ({}) {}: peers will refuse it.",
        CertificateText.name(leaf),
        description,
        problem);
  }

  /** {@return where it comes from, without passwords} */
  @Override
  public String toString() {
    return description;
  }

  /** Reads the key and its certificates. */
  @FunctionalInterface
  private interface Source {
    KeyAndChain read() throws IOException;
  }
}
