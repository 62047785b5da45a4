package io.ringloom.tls;

import java.security.Principal;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Fails when it is asked for a key. */
final class BrokenKeyManager extends EngineKeyManager {

  @Override
  public String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    throw new IllegalStateException("no key today");
  }
}
