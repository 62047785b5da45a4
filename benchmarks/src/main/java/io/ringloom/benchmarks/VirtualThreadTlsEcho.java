package io.ringloom.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A contender: what the JDK offers for sequential code over TLS, one virtual thread for each
 * connection that blocks on an {@link SSLSocket}. Arguments: buffer size, folder of {@link
 * TlsFiles}.
 */
public final class VirtualThreadTlsEcho {
  private VirtualThreadTlsEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    int bufferBytes = Integer.parseInt(args[0]);
    SSLContext context = context(new TlsFiles(Path.of(args[1])));
    try (SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
      listener.setEnabledProtocols(new String[] {"TLSv1.3"});
      // The JDK would choose AES-256, where all others choose this.
      listener.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
      System.out.println(listener.getLocalPort());
      while (true) {
        SSLSocket socket = (SSLSocket) listener.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> echo(socket, bufferBytes));
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

  private static void echo(SSLSocket socket, int bufferBytes) {
    byte[] buffer = new byte[bufferBytes];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The client has gone at the end of its round.
    }
  }
}
