package io.ringloom.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** Makes contexts and engines, and says in sentences why it cannot. */
final class EngineSource {

  /** An engine holds a pipe. */
  static final int DESCRIPTORS_PER_ENGINE = 2;

  private EngineSource() {}

  /**
   * Makes a context.
   *
   * <p>Sessions are resumed within a context without a look at the options of the engine, so what
   * demands more of a peer than another needs a context of its own.
   *
   * @param keyManager has this side's certificates, null if it has none
   * @param trustManager decides about peers, null if none is asked for a certificate
   */
  static SSLContext newContext(
      @Nullable X509ExtendedKeyManager keyManager, @Nullable X509ExtendedTrustManager trustManager)
      throws IOException {
    KeyManager[] keyManagers =
        keyManager == null ? new KeyManager[0] : new KeyManager[] {keyManager};
    // Without any, the context would load the JVM's authorities, which takes time.
    TrustManager[] trustManagers = {trustManager == null ? TrustOnly.nothing() : trustManager};
    try {
      SSLContext context = SSLContext.getInstance("TLS", provider());
      context.init(keyManagers, trustManagers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage() + ".", e);
    }
  }

  private static Provider provider() throws IOException {
    try {
      return Loaded.PROVIDER;
    } catch (LinkageError e) {
      throw new IOException(
          "TLS is not available, since Conscrypt's native library cannot be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": it needs Linux with glibc or macOS on x86-64 or AArch64, or Windows on x86-64,"
              + " and a temporary folder that programs may be run from (or"
              + " -Dorg.conscrypt.native.workdir with another).",
          e);
    }
  }

  /**
   * Makes an engine, and begins its handshake.
   *
   * @param newEngine makes it
   * @param setup says how it is to be
   */
  static SSLEngine start(Supplier<SSLEngine> newEngine, Setup setup) throws IOException {
    SSLEngine engine;
    try {
      engine = newEngine.get();
    } catch (RuntimeException e) {
      throw new IOException(
          "The system refuses what a TLS engine needs ("
              + reason(e)
              + "): it takes "
              + DESCRIPTORS_PER_ENGINE
              + " file descriptors beside the connection's own, so raise the limit of open files"
              + " (ulimit -n), or lower that of connections.",
          e);
    }
    try {
      setup.apply(engine);
      engine.beginHandshake();
      return engine;
    } catch (SSLException | RuntimeException e) {
      new ConscryptLayer(engine, null).close();
      throw new IOException("A TLS handshake cannot begin: " + reason(e) + ".", e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  /** Sets what both sides have in common. */
  static void configure(
      SSLEngine engine, Collection<TlsProtocol> protocols, List<String> cipherSuites) {
    engine.setEnabledProtocols(
        protocols.stream().map(TlsProtocol::standardName).toArray(String[]::new));
    if (!cipherSuites.isEmpty()) {
      engine.setEnabledCipherSuites(cipherSuites.toArray(String[]::new));
    }
  }

  /** Sets whether sessions are resumed, and what ALPN chooses from, which both sides do alike. */
  static void configureSession(
      SSLEngine engine, boolean resumption, List<String> applicationProtocols) {
    Conscrypt.setUseSessionTickets(engine, resumption);
    if (!applicationProtocols.isEmpty()) {
      Conscrypt.setApplicationProtocols(engine, applicationProtocols.toArray(String[]::new));
    }
  }

  /** Says how an engine is to be. */
  @FunctionalInterface
  interface Setup {
    void apply(SSLEngine engine) throws SSLException;
  }

  /** The provider, once its native library is loaded. It is not registered with the JVM. */
  private static final class Loaded {
    static final Provider PROVIDER = load();

    private static Provider load() {
      Conscrypt.checkAvailability();
      return Conscrypt.newProvider();
    }
  }
}
