package io.ringloom.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Echo as the JDK offers it for sequential code over TLS: one virtual thread for each connection,
 * which blocks on an {@link SSLSocket}.
 */
public final class VirtualThreadTlsEcho {
  private VirtualThreadTlsEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    ServerArguments arguments = ServerArguments.parse(args);
    try (SSLServerSocket listener =
        (SSLServerSocket)
            context(arguments.tlsFiles())
                .getServerSocketFactory()
                .createServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
      listener.setEnabledProtocols(new String[] {"TLSv1.3"});
      // The JDK would choose AES-256, where all others choose this.
      listener.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
      System.out.println(listener.getLocalPort());
      while (true) {
        SSLSocket socket = (SSLSocket) listener.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> StreamEcho.serve(socket, arguments.bufferBytes()));
      }
    }
  }

  private static SSLContext context(TlsFiles files) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(files.pkcs12())) {
      store.load(in, TlsFiles.PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, TlsFiles.PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
