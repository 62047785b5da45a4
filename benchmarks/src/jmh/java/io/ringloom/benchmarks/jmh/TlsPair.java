package io.ringloom.benchmarks.jmh;

import io.ringloom.spi.TlsLayer;
import io.ringloom.tls.ClientTls;
import io.ringloom.tls.SelfSignedCertificate;
import io.ringloom.tls.ServerTls;
import io.ringloom.tls.TlsClientOptions;
import io.ringloom.tls.TlsProtocol;
import io.ringloom.tls.TlsServerOptions;
import io.ringloom.tls.TlsTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/** The layers of a client and of a server that have shaken hands. For one thread at a time. */
final class TlsPair implements AutoCloseable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);
  private static final int MANY_BYTES = 64 * 1024;
  private static final int MANY_STEPS = 20;

  private final ByteBuffer toServer = ByteBuffer.allocateDirect(MANY_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocateDirect(MANY_BYTES);
  private final ByteBuffer data = ByteBuffer.allocateDirect(MANY_BYTES);
  private final ServerTls serverTls;
  private final TlsLayer client;
  private final TlsLayer server;

  private TlsPair(ServerTls serverTls, TlsLayer client, TlsLayer server) {
    this.serverTls = serverTls;
    this.client = client;
    this.server = server;
  }

  /** Shakes hands, on TLS 1.3 with a self-signed P-256 certificate. */
  static TlsPair connected() throws IOException {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    ServerTls serverTls =
        ServerTls.create(
            TlsServerOptions.builder()
                .certificate(certificate.certificate())
                .protocols(TlsProtocol.TLS_1_3)
                .build());
    ClientTls clientTls =
        ClientTls.create(
            TlsClientOptions.builder()
                .trust(TlsTrust.of(certificate.x509()))
                .serverName("localhost")
                .protocols(TlsProtocol.TLS_1_3)
                .build());
    TlsPair pair = new TlsPair(serverTls, clientTls.newLayer("localhost", 1), serverTls.newLayer());
    pair.shakeHands();
    return pair;
  }

  TlsLayer client() {
    return client;
  }

  TlsLayer server() {
    return server;
  }

  private void shakeHands() throws SSLException {
    for (int i = 0; i < MANY_STEPS; i++) {
      send(client, toServer);
      feed(server, toServer);
      send(server, toClient);
      feed(client, toClient);
    }
    client.info(); // throws if it is not complete
    server.info();
  }

  private static void send(TlsLayer from, ByteBuffer to) throws SSLException {
    while (from.wantsToSend()) {
      from.encrypt(NOTHING, to);
    }
  }

  private void feed(TlsLayer to, ByteBuffer from) {
    from.flip();
    if (to.feed(from, data.clear()) == TlsLayer.Status.FAILED) {
      throw new IllegalStateException(to.failure());
    }
    from.compact();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    serverTls.close();
  }
}
