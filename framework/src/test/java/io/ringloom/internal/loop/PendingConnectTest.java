package io.ringloom.internal.loop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringloom.Connection;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.spi.ClientTlsFactory;
import io.ringloom.spi.TlsLayer;
import io.ringloom.testkit.memory.InMemoryTransport;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryTarget;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connect ends once, however late its completion comes. */
@Timeout(60)
class PendingConnectTest {

  @ParameterizedTest
  @EnumSource
  void aConnectThatIsAcceptedLaterCarriesBytesBothWays(HandlerScheduling scheduling)
      throws Exception {
    MemoryTarget target = new MemoryTarget();
    try (EventLoopGroup group = group(scheduling);
        Connector connector = Connector.builder().eventLoops(group).start()) {
      CompletableFuture<Connection> pending = connect(connector, target);
      MemoryPeer peer = target.awaitAttempt().accept();
      try (Connection connection = pending.join()) {
        connection.write(ByteBuffer.wrap("ping".getBytes(ISO_8859_1)));
        peer.awaitText("ping");
        peer.send("pong");
        assertThat(connection.input().readString(4, ISO_8859_1)).isEqualTo("pong");
      }
      peer.endStream();
      peer.awaitClosed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedConnectSaysWhoRefused(HandlerScheduling scheduling) throws Exception {
    MemoryTarget target = new MemoryTarget();
    try (EventLoopGroup group = group(scheduling);
        Connector connector = Connector.builder().eventLoops(group).start()) {
      CompletableFuture<Connection> pending = connect(connector, target);
      target.awaitAttempt().refuse();
      assertThatThrownBy(pending::join)
          .hasCauseInstanceOf(ConnectException.class)
          .hasMessageContaining(target.address().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAcceptAfterTheConnectTimeoutIsThrownAway(HandlerScheduling scheduling) throws Exception {
    MemoryTarget target = new MemoryTarget();
    try (EventLoopGroup group = group(scheduling);
        Connector connector =
            Connector.builder().eventLoops(group).connectTimeout(Duration.ofMillis(1)).start()) {
      CompletableFuture<Connection> pending = connect(connector, target);
      MemoryTarget.Attempt attempt = target.awaitAttempt();
      assertThatThrownBy(pending::join)
          .hasCauseInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("longer than the connect timeout");
      attempt.accept().awaitClosed();
      await().untilAsserted(() -> assertThat(attempt.isCancelled()).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedConnectIsGivenUp(HandlerScheduling scheduling) throws Exception {
    MemoryTarget target = new MemoryTarget();
    try (EventLoopGroup group = group(scheduling);
        Connector connector = Connector.builder().eventLoops(group).start()) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      connector.connect(target.address()).close();
                    } catch (Throwable e) {
                      failure.set(e);
                    }
                  });
      MemoryTarget.Attempt attempt = target.awaitAttempt();
      thread.interrupt();
      thread.join();
      assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
      attempt.accept().awaitClosed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheConnectorFailsAPendingConnect(HandlerScheduling scheduling) throws Exception {
    MemoryTarget target = new MemoryTarget();
    try (EventLoopGroup group = group(scheduling)) {
      CompletableFuture<Connection> pending;
      MemoryTarget.Attempt attempt;
      try (Connector connector = Connector.builder().eventLoops(group).start()) {
        pending = connect(connector, target);
        attempt = target.awaitAttempt();
      }
      assertThatThrownBy(pending::join).hasMessageContaining("the connector is closed");
      attempt.accept().awaitClosed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTlsFactoryThatThrowsFailsTheConnect(HandlerScheduling scheduling) throws Exception {
    MemoryTarget target = new MemoryTarget();
    RuntimeException bug = new IllegalStateException("a bug");
    try (EventLoopGroup group = group(scheduling);
        Connector connector =
            Connector.builder().eventLoops(group).tls(new BrokenTls(bug)).start()) {
      CompletableFuture<Connection> pending = connect(connector, target);
      MemoryPeer peer = target.awaitAttempt().accept();

      assertThatThrownBy(() -> pending.get(20, TimeUnit.SECONDS)).rootCause().isSameAs(bug);
      peer.awaitClosed();
      assertThat(((LoopGroup) group).loops().get(0).assignedConnections()).isZero();
    }
  }

  /** A factory with a bug. */
  private record BrokenTls(RuntimeException bug) implements ClientTlsFactory {
    @Override
    public TlsLayer newLayer(@Nullable String host, int port) {
      throw bug;
    }

    @Override
    public Duration handshakeTimeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public int maxHandshakeBytes() {
      return 64 * 1024;
    }

    @Override
    public int descriptorsPerConnection() {
      return 0;
    }
  }

  private static EventLoopGroup group(HandlerScheduling scheduling) throws Exception {
    return EventLoopGroup.builder()
        .transport(InMemoryTransport.NAME)
        .loops(1)
        .scheduling(scheduling)
        .start();
  }

  private static CompletableFuture<Connection> connect(Connector connector, MemoryTarget target) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(connector.connect(target.address()));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }
}
