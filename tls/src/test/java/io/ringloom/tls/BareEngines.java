package io.ringloom.tls;

import io.ringloom.spi.TlsLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;

/** Makes and drives engines of Conscrypt that have no layer around them. */
final class BareEngines {

  static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

  private BareEngines() {}

  static SSLEngine client(TlsProtocol... protocols) {
    try {
      return begin(EngineSource.newContext(null, Ends.CA.trust().trustManager()), true, protocols);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static SSLEngine server(TlsProtocol... protocols) {
    try {
      ServerKeyManager keys = new ServerKeyManager(Ends.LOCALHOST.keyAndChain(), Map.of());
      return begin(EngineSource.newContext(keys, null), false, protocols);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLEngine begin(SSLContext context, boolean asClient, TlsProtocol... protocols)
      throws SSLException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(asClient);
    if (!asClient) {
      Conscrypt.setUseSessionTickets(engine, true);
    }
    engine.setEnabledProtocols(
        Stream.of(protocols).map(TlsProtocol::standardName).toArray(String[]::new));
    engine.beginHandshake();
    return engine;
  }

  static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
    while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      deliver(client, server);
      deliver(server, client);
    }
  }

  private static void deliver(SSLEngine from, SSLEngine to) throws SSLException {
    ByteBuffer wire = wrapped(from);
    while (wire.hasRemaining()) {
      to.unwrap(wire, slot());
      to.unwrap(EMPTY, slot());
    }
  }

  /** Returns what an engine has to send, without data. */
  static ByteBuffer wrapped(SSLEngine engine) throws SSLException {
    ByteBuffer wire = slot();
    engine.wrap(EMPTY, wire);
    return wire.flip();
  }

  /** Returns as much memory as a layer is given for one record. */
  static ByteBuffer slot() {
    return ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES);
  }
}
