package io.ringloom.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts one certificate whatever is in it, or none. Immutable. */
final class TrustOnly extends X509ExtendedTrustManager {

  private final @Nullable X509Certificate trusted;

  private TrustOnly(@Nullable X509Certificate trusted) {
    this.trusted = trusted;
  }

  /** For a peer whose key is at hand. */
  static TrustOnly certificate(X509Certificate certificate) {
    return new TrustOnly(certificate);
  }

  /** For peers that are not asked for a certificate. */
  static TrustOnly nothing() {
    return new TrustOnly(null);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0]; // Peers are not told, so they show what they have.
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (!chain[0].equals(trusted)) {
      throw new CertificateException("another certificate was expected");
    }
  }
}
