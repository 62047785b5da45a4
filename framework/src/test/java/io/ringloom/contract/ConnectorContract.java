package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringloom.Connection;
import io.ringloom.Connector;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.ScriptedServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outbound connections. */
public abstract class ConnectorContract extends Contract {

  @Test
  void anOutboundConnectionTalksToItsServer() throws Exception {
    Server server = serve(ReadContract::echo);

    try (Connection connection = connector().connect(server.localAddress())) {
      connection.output().writeString("hello", ISO_8859_1);
      assertThat(connection.input().readString(5, ISO_8859_1)).isEqualTo("hello");
      assertThat(connection.remoteAddress()).isEqualTo(server.localAddress());
      connection.shutdownOutput();
      assertThat(connection.input().awaitBytes()).isFalse();
    }
  }

  @Test
  void aNameIsLookedUp() throws Exception {
    Server server = serve(ReadContract::echo);
    int port = ((InetSocketAddress) server.localAddress()).getPort();

    try (Connection connection = connector().connect("localhost", port)) {
      connection.output().writeByte('x');
      assertThat(connection.input().readByte()).isEqualTo((byte) 'x');
    }
  }

  @Test
  void aRefusedPortIsReportedWithItsAddress() throws Exception {
    SocketAddress nobody;
    try (ScriptedServer closed = ScriptedServer.open()) {
      nobody = closed.address();
    }
    int port = ((InetSocketAddress) nobody).getPort();
    Connector connector = connector();

    assertThatThrownBy(() -> connector.connect(nobody))
        .isInstanceOf(ConnectException.class)
        .hasMessage("Connecting to 127.0.0.1:" + port + " failed: Connection refused.");
  }

  @Test
  void anUnknownHostIsReportedByItsName() throws Exception {
    Connector connector = connector();

    assertThatThrownBy(() -> connector.connect("nowhere.invalid", 1))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("The host nowhere.invalid is not known.");
  }

  @Test
  void aConnectThatIsNotAnsweredTimesOut() throws Exception {
    SocketAddress full = fullBacklog();
    Connector connector =
        closeLater(connectorBuilder().connectTimeout(Duration.ofMillis(100)).start());

    assertThatThrownBy(() -> connector.connect(full))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageMatching(
            "Connecting to 127\\.0\\.0\\.1:\\d+ took longer than the connect timeout\\.");
    // The attempt has ended although the peer is still silent.
    await().atMost(PATIENCE).until(() -> connectionsOnLoops() == 0);
  }

  @Test
  void anInterruptedConnectThrowsAndLeavesNothing() throws Exception {
    SocketAddress full = fullBacklog();
    Connector connector = connector();
    CompletableFuture<Connection> result = new CompletableFuture<>();
    Thread thread = Thread.startVirtualThread(() -> connect(connector, full, result));
    await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    assertThatThrownBy(() -> get(result))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageMatching("Connecting to 127\\.0\\.0\\.1:\\d+ was interrupted\\.");
    await().atMost(PATIENCE).until(() -> connectionsOnLoops() == 0);
  }

  @Test
  @DisplayName("closing the connector releases who waits in connect, and refuses who comes later")
  void closingTheConnectorReleasesWhoConnects() throws Exception {
    SocketAddress full = fullBacklog();
    Connector connector = connector();
    CompletableFuture<Connection> result = new CompletableFuture<>();
    Thread thread = Thread.startVirtualThread(() -> connect(connector, full, result));
    await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);

    connector.close();

    String message = "Connecting to 127\\.0\\.0\\.1:\\d+ failed: the connector is closed\\.";
    assertThatThrownBy(() -> get(result))
        .isInstanceOf(ConnectException.class)
        .hasMessageMatching(message);
    assertThatThrownBy(() -> connector.connect(full)).hasMessageMatching(message);
    await().atMost(PATIENCE).until(() -> connectionsOnLoops() == 0);
  }

  @Test
  void openConnectionsOutliveTheirConnectorOnSharedLoops() throws Exception {
    Server server = serve(ReadContract::echo);
    Connector connector = connector();
    try (Connection connection = connector.connect(server.localAddress())) {
      connector.close();

      connection.output().writeByte('x');
      assertThat(connection.input().readByte()).isEqualTo((byte) 'x');
    }
  }

  @Test
  void aHandlerGetsAnOutboundConnectionOnItsOwnLoop() throws Exception {
    ScriptedServer backend = scriptedServer();
    Connector connector = connector();
    CompletableFuture<Boolean> connected = new CompletableFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    Server server =
        serve(
            handled -> {
              try (Connection outbound = connector.connect(backend.address())) {
                assertThat(outbound.isOpen()).isTrue();
                connected.complete(true);
                done.await();
              }
            });
    try {
      peer(server);
      get(connected);

      assertThat(server.metrics().loops())
          .extracting(ServerMetrics.Loop::connections)
          .containsExactlyInAnyOrder(0, 2);
    } finally {
      done.countDown();
    }
  }

  @Test
  void aScriptedServerSeesWhatIsWrittenAndItsResetIsSeen() throws Exception {
    ScriptedServer backend = scriptedServer();
    try (Connection connection = connector().connect(backend.address())) {
      ScriptedPeer accepted = backend.accept();
      connection.output().writeString("ping", ISO_8859_1);
      assertThat(accepted.receiveString(4)).isEqualTo("ping");
      accepted.reset();

      assertThatThrownBy(() -> connection.input().readByte())
          .hasMessageEndingWith("because the peer reset the connection.");
    }
  }

  @Test
  void unixDomainSocketsAreConnectedTo(@TempDir Path directory) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    Connector connector = connector();
    assertThatThrownBy(() -> connector.connect(address))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Connecting to " + address + " failed: ");
    serve(builder -> builder.bind(address), ReadContract::echo);

    try (Connection connection = connector.connect(address)) {
      connection.output().writeByte('x');
      assertThat(connection.input().readByte()).isEqualTo((byte) 'x');
    }
  }

  /** Returns an address that neither accepts nor refuses. */
  private SocketAddress fullBacklog() throws IOException {
    ScriptedServer full =
        closeLater(
            ScriptedServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1));
    // A backlog of 1 takes two; who comes then gets no answer.
    closeLater(ScriptedPeer.connect(full.address()));
    closeLater(ScriptedPeer.connect(full.address()));
    return full.address();
  }

  private static void connect(
      Connector connector, SocketAddress address, CompletableFuture<Connection> result) {
    try {
      result.complete(connector.connect(address));
    } catch (IOException e) {
      result.completeExceptionally(e);
    }
  }
}
