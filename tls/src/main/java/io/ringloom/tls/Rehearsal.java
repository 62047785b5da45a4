package io.ringloom.tls;

import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayer.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes in memory, before there is a peer. They find keys that do not work with the options,
 * and spare the first peer the wait for what is loaded on first use.
 */
final class Rehearsal {

  private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

  /** More than any handshake takes: each turn carries one flight each way. */
  private static final int MAX_TURNS = 20;

  private final TlsLayer client;
  private final TlsLayer server;
  private final ByteBuffer slot = ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES);
  private final ByteBuffer toServer = ByteBuffer.allocateDirect(8 * TlsLayer.SLOT_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocateDirect(8 * TlsLayer.SLOT_BYTES);

  private Rehearsal(TlsLayer client, TlsLayer server) {
    this.client = client;
    this.server = server;
  }

  /** Tries out all certificates of a server. */
  static void ofServer(
      ServerKeyManager keyManager,
      KeyAndChain fallback,
      Map<String, KeyAndChain> byName,
      TlsServerOptions options)
      throws IOException {
    // Sessions of its own, as this one does not ask for certificates.
    SSLContext context = EngineSource.newContext(keyManager, null);
    ofServer(context, fallback, null, options);
    for (Map.Entry<String, KeyAndChain> entry : byName.entrySet()) {
      ofServer(context, entry.getValue(), entry.getKey().replace("*", "any-name-at-all"), options);
    }
  }

  private static void ofServer(
      SSLContext context, KeyAndChain expected, @Nullable String name, TlsServerOptions options)
      throws IOException {
    if (isEd25519(expected)) {
      return; // It is good for others, but the client of a rehearsal is one that does not take it.
    }
    SSLContext clientContext =
        EngineSource.newContext(null, TrustOnly.certificate(expected.leaf()));
    try (ConscryptLayer server =
            new ConscryptLayer(
                EngineSource.start(
                    context::createSSLEngine, engine -> ServerContext.configure(engine, options)),
                null);
        ConscryptLayer client = anyClient(clientContext, name)) {
      new Rehearsal(client, server).run(expected, "server");
    }
  }

  /** Tries out a client's certificate, with itself as the server's. */
  static void ofClient(ClientKeyManager keyManager, KeyAndChain pair, TlsClientOptions options)
      throws IOException {
    if (isEd25519(pair)) {
      return;
    }
    TrustOnly trust = TrustOnly.certificate(pair.leaf());
    SSLContext serverContext = EngineSource.newContext(new ServerKeyManager(pair, Map.of()), trust);
    SSLContext clientContext = EngineSource.newContext(keyManager, trust);
    try (ConscryptLayer server =
            new ConscryptLayer(
                EngineSource.start(serverContext::createSSLEngine, Rehearsal::askForCertificate),
                null);
        ConscryptLayer client =
            new ConscryptLayer(
                EngineSource.start(
                    clientContext::createSSLEngine,
                    engine -> {
                      engine.setUseClientMode(true);
                      EngineSource.configure(engine, options.protocols(), options.cipherSuites());
                    }),
                null)) {
      new Rehearsal(client, server).run(pair, "client");
    }
  }

  private static void askForCertificate(SSLEngine engine) {
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
  }

  private static ConscryptLayer anyClient(SSLContext context, @Nullable String name)
      throws IOException {
    return new ConscryptLayer(
        EngineSource.start(
            () -> name == null ? context.createSSLEngine() : context.createSSLEngine(name, 0),
            engine -> engine.setUseClientMode(true)),
        name);
  }

  private static boolean isEd25519(KeyAndChain pair) {
    return pair.leaf().getPublicKey().getAlgorithm().startsWith("Ed");
  }

  private void run(KeyAndChain pair, String side) throws IOException {
    try {
      shakeHands();
    } catch (SSLException e) {
      throw new IOException(
          "The certificate "
              + CertificateText.name(pair.leaf())
              + " does not work with the TLS options of the "
              + side
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  private void shakeHands() throws SSLException {
    boolean clientDone = false;
    boolean serverDone = false;
    for (int turn = 0; turn < MAX_TURNS && !(clientDone && serverDone); turn++) {
      send(client, toServer);
      serverDone |= receive(server, toServer);
      send(server, toClient);
      clientDone |= receive(client, toClient);
    }
    if (!(clientDone && serverDone)) {
      throw new SSLException("the handshake does not come to an end");
    }
  }

  private void send(TlsLayer layer, ByteBuffer wire) throws SSLException {
    while (layer.wantsToSend()) {
      layer.encrypt(EMPTY, slot.clear());
      wire.put(slot.flip());
    }
  }

  private boolean receive(TlsLayer layer, ByteBuffer wire) throws SSLException {
    wire.flip();
    Status status = layer.feed(wire, wire.duplicate());
    wire.compact();
    if (status == Status.FAILED) {
      throw layer.failure();
    }
    return status == Status.HANDSHAKE_COMPLETE;
  }
}
