package io.ringloom;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS handshake has agreed on. Immutable.
 *
 * @param protocol the version, such as {@code TLSv1.3}
 * @param cipherSuite the cipher suite by its standard name
 * @param namedGroup the group of the key exchange, such as {@code X25519}; empty where there was
 *     none, as when a TLS 1.2 session is resumed
 * @param applicationProtocol what ALPN has chosen, such as {@code h2}
 * @param serverName the host name that the client asked for
 * @param peerCertificates the certificates that the peer has shown, its own first; none if it was
 *     not asked or had none
 */
public record TlsInfo(
    String protocol,
    String cipherSuite,
    Optional<String> namedGroup,
    Optional<String> applicationProtocol,
    Optional<String> serverName,
    List<X509Certificate> peerCertificates) {

  /** Makes the value; the list is copied. */
  public TlsInfo {
    peerCertificates = List.copyOf(peerCertificates);
  }
}
