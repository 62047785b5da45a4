package io.ringloom.tls;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a server's certificate by the host name that the client asks for: the one for that name,
 * or for the wildcard that stands for it, or else the default. Immutable.
 *
 * <p>Its aliases are the names and wildcards in lower case. It never asks a session for its
 * protocol during the handshake: Conscrypt would keep the answer, which is not right yet.
 */
final class ServerKeyManager extends EngineKeyManager {

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
    String alias = aliasFor(RequestedName.of(engine.getHandshakeSession()));
    KeyAndChain pair = byAlias.get(alias);
    return pair != null && pair.keyType().equals(keyType) ? alias : null;
  }

  private String aliasFor(@Nullable String name) {
    if (name == null) {
      return FALLBACK;
    }
    if (byAlias.containsKey(name)) {
      return name;
    }
    String wildcard = HostNames.wildcardFor(name);
    return wildcard != null && byAlias.containsKey(wildcard) ? wildcard : FALLBACK;
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
}
