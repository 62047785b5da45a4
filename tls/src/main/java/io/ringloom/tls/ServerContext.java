package io.ringloom.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** What a server's layers are made from: options, and what their files held. Immutable. */
final class ServerContext {

  final TlsServerOptions options;

  /** What the files were like before they were read; so a later change is never missed. */
  final FileContents files;

  private final ContextSource contexts;

  private ServerContext(TlsServerOptions options, FileContents files, ContextSource contexts) {
    this.options = options;
    this.files = files;
    this.contexts = contexts;
  }

  /**
   * Reads the files and tries each certificate out.
   *
   * @throws IOException if that is not possible; the message is a sentence
   */
  static ServerContext read(TlsServerOptions options) throws IOException {
    FileContents files = FileContents.of(filesOf(options));
    KeyAndChain fallback = options.certificate().read();
    Map<String, KeyAndChain> byName = new HashMap<>();
    for (Map.Entry<String, TlsCertificate> entry : options.certificatesByName().entrySet()) {
      byName.put(entry.getKey(), entry.getValue().read());
    }
    ServerKeyManager keyManager = new ServerKeyManager(fallback, byName);
    TlsTrust trust = options.clientTrust().orElse(null);
    X509ExtendedTrustManager trustManager = trust == null ? null : trust.trustManager();
    SSLContext context = EngineSource.newContext(keyManager, trustManager);
    Rehearsal.ofServer(keyManager, fallback, byName, options);
    return new ServerContext(
        options,
        files,
        mayShareContext(options)
            ? () -> context
            : () -> EngineSource.newContext(keyManager, trustManager));
  }

  /**
   * Whether all connections can have one context. On TLS 1.2 the sessions of a context are resumed
   * by their ids, tickets or not, so where none shall be resumed each connection has its own.
   */
  private static boolean mayShareContext(TlsServerOptions options) {
    return options.sessionResumption() || !options.protocols().contains(TlsProtocol.TLS_1_2);
  }

  private static Set<Path> filesOf(TlsServerOptions options) {
    List<TlsCertificate> certificates = new ArrayList<>(options.certificatesByName().values());
    certificates.add(options.certificate());
    Set<Path> files = new LinkedHashSet<>();
    certificates.forEach(certificate -> files.addAll(certificate.files()));
    options.clientTrust().ifPresent(trust -> files.addAll(trust.files()));
    return files;
  }

  ConscryptLayer newLayer() throws IOException {
    SSLContext context = contexts.get();
    return new ConscryptLayer(EngineSource.start(context::createSSLEngine, this::configure), null);
  }

  private void configure(SSLEngine engine) {
    configure(engine, options);
    switch (options.clientAuthentication()) {
      case NONE -> {}
      case WANT -> engine.setWantClientAuth(true);
      case NEED -> engine.setNeedClientAuth(true);
    }
    EngineSource.configureSession(
        engine, options.sessionResumption(), options.applicationProtocols());
  }

  /** Sets what a rehearsal has in common with the real thing. */
  static void configure(SSLEngine engine, TlsServerOptions options) {
    engine.setUseClientMode(false);
    EngineSource.configure(engine, options.protocols(), options.cipherSuites());
  }

  /** Gives the context of a connection. */
  @FunctionalInterface
  private interface ContextSource {
    SSLContext get() throws IOException;
  }
}
