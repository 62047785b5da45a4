package io.ringloom.tls;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Gives a client's only certificate to every server that asks for one. The server's list of
 * authorities is not looked at: a server that does not trust the certificate says so, which is
 * easier to understand than a certificate that was silently held back. Immutable.
 */
final class ClientKeyManager extends EngineKeyManager {
  private static final String ALIAS = "client";

  private final KeyAndChain pair;

  ClientKeyManager(KeyAndChain pair) {
    this.pair = pair;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    return List.of(keyTypes).contains(pair.keyType()) ? ALIAS : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return alias.equals(ALIAS) ? pair.key() : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return alias.equals(ALIAS) ? pair.chain() : null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return keyType.equals(pair.keyType()) ? new String[] {ALIAS} : null;
  }
}
