package io.ringloom.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JDK's trust manager in terms that it knows, and says what is wrong with a certificate in
 * plain words.
 */
final class PeerTrustManager extends X509ExtendedTrustManager {
  /**
   * How many certificates a peer may show, as in the JDK's own TLS. Finding a path through more of
   * them, if they are made for it, would hold up the event loop for seconds.
   */
  static final int MAX_CHAIN_CERTIFICATES = 10;

  private final X509ExtendedTrustManager jdk;

  PeerTrustManager(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, null, () -> jdk.checkClientTrusted(chain, known(authType), engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(
        chain, engine.getPeerHost(), () -> jdk.checkServerTrusted(chain, known(authType), engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, null, () -> jdk.checkClientTrusted(chain, known(authType), socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, null, () -> jdk.checkServerTrusted(chain, known(authType), socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, null, () -> jdk.checkClientTrusted(chain, known(authType)));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, null, () -> jdk.checkServerTrusted(chain, known(authType)));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }

  /**
   * Says in the JDK's word that the key exchange tells nothing about the kind of certificate, as in
   * TLS 1.3. Conscrypt has another, which the JDK refuses.
   */
  private static String known(String authType) {
    return authType.equals("GENERIC") ? "UNKNOWN" : authType;
  }

  private static void check(X509Certificate[] chain, @Nullable String host, Check check)
      throws CertificateException {
    if (chain.length > MAX_CHAIN_CERTIFICATES) {
      throw new RefusedCertificateException(
          "it shows "
              + chain.length
              + " certificates, but at most "
              + MAX_CHAIN_CERTIFICATES
              + " are looked at");
    }
    try {
      check.run();
    } catch (CertificateException | RuntimeException e) {
      // The engine would let a RuntimeException through and stay open. What fails to be checked was
      // not found good, so it is refused.
      throw new RefusedCertificateException(CertificateProblem.describe(e, chain, host), e);
    }
  }

  /** One way to ask the JDK. */
  @FunctionalInterface
  private interface Check {
    void run() throws CertificateException;
  }
}
