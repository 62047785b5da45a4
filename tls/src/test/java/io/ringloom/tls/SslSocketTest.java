package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.Server;
import io.ringloom.TlsInfo;
import io.ringloom.testkit.Payload;
import io.ringloom.tls.TestCertificates.Issued;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and connectors, and sockets of the JDK as their peers. */
class SslSocketTest extends RealLoops {
  private static final int MEGABYTE = 1024 * 1024;

  // ---- Servers ---------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerEchoesAMegabyteToASocketThatThenEnds(String version) throws Exception {
    byte[] bytes = Payload.of(MEGABYTE, 1);
    Server server = serve(Ends.serverOptions().build());
    try (SSLSocket socket = connect(server, null, version)) {
      FutureTask<Boolean> sender = inBackground(() -> send(socket.getOutputStream(), bytes));

      assertThat(socket.getInputStream().readNBytes(MEGABYTE)).isEqualTo(bytes);

      get(sender);
      assertThat(agreed().protocol()).isEqualTo(version);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  /** A half-close of the peer ends both directions: what comes after it is of no use. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerReadsAllBeforeAHalfCloseAndCannotAnswerAfterIt(String version) throws Exception {
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    CompletableFuture<String> failure = new CompletableFuture<>();
    Server server =
        serve(
            Ends.server(Ends.serverOptions().build()),
            connection -> {
              received.complete(readToEnd(connection));
              try {
                connection.write(ByteBuffer.wrap(new byte[1]));
                connection.flush();
                failure.complete("nothing has failed");
              } catch (IOException e) {
                failure.complete(String.valueOf(e.getMessage()));
              }
            });
    byte[] bytes = Payload.of(100_000, 2);
    try (SSLSocket socket = connect(server, null, version)) {
      send(socket.getOutputStream(), bytes);
      socket.shutdownOutput();

      assertThat(get(received)).isEqualTo(bytes);
      assertThat(get(failure)).contains("because the peer has ended the TLS session.");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerMayEndItsStreamFirstAndReadOn(String version) throws Exception {
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    Server server =
        serve(
            Ends.server(Ends.serverOptions().build()),
            connection -> {
              connection.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
              connection.shutdownOutput();
              received.complete(readToEnd(connection));
            });
    try (SSLSocket socket = connect(server, null, version)) {
      assertThat(socket.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
      if (version.equals("TLSv1.3")) { // on TLS 1.2 the JDK answers close_notify by itself
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        send(socket.getOutputStream(), new byte[] {4, 5});
      }
    }
    assertThat(get(received))
        .containsExactly(version.equals("TLSv1.3") ? new byte[] {4, 5} : new byte[0]);
    awaitClosed(server, CloseReason.END_OF_STREAM, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerThatClosesFirstSendsAllAndEndsTheStream(String version) throws Exception {
    byte[] bytes = Payload.of(MEGABYTE, 3);
    Server server =
        serve(
            Ends.server(Ends.serverOptions().build()),
            connection -> connection.write(ByteBuffer.wrap(bytes)));
    try (SSLSocket socket = connect(server, null, version)) {
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(bytes);
    }
    awaitClosed(server, CloseReason.LOCAL_CLOSE, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerKnowsTheCertificateOfItsClient(String version) throws Exception {
    Server server = serve(needing());
    try (SSLSocket socket = connect(server, Ends.ALICE, version)) {
      assertThat(agreed().peerCertificates()).containsExactly(Ends.ALICE.x509());
      assertThat(socket.getSession().getPeerCertificates()).containsExactly(Ends.LOCALHOST.x509());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerRefusesAClientWithoutACertificate(String version) throws Exception {
    Server server = serve(needing());

    assertThatThrownBy(
            () -> {
              try (SSLSocket socket = connect(server, null, version)) {
                socket.getInputStream().read(); // TLS 1.3 tells it this late
              }
            })
        .isInstanceOf(SSLException.class)
        .hasMessageContaining(
            version.equals("TLSv1.3") ? "certificate_required" : "handshake_failure");
    awaitClosed(server, CloseReason.TLS_HANDSHAKE_FAILED, 1);
  }

  // ---- Connectors ------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aConnectorExchangesAMegabyteWithAServerSocket(String version) throws Exception {
    byte[] bytes = Payload.of(MEGABYTE, 4);
    try (SSLServerSocket listener = listen(version)) {
      FutureTask<byte[]> server =
          inBackground(
              () -> {
                try (SSLSocket socket = accept(listener)) {
                  byte[] received = socket.getInputStream().readNBytes(MEGABYTE);
                  send(socket.getOutputStream(), received);
                  assertThat(socket.getInputStream().read()).isEqualTo(-1);
                  return received;
                }
              });
      try (Connection connection = connect(listener, Ends.clientOptions().build())) {
        TlsInfo info = connection.tlsInfo().orElseThrow();
        assertThat(info.protocol()).isEqualTo(version);
        assertThat(info.peerCertificates()).containsExactly(Ends.LOCALHOST.x509());
        connection.write(ByteBuffer.wrap(bytes));

        ByteBuffer received = ByteBuffer.allocate(MEGABYTE);
        while (received.hasRemaining()) {
          assertThat(connection.read(received)).isPositive();
        }

        assertThat(received.array()).isEqualTo(bytes);
      }
      assertThat(get(server)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aConnectorSeesTheCleanEndOfAServerThatClosesFirst(String version) throws Exception {
    byte[] bytes = Payload.of(100_000, 5);
    try (SSLServerSocket listener = listen(version)) {
      FutureTask<Boolean> server =
          inBackground(
              () -> {
                try (SSLSocket socket = accept(listener)) {
                  return send(socket.getOutputStream(), bytes);
                }
              });
      try (Connection connection = connect(listener, Ends.clientOptions().build())) {
        assertThat(readToEnd(connection)).isEqualTo(bytes);
      }
      get(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aConnectorShowsItsCertificate(String version) throws Exception {
    try (SSLServerSocket listener = listen(version)) {
      listener.setNeedClientAuth(true);
      FutureTask<Certificate[]> server =
          inBackground(
              () -> {
                try (SSLSocket socket = accept(listener)) {
                  return socket.getSession().getPeerCertificates();
                }
              });
      TlsClientOptions options = Ends.clientOptions().certificate(Ends.ALICE.certificate()).build();
      try (Connection connection = connect(listener, options)) {
        assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      assertThat(get(server)).containsExactly(Ends.ALICE.x509());
    }
  }

  @Test
  void aConnectorWithoutTheCertificateThatIsNeededIsRefused() throws Exception {
    try (SSLServerSocket listener = listen("TLSv1.2")) {
      listener.setNeedClientAuth(true);
      FutureTask<Boolean> server =
          inBackground(
              () -> {
                try (SSLSocket socket = accept(listener)) {
                  return socket.getSession().isValid();
                }
              });

      assertThatThrownBy(() -> connect(listener, Ends.clientOptions().build()))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining(" with localhost failed: the peer sent the alert ")
          .hasMessageContaining("misses a certificate");
      assertThat(get(server)).isFalse();
    }
  }

  // ---- Help ------------------------------------------------------------------------------------

  private static TlsServerOptions needing() {
    return Ends.serverOptions()
        .clientAuthentication(ClientAuthentication.NEED)
        .clientTrust(Ends.CA.trust())
        .build();
  }

  private static SSLSocket connect(Server server, @Nullable Issued identity, String version)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            Ends.jdkContext(identity)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port(server));
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout((int) Tool.PATIENCE.toMillis());
    socket.startHandshake();
    return socket;
  }

  private static SSLServerSocket listen(String version) throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            Ends.jdkContext(Ends.LOCALHOST)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listener.setEnabledProtocols(new String[] {version});
    listener.setSoTimeout((int) Tool.PATIENCE.toMillis());
    return listener;
  }

  private static SSLSocket accept(SSLServerSocket listener) throws IOException {
    SSLSocket socket = (SSLSocket) listener.accept();
    socket.setSoTimeout((int) Tool.PATIENCE.toMillis());
    return socket;
  }

  private Connection connect(SSLServerSocket listener, TlsClientOptions options)
      throws IOException {
    Connection connection =
        closeLater(connector(options).connect("localhost", listener.getLocalPort()));
    connection.setReadTimeout(Tool.PATIENCE);
    return connection;
  }

  private static byte[] readToEnd(Connection connection) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(8192);
    while (connection.read(some) >= 0) {
      all.write(some.array(), 0, some.position());
      some.clear();
    }
    return all.toByteArray();
  }

  private static boolean send(OutputStream to, byte[] bytes) throws IOException {
    to.write(bytes);
    to.flush();
    return true;
  }

  private static <T> FutureTask<T> inBackground(Callable<T> steps) {
    FutureTask<T> task = new FutureTask<>(steps);
    Thread.ofPlatform().daemon().name("peer").start(task);
    return task;
  }

  private static <T> T get(Future<T> task) throws Exception {
    return task.get(Tool.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
