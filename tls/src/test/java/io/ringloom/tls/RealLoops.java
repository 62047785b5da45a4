package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.TlsInfo;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The base of tests against programs that others have written: an event loop of each transport, and
 * a server on it that echoes and remembers what was agreed on.
 */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"nio", "uring"})
@SuppressWarnings("NullAway.Init") // set before each test
abstract class RealLoops {

  @Parameter String transport;

  /** Where commands run, with {@code ca.pem}, the authority of {@link Ends}, in it. */
  @TempDir Path directory;

  EventLoopGroup loops;

  private final BlockingQueue<TlsInfo> agreed = new LinkedBlockingQueue<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Deque<Server> servers = new ArrayDeque<>();

  @BeforeEach
  final void startLoops() throws IOException {
    Optional<String> missing =
        ServiceLoader.load(Transport.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provided -> provided.name().equals(transport))
            .findFirst()
            .orElseThrow()
            .unavailabilityCause();
    assumeTrue(missing.isEmpty(), () -> transport + " is not available here: " + missing);
    loops = EventLoopGroup.builder().loops(1).transport(transport).start();
    file("ca.pem", TestCertificates.pem(Ends.CA.x509()));
  }

  @AfterEach
  final void closeEverything() throws Exception {
    if (loops == null) {
      return; // it was skipped
    }
    try {
      while (!resources.isEmpty()) {
        resources.pop().close();
      }
      for (Server server : servers) {
        server.close();
        assertThat(server.metrics().active()).as("active connections").isZero();
      }
    } finally {
      loops.close();
    }
  }

  /** Starts a server that sends back what it is sent, on a port of the loopback interface. */
  final Server serve(TlsServerOptions options) throws IOException {
    return serve(Ends.server(options));
  }

  /** Starts a server that sends back what it is sent, on a port of the loopback interface. */
  final Server serve(ServerTls tls) throws IOException {
    return serve(tls, RealLoops::echo);
  }

  /** Starts a server on a port of the loopback interface. */
  final Server serve(ServerTls tls, ConnectionHandler handler) throws IOException {
    Server server =
        Server.builder()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .eventLoops(loops)
            .tls(tls)
            .drainTimeout(Duration.ofSeconds(1))
            .handler(
                connection -> {
                  agreed.add(connection.tlsInfo().orElseThrow());
                  handler.handle(connection);
                })
            .start();
    servers.push(server);
    return server;
  }

  private static void echo(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);
    while (connection.read(buffer) >= 0) {
      connection.write(buffer.flip());
      buffer.clear();
    }
  }

  static int port(Server server) {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Waits for the next connection whose handshake is complete, and returns its results. */
  final TlsInfo agreed() throws InterruptedException {
    TlsInfo info = agreed.poll(Tool.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(info).as("what was agreed on").isNotNull();
    return info;
  }

  /** Waits until so many connections have ended for a reason. */
  static void awaitClosed(Server server, CloseReason reason, long count) {
    await()
        .alias("connections closed by " + reason)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Tool.PATIENCE)
        .untilAsserted(
            () -> assertThat(server.metrics().closedByReason()).containsEntry(reason, count));
  }

  /** Makes a connector on the loop of this test. */
  final Connector connector(TlsClientOptions options) throws IOException {
    return connector(Ends.client(options));
  }

  /** Makes a connector on the loop of this test. */
  final Connector connector(ClientTls tls) throws IOException {
    return closeLater(Connector.builder().eventLoops(loops).tls(tls).start());
  }

  /** Writes a file for a command. */
  final Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  /** Closes something after the test: what was made last comes first. */
  final <T extends AutoCloseable> T closeLater(T resource) {
    resources.push(resource);
    return resource;
  }
}
