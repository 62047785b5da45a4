package io.ringloom.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which authorities are trusted to vouch for a peer. Files are read when a server or client is made
 * from it, and again when it reloads. Immutable.
 *
 * <p>A certificate that no authority has issued can be trusted itself.
 */
public final class TlsTrust {
  private static final TlsTrust SYSTEM =
      new TlsTrust(List::of, List.of(), "trust store of the JVM");

  private final Source source;
  private final List<Path> files;
  private final String description;

  private TlsTrust(Source source, List<Path> files, String description) {
    this.source = source;
    this.files = files;
    this.description = description;
  }

  /**
   * Trusts the authorities that the JVM trusts: those of the system properties {@code
   * javax.net.ssl.trustStore} and its kin if they are set, or else those that come with the JDK.
   *
   * @return the trust
   */
  public static TlsTrust system() {
    return SYSTEM;
  }

  /**
   * Trusts all certificates in a PEM file, and no other.
   *
   * @param file the file; what is not a certificate is skipped
   * @return the trust
   */
  public static TlsTrust pem(Path file) {
    return new TlsTrust(
        () -> PemFile.read("trust", file).certificates(), List.of(file), "PEM file " + file);
  }

  /**
   * Trusts the certificates in a PKCS#12 file that are marked as trusted, as {@code keytool
   * -importcert} does, and no other.
   *
   * @param file the file
   * @param password its password; copied
   * @return the trust
   */
  public static TlsTrust pkcs12(Path file, char[] password) {
    char[] copy = password.clone();
    return new TlsTrust(
        () -> Pkcs12File.read("trust", file, copy).trustedCertificates(),
        List.of(file),
        "PKCS#12 file " + file);
  }

  /**
   * Trusts some certificates, and no other.
   *
   * @param certificates those of authorities, or of peers themselves; copied
   * @return the trust
   * @throws IllegalArgumentException if there is none
   */
  public static TlsTrust of(X509Certificate... certificates) {
    if (certificates.length == 0) {
      throw TlsOptionCheck.invalid("certificates", "empty", "one certificate or more");
    }
    List<X509Certificate> copy = List.of(certificates);
    return new TlsTrust(() -> copy, List.of(), copy.size() + " certificates");
  }

  /** {@return the files that are read, none if there are none} */
  List<Path> files() {
    return files;
  }

  /**
   * Reads the files and makes what decides about peers.
   *
   * @throws IOException if that is not possible; the message is a sentence that names the file and
   *     the reason
   */
  X509ExtendedTrustManager trustManager() throws IOException {
    List<X509Certificate> certificates = source.read();
    try {
      X509ExtendedTrustManager manager =
          pkixManager(certificates.isEmpty() ? null : store(certificates));
      if (manager.getAcceptedIssuers().length == 0) {
        throw new IOException(
            "The "
                + description
                + " has no certificates: set javax.net.ssl.trustStore, or name a file to trust.");
      }
      return new PeerTrustManager(manager);
    } catch (GeneralSecurityException e) {
      throw new IOException("The " + description + " cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private static KeyStore store(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry(Integer.toString(i), certificates.get(i));
    }
    return store;
  }

  /** Makes the JDK's own, whatever else is registered: its errors say what is wrong. */
  private static X509ExtendedTrustManager pkixManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("the JDK has no PKIX trust manager");
  }

  /** {@return where it comes from, without passwords} */
  @Override
  public String toString() {
    return description;
  }

  /** Reads the certificates; none stands for those of the JVM. */
  @FunctionalInterface
  private interface Source {
    List<X509Certificate> read() throws IOException;
  }
}
