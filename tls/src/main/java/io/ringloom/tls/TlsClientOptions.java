package io.ringloom.tls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a client does TLS. Immutable.
 *
 * @param trust who vouches for servers
 * @param certificate what is shown to servers that ask for a certificate
 * @param verifyHostName whether a server's certificate must be for the host that is connected to
 * @param serverName the name to ask for and verify instead of that of the host
 * @param protocols the versions that may be agreed on
 * @param cipherSuites the cipher suites of TLS 1.2, in order of preference
 * @param applicationProtocols what ALPN offers, in order of preference
 * @param handshakeTimeout how long a handshake may take; more than zero
 * @param maxHandshakeBytes how many bytes a server may send before the handshake is complete
 * @param sessionResumption whether a session with a server may be resumed
 */
public record TlsClientOptions(
    TlsTrust trust,
    Optional<TlsCertificate> certificate,
    boolean verifyHostName,
    Optional<String> serverName,
    Set<TlsProtocol> protocols,
    List<String> cipherSuites,
    List<String> applicationProtocols,
    Duration handshakeTimeout,
    int maxHandshakeBytes,
    boolean sessionResumption) {

  private static final TlsClientOptions DEFAULTS = builder().build();

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it, its value
   *     and what is allowed
   */
  public TlsClientOptions {
    serverName = serverName.map(name -> HostNames.checked("serverName", name));
    protocols = TlsProtocol.setOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    applicationProtocols = List.copyOf(applicationProtocols);
    TlsOptionCheck.common(
        protocols, cipherSuites, applicationProtocols, handshakeTimeout, maxHandshakeBytes);
  }

  /** {@return the options that apply where none are given} */
  public static TlsClientOptions defaults() {
    return DEFAULTS;
  }

  /** {@return a builder that starts from the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes {@link TlsClientOptions}. Not thread-safe. */
  public static final class Builder extends TlsOptionsBuilder<Builder> {

    /** A chain of certificates may take 100 KiB by itself: the engine accepts no larger one. */
    private static final int MAX_HANDSHAKE_BYTES = 160 * 1024;

    private TlsTrust trust = TlsTrust.system();
    private @Nullable TlsCertificate certificate;
    private boolean verifyHostName = true;
    private @Nullable String serverName;
    private int maxHandshakeBytes = MAX_HANDSHAKE_BYTES;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets who vouches for servers. Default: {@link TlsTrust#system()}.
     *
     * @param authorities the authorities
     * @return this builder
     */
    public Builder trust(TlsTrust authorities) {
      trust = authorities;
      return this;
    }

    /**
     * Sets what is shown to servers that ask for a certificate. Default: none.
     *
     * @param clientCertificate the certificate and its key
     * @return this builder
     */
    public Builder certificate(TlsCertificate clientCertificate) {
      certificate = clientCertificate;
      return this;
    }

    /**
     * Sets whether a server's certificate must be for the host that is connected to, or for {@link
     * #serverName}. Default: true. Without it, whoever has a certificate from a trusted authority
     * can pass for the server.
     *
     * @param enabled whether it must
     * @return this builder
     */
    public Builder verifyHostName(boolean enabled) {
      verifyHostName = enabled;
      return this;
    }

    /**
     * Sets the name to ask for and verify. Default: that of the host that is connected to.
     *
     * @param hostName a name, not an address
     * @return this builder
     */
    public Builder serverName(String hostName) {
      serverName = hostName;
      return this;
    }

    /**
     * Sets how many bytes a peer may send before the handshake is complete. Default: 160 KiB, which
     * is enough for the longest chain of certificates that is accepted.
     *
     * @param bytes the number, at least 4096
     * @return this builder
     */
    public Builder maxHandshakeBytes(int bytes) {
      maxHandshakeBytes = bytes;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     * @throws IllegalArgumentException if one is out of its range; the message names it, its value
     *     and what is allowed
     */
    public TlsClientOptions build() {
      return new TlsClientOptions(
          trust,
          Optional.ofNullable(certificate),
          verifyHostName,
          Optional.ofNullable(serverName),
          protocols,
          cipherSuites,
          applicationProtocols,
          handshakeTimeout,
          maxHandshakeBytes,
          sessionResumption);
    }
  }
}
