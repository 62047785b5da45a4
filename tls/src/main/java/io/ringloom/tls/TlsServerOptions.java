package io.ringloom.tls;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server does TLS. Immutable.
 *
 * @param certificate what is shown to clients that ask for no name or an unknown one
 * @param certificatesByName what is shown to clients that ask for a name: by host names, and by
 *     wildcards such as {@code *.example.org}, in lower case
 * @param clientAuthentication whether clients are asked for a certificate
 * @param clientTrust who vouches for clients; there only if they are asked
 * @param watchInterval how often the files are looked at for changes, zero for never
 * @param protocols the versions that may be agreed on
 * @param cipherSuites the cipher suites of TLS 1.2, in order of preference
 * @param applicationProtocols what ALPN chooses from, in order of preference
 * @param handshakeTimeout how long a handshake may take; more than zero
 * @param maxHandshakeBytes how many bytes a client may send before the handshake is complete
 * @param sessionResumption whether a client may resume a session that it had before
 */
public record TlsServerOptions(
    TlsCertificate certificate,
    Map<String, TlsCertificate> certificatesByName,
    ClientAuthentication clientAuthentication,
    Optional<TlsTrust> clientTrust,
    Duration watchInterval,
    Set<TlsProtocol> protocols,
    List<String> cipherSuites,
    List<String> applicationProtocols,
    Duration handshakeTimeout,
    int maxHandshakeBytes,
    boolean sessionResumption) {

  /**
   * Without a certificate, a client sends little: a ClientHello of at most 16 KiB, perhaps a second
   * one, and what ends the handshake.
   */
  private static final int MAX_HANDSHAKE_BYTES = 64 * 1024;

  /** A chain of certificates may take 100 KiB by itself: the engine accepts no larger one. */
  private static final int MAX_HANDSHAKE_BYTES_WITH_CERTIFICATES = 160 * 1024;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range or does not go with another; the
   *     message names it, its value and what is allowed
   */
  public TlsServerOptions {
    certificatesByName = normalized(certificatesByName);
    protocols = TlsProtocol.setOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    applicationProtocols = List.copyOf(applicationProtocols);
    TlsOptionCheck.common(
        protocols, cipherSuites, applicationProtocols, handshakeTimeout, maxHandshakeBytes);
    TlsOptionCheck.notNegative("watchInterval", watchInterval);
    if (clientAuthentication == ClientAuthentication.NONE && clientTrust.isPresent()) {
      throw TlsOptionCheck.invalid(
          "clientAuthentication", "NONE", "WANT or NEED where clientTrust is set");
    }
    if (clientAuthentication != ClientAuthentication.NONE && clientTrust.isEmpty()) {
      throw TlsOptionCheck.invalid(
          "clientTrust", "not set", "set where clientAuthentication is " + clientAuthentication);
    }
  }

  private static Map<String, TlsCertificate> normalized(Map<String, TlsCertificate> byName) {
    Map<String, TlsCertificate> normalized = new LinkedHashMap<>();
    byName.forEach(
        (name, certificate) -> {
          String checked = HostNames.checkedPattern("certificateFor", name);
          if (normalized.put(checked, certificate) != null) {
            throw TlsOptionCheck.invalid(
                "certificateFor", "given twice for " + checked, "given once for each name");
          }
        });
    return Collections.unmodifiableMap(normalized);
  }

  /** {@return a builder with the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes {@link TlsServerOptions}. Not thread-safe. */
  public static final class Builder extends TlsOptionsBuilder<Builder> {
    private @Nullable TlsCertificate certificate;
    private final Map<String, TlsCertificate> certificatesByName = new LinkedHashMap<>();
    private ClientAuthentication clientAuthentication = ClientAuthentication.NONE;
    private @Nullable TlsTrust clientTrust;
    private Duration watchInterval = Duration.ZERO;
    private @Nullable Integer maxHandshakeBytes;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets what is shown to clients that ask for no name, or for one that has no certificate of its
     * own. Must be set.
     *
     * @param defaultCertificate the certificate and its key
     * @return this builder
     */
    public Builder certificate(TlsCertificate defaultCertificate) {
      certificate = defaultCertificate;
      return this;
    }

    /**
     * Sets what is shown to clients that ask for a name. Can be called for each name once. A name
     * goes before the wildcard that it fits.
     *
     * @param hostName a name, or a wildcard such as {@code *.example.org} for all names with one
     *     label in its place
     * @param namedCertificate the certificate and its key
     * @return this builder
     * @throws IllegalArgumentException if it is no host name, or has a certificate already
     */
    public Builder certificateFor(String hostName, TlsCertificate namedCertificate) {
      String name = HostNames.checkedPattern("certificateFor", hostName);
      if (certificatesByName.putIfAbsent(name, namedCertificate) != null) {
        throw TlsOptionCheck.invalid(
            "certificateFor", "given twice for " + name, "given once for each name");
      }
      return this;
    }

    /**
     * Sets whether clients are asked for a certificate. Default: {@link ClientAuthentication#NONE}.
     *
     * @param mode whether they are, and may go without
     * @return this builder
     */
    public Builder clientAuthentication(ClientAuthentication mode) {
      clientAuthentication = mode;
      return this;
    }

    /**
     * Sets who vouches for clients. Must be set if they are asked for a certificate.
     *
     * @param trust the authorities
     * @return this builder
     */
    public Builder clientTrust(TlsTrust trust) {
      clientTrust = trust;
      return this;
    }

    /**
     * Sets how often the files of certificates and trust are looked at, and read again if they have
     * changed. Default: never.
     *
     * @param interval the time, {@link Duration#ZERO} for never
     * @return this builder
     */
    public Builder watchInterval(Duration interval) {
      watchInterval = interval;
      return this;
    }

    /**
     * Sets how many bytes a peer may send before the handshake is complete. Default: 64 KiB, or 160
     * KiB if clients are asked for a certificate.
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
     * @throws IllegalArgumentException if one is missing, out of its range, or does not go with
     *     another; the message names it, its value and what is allowed
     */
    public TlsServerOptions build() {
      if (certificate == null) {
        throw TlsOptionCheck.invalid("certificate", "not set", "set with certificate");
      }
      return new TlsServerOptions(
          certificate,
          certificatesByName,
          clientAuthentication,
          Optional.ofNullable(clientTrust),
          watchInterval,
          protocols,
          cipherSuites,
          applicationProtocols,
          handshakeTimeout,
          maxHandshakeBytes != null ? maxHandshakeBytes : defaultMaxHandshakeBytes(),
          sessionResumption);
    }

    private int defaultMaxHandshakeBytes() {
      return clientAuthentication == ClientAuthentication.NONE
          ? MAX_HANDSHAKE_BYTES
          : MAX_HANDSHAKE_BYTES_WITH_CERTIFICATES;
    }
  }
}
