package io.ringloom.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** Lets two engines of this JVM shake hands. */
final class Handshake {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MANY_BYTES = 256 * 1024;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(MANY_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(MANY_BYTES);
  private final ByteBuffer plaintext = ByteBuffer.allocate(MANY_BYTES);

  private Handshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /** {@return a context of Conscrypt, which this module's engines come from} */
  static SSLContext conscrypt(@Nullable KeyManager keys, @Nullable TrustManager trust)
      throws GeneralSecurityException {
    return context(SSLContext.getInstance("TLS", Conscrypt.newProvider()), keys, trust);
  }

  /** {@return a context of the JDK, as other peers are} */
  static SSLContext jdk(@Nullable KeyManager keys, @Nullable TrustManager trust)
      throws GeneralSecurityException {
    return context(SSLContext.getInstance("TLS"), keys, trust);
  }

  private static SSLContext context(
      SSLContext context, @Nullable KeyManager keys, @Nullable TrustManager trust)
      throws GeneralSecurityException {
    context.init(
        keys == null ? null : new KeyManager[] {keys},
        trust == null ? null : new TrustManager[] {trust},
        null);
    return context;
  }

  /** Runs until both have finished; fails as the engine that fails first. */
  static void run(SSLEngine client, SSLEngine server) throws SSLException {
    client.setUseClientMode(true);
    server.setUseClientMode(false);
    Handshake handshake = new Handshake(client, server);
    try {
      handshake.run();
    } finally {
      // What the engines have outside the heap is freed when both directions are closed.
      for (SSLEngine engine : List.of(client, server)) {
        handshake.close(engine);
      }
    }
  }

  private void run() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < 100; i++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
      boolean finished =
          client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
              && server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
      if (finished && toClient.position() == 0 && toServer.position() == 0) {
        return;
      }
    }
    throw new SSLException(
        "stalled: " + client.getHandshakeStatus() + ", " + server.getHandshakeStatus());
  }

  private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    SSLEngineResult result;
    do {
      tasks(engine);
      result = engine.wrap(NOTHING, out);
    } while (result.bytesProduced() > 0);
    in.flip();
    try {
      do {
        tasks(engine);
        plaintext.clear();
        result = engine.unwrap(in, plaintext);
        tasks(engine);
      } while (result.bytesConsumed() > 0 && in.hasRemaining());
    } finally {
      in.compact();
    }
  }

  private static void tasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  private void close(SSLEngine engine) throws SSLException {
    engine.closeOutbound();
    do {
      toServer.clear();
    } while (engine.wrap(NOTHING, toServer).bytesProduced() > 0);
    try {
      engine.closeInbound();
    } catch (SSLException e) {
      // The JDK complains that there was no close_notify; nobody waits for one here.
    }
  }
}
