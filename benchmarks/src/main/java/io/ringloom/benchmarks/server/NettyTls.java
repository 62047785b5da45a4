package io.ringloom.benchmarks.server;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;

/** TLS for Netty as a server. */
final class NettyTls {
  private NettyTls() {}

  /** Makes a context of the library that the arguments name. */
  static SslContext context(ServerArguments arguments) throws SSLException {
    TlsFiles files = arguments.tlsFiles();
    SslContextBuilder builder =
        SslContextBuilder.forServer(files.chain().toFile(), files.key().toFile())
            .protocols("TLSv1.3");
    String library = arguments.own("library");
    return switch (library) {
      case "tcnative" -> tcnative(builder, arguments.tickets());
      // As a provider of the JDK, since Netty has nothing of its own for it from JDK 15 on.
      case "conscrypt" ->
          builder.sslProvider(SslProvider.JDK).sslContextProvider(Conscrypt.newProvider()).build();
      case "jdk" -> builder.sslProvider(SslProvider.JDK).build();
      default -> throw new IllegalArgumentException("There is no TLS library " + library + ".");
    };
  }

  private static SslContext tcnative(SslContextBuilder builder, boolean tickets)
      throws SSLException {
    SslContext context = builder.sslProvider(SslProvider.OPENSSL).build();
    if (tickets) {
      sendTickets(context);
    }
    return context;
  }

  /** Sessions are resumed by tickets in TLS 1.3, which Netty sends only if it is given keys. */
  private static void sendTickets(SslContext context) {
    OpenSslSessionTicketKey key =
        new OpenSslSessionTicketKey(
            random(OpenSslSessionTicketKey.NAME_SIZE),
            random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
            random(OpenSslSessionTicketKey.AES_KEY_SIZE));
    ((OpenSslSessionContext) context.sessionContext()).setTicketKeys(key);
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
