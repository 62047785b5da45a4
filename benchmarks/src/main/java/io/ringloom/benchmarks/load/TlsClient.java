package io.ringloom.benchmarks.load;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The client's side of TLS 1.3, the same for all contenders. It trusts every certificate.
 *
 * <p>One that resumes sessions keeps the tickets that servers send, by name and port of the server,
 * and uses each of them once. One that does not has engines that know no server's name.
 */
public final class TlsClient implements AutoCloseable {
  private final SslContext context;
  private final boolean resuming;

  private TlsClient(SslContext context, boolean resuming) {
    this.context = context;
    this.resuming = resuming;
  }

  /**
   * Prepares the client.
   *
   * @param group the key exchange group that it offers
   * @param resuming whether it resumes sessions
   */
  public static TlsClient offering(String group, boolean resuming) throws SSLException {
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3")
            .option(OpenSslContextOption.GROUPS, new String[] {group})
            .option(OpenSslContextOption.USE_TASKS, false)
            .endpointIdentificationAlgorithm(null)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .build();
    return new TlsClient(context, resuming);
  }

  /** Returns whether it resumes sessions. */
  boolean resuming() {
    return resuming;
  }

  /** Returns an engine, which is to be given back to {@link #release}. */
  SSLEngine newEngine(int port) {
    return resuming
        ? context.newEngine(ByteBufAllocator.DEFAULT, "localhost", port)
        : context.newEngine(ByteBufAllocator.DEFAULT);
  }

  static void release(SSLEngine engine) {
    ReferenceCountUtil.release(engine);
  }

  /** Makes a channel of a connected socket that blocks, and completes its handshake. */
  public TlsChannel open(SocketChannel socket) throws IOException {
    int port = ((InetSocketAddress) socket.getRemoteAddress()).getPort();
    TlsChannel channel =
        new TlsChannel(socket, newEngine(port), TlsChannel.newBuffer(), TlsChannel.newBuffer());
    while (!channel.handshake()) {
      // A socket that blocks comes further each time.
    }
    return channel;
  }

  /** Begins one more handshake, for what the server answers, and breaks it off. */
  ServerHello probe(int port) throws IOException {
    SSLEngine engine = newEngine(port);
    try (SocketChannel socket = Loopback.connect(port)) {
      ByteBuffer hello = TlsChannel.newBuffer();
      engine.wrap(ByteBuffer.allocateDirect(0), hello);
      socket.write(hello.flip());
      return ServerHello.read(socket);
    } finally {
      release(engine);
    }
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
