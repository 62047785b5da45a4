package io.ringloom.benchmarks;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;

/** TLS for Netty as a server. */
final class NettyTls {
  private NettyTls() {}

  /**
   * Makes a context.
   *
   * @param library {@code tcnative}, or {@code conscrypt} as a provider of the JDK, for which Netty
   *     has nothing of its own from JDK 15 on
   */
  static SslContext context(String library, TlsFiles files) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(files.chain().toFile(), files.key().toFile())
            .protocols("TLSv1.3");
    if (library.equals("tcnative")) {
      return builder.sslProvider(SslProvider.OPENSSL).build();
    }
    return builder.sslProvider(SslProvider.JDK).sslContextProvider(Conscrypt.newProvider()).build();
  }
}
