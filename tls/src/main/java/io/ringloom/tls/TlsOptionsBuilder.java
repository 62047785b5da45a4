package io.ringloom.tls;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the builders of both sides' options have in common.
 *
 * @param <B> the builder itself
 */
abstract class TlsOptionsBuilder<B extends TlsOptionsBuilder<B>> {
  Set<TlsProtocol> protocols = EnumSet.allOf(TlsProtocol.class);
  List<String> cipherSuites = CipherSuites.DEFAULT;
  List<String> applicationProtocols = List.of();
  Duration handshakeTimeout = Duration.ofSeconds(10);
  boolean sessionResumption = true;

  TlsOptionsBuilder() {}

  abstract B self();

  /**
   * Sets which versions of TLS may be agreed on. Default: TLS 1.2 and TLS 1.3.
   *
   * @param versions one version or more
   * @return this builder
   */
  public B protocols(TlsProtocol... versions) {
    protocols = TlsProtocol.setOf(List.of(versions));
    return self();
  }

  /**
   * Sets the cipher suites of TLS 1.2, in order of preference. Those of TLS 1.3 are always on.
   * Default: ECDHE with AES-GCM and ChaCha20-Poly1305.
   *
   * @param suites their standard names, such as {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
   * @return this builder
   */
  public B cipherSuites(List<String> suites) {
    cipherSuites = List.copyOf(suites);
    return self();
  }

  /**
   * Sets the application protocols that ALPN chooses from. Default: none. Where the two sides have
   * none in common, the handshake goes on and none is chosen: {@link
   * io.ringloom.TlsInfo#applicationProtocol()} tells.
   *
   * @param names their names in order of preference, such as {@code h2}
   * @return this builder
   */
  public B applicationProtocols(String... names) {
    applicationProtocols = List.of(names);
    return self();
  }

  /**
   * Sets how long a handshake may take. Default: 10 seconds.
   *
   * @param timeout the time, more than zero
   * @return this builder
   */
  public B handshakeTimeout(Duration timeout) {
    handshakeTimeout = timeout;
    return self();
  }

  /**
   * Sets whether a session may be resumed, which takes less time than a new one. Default: true. A
   * server that does not allow it, but allows TLS 1.2, takes some 3 KB of native memory more for
   * each connection, which the garbage collector frees.
   *
   * @param enabled whether it may
   * @return this builder
   */
  public B sessionResumption(boolean enabled) {
    sessionResumption = enabled;
    return self();
  }
}
