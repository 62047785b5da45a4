package io.ringloom.tls;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a server's certificate by the host name that the client asks for: the one for that name,
 * or for the wildcard that stands for it, or else the default. Immutable.
 *
 * <p>Its aliases are the names and wildcards in lower case. It never asks a session for its
 * protocol during the handshake: Conscrypt would keep the answer, which is not right yet.
 */
final class ServerKeyManager extends X509ExtendedKeyManager {

  /** The alias of the default certificate; no name is like it. */
  private static final String FALLBACK = "*";

  private final Map<String, KeyAndChain> byAlias = new HashMap<>();

  ServerKeyManager(KeyAndChain fallback, Map<String, KeyAndChain> byName) {
    byName.forEach((name, pair) -> byAlias.put(HostNames.normalized(name), pair));
    byAlias.put(FALLBACK, fallback);
  }

  /**
   * Chooses a certificate, and gives it only for the type that its key has. The engine asks for one
   * type after the other, and the last answer that it gets wins.
   */
  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String alias = aliasFor(requestedName(engine));
    KeyAndChain pair = byAlias.get(alias);
    return pair != null && pair.keyType().equals(keyType) ? alias : null;
  }

  private String aliasFor(@Nullable String requestedName) {
    if (requestedName == null) {
      return FALLBACK;
    }
    String name = HostNames.normalized(requestedName);
    if (byAlias.containsKey(name)) {
      return name;
    }
    String wildcard = HostNames.wildcardFor(name);
    return wildcard != null && byAlias.containsKey(wildcard) ? wildcard : FALLBACK;
  }

  private static @Nullable String requestedName(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      try {
        for (SNIServerName name : session.getRequestedServerNames()) {
          if (name.getType() == StandardConstants.SNI_HOST_NAME) {
            return new String(name.getEncoded(), StandardCharsets.US_ASCII);
          }
        }
      } catch (IllegalArgumentException e) {
        // The client asks for what the JDK does not take for a host name, such as one with a last
        // dot
        // or an underscore. No exception may reach the engine: it would not be closed.
        return null;
      }
    }
    return null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    KeyAndChain pair = byAlias.get(alias);
    return pair == null ? null : pair.key();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    KeyAndChain pair = byAlias.get(alias);
    return pair == null ? null : pair.chain();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    List<String> aliases =
        byAlias.entrySet().stream()
            .filter(entry -> entry.getValue().keyType().equals(keyType))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return aliases.isEmpty() ? null : aliases.toArray(new String[0]);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
