package io.ringloom.benchmarks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The client's side of TLS 1.3, the same for all contenders. It trusts every certificate, and never
 * resumes a session: that its engines know no host's name keeps them from looking for one.
 */
final class TlsClient implements AutoCloseable {
  private final SslContext context;

  private TlsClient(SslContext context) {
    this.context = context;
  }

  /**
   * Prepares the client.
   *
   * @param groups the key exchange groups that it offers, with commas between them
   */
  static TlsClient offering(String groups) throws SSLException {
    return new TlsClient(
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3")
            .option(OpenSslContextOption.GROUPS, groups.split(",", -1))
            .option(OpenSslContextOption.USE_TASKS, false)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .build());
  }

  /** Returns an engine, which is to be given back to {@link #release}. */
  SSLEngine newEngine() {
    return context.newEngine(ByteBufAllocator.DEFAULT);
  }

  static void release(SSLEngine engine) {
    ReferenceCountUtil.release(engine);
  }

  /** Makes a channel of a connected socket that blocks, and completes its handshake. */
  TlsChannel open(SocketChannel socket) throws IOException {
    TlsChannel channel =
        new TlsChannel(socket, newEngine(), TlsChannel.newBuffer(), TlsChannel.newBuffer());
    while (!channel.handshake()) {
      // A socket that blocks comes further each time.
    }
    return channel;
  }

  /** Begins one more handshake, for what the server answers, and breaks it off. */
  ServerHello probe(int port) throws IOException {
    SSLEngine engine = newEngine();
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
