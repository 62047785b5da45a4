package io.ringloom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionOptions;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.TestLoops;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.LoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The base of every contract: event loops of the transport under test, once for each place where
 * handlers can run, and help to make servers and peers. Whatever is made by it is closed after the
 * test, which then fails if anything is left: a connection, a byte of a pool, a thread.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(HandlerScheduling.class)
@SuppressWarnings("NullAway.Init") // set before each test
public abstract class Contract implements TransportUnderTest {
  /** How long a test waits for what has to happen. It says nothing about speed. */
  protected static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  static {
    // The library looks ten times a second, and most conditions hold within a few milliseconds.
    Awaitility.setDefaultPollDelay(POLL_INTERVAL);
    Awaitility.setDefaultPollInterval(POLL_INTERVAL);
  }

  private static final AtomicInteger GROUPS = new AtomicInteger();

  @Parameter HandlerScheduling handlerScheduling;

  /** Adds to a failure what was going on. */
  @RegisterExtension
  final TestExecutionExceptionHandler explainer =
      (context, failure) -> {
        failure.addSuppressed(new AssertionError(describe()));
        throw failure;
      };

  /** The loops of this test: two, without a watchdog. */
  protected EventLoopGroup loops;

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Deque<Server> servers = new ArrayDeque<>();
  private FakeClock clock;
  private String groupName;

  /** Returns whether deadlines go by {@link #clock()}; otherwise they go by the system's. */
  protected boolean fakeTime() {
    return false;
  }

  /** Changes how the loops of this test are made. */
  protected void configure(EventLoopGroup.Builder builder) {}

  @BeforeEach
  final void startLoops() throws IOException {
    clock = new FakeClock();
    groupName = "contract-" + GROUPS.incrementAndGet();
    EventLoopGroup.Builder builder = loopsBuilder().name(groupName);
    configure(builder);
    loops = builder.start();
  }

  @AfterEach
  final void closeEverything() throws Exception {
    try {
      while (!resources.isEmpty()) {
        resources.pop().close();
      }
      servers.forEach(Server::shutdown);
      if (fakeTime()) {
        for (Server server : servers) {
          passTimeUntil(Duration.ofSeconds(10), () -> server.awaitTermination(Duration.ZERO));
        }
      }
      servers.forEach(Server::close);
      if (!((LoopGroup) loops).isClosed()) {
        await("the end of all connections and an empty pool")
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .untilAsserted(this::assertNothingInUse);
      }
    } finally {
      loops.close();
    }
    for (Server server : servers) {
      assertThat(server.metrics().active()).as("active connections").isZero();
    }
    assertNothingInUse();
    await("the end of all threads")
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  /** Returns where handlers run in this test. */
  protected final HandlerScheduling scheduling() {
    return handlerScheduling;
  }

  /** Returns a builder for loops like those of this test; whoever starts them closes them. */
  protected final EventLoopGroup.Builder loopsBuilder() {
    EventLoopGroup.Builder builder =
        EventLoopGroup.builder()
            .loops(2)
            .scheduling(handlerScheduling)
            .watchdogThreshold(Duration.ZERO);
    useTransport(builder);
    return fakeTime() ? TestLoops.withClock(builder, clock) : builder;
  }

  /** Returns the clock of the loops, if {@link #fakeTime()}. */
  protected final FakeClock clock() {
    return clock;
  }

  /**
   * Moves the clock on, step by step, until something has happened: whether a thread has begun to
   * wait cannot be seen from outside, so one step could come too soon.
   */
  protected final void passTimeUntil(Duration step, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              if (condition.call()) {
                return true;
              }
              clock.advance(step);
              return false;
            });
  }

  /** Starts a server on a port of the loopback interface that the system chooses. */
  protected final Server serve(ConnectionHandler handler) throws IOException {
    return serve(builder -> {}, handler);
  }

  /** Starts a server with some options. */
  protected final Server serve(ConnectionOptions options, ConnectionHandler handler)
      throws IOException {
    return serve(builder -> builder.connectionOptions(options), handler);
  }

  /** Starts a server, with whatever is changed of its builder. */
  protected final Server serve(Consumer<Server.Builder> change, ConnectionHandler handler)
      throws IOException {
    Server.Builder builder = serverBuilder().handler(handler);
    change.accept(builder);
    Server server = builder.start();
    servers.push(server);
    return server;
  }

  /** Returns a builder as {@link #serve} uses it; whoever starts the server closes it. */
  protected final Server.Builder serverBuilder() {
    Server.Builder builder =
        Server.builder()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .eventLoops(loops)
            .drainTimeout(Duration.ofSeconds(1));
    tls().ifPresent(tls -> builder.tls(tls.server()));
    return builder;
  }

  /**
   * Skips the rest of a test that does not hold where connections are encrypted, since there a byte
   * on the socket is not a byte of the stream.
   */
  protected final void holdsForPlainConnectionsOnly(String why) {
    assumeTrue(tls().isEmpty(), why);
  }

  /**
   * Returns how often something is repeated with fresh connections: a tenth as often where each has
   * a handshake, which takes most of the time. What is repeated looks for races of sockets, which
   * the tests without TLS do; with it, the storms of handshakes in its own tests come on top.
   */
  protected final int repeated(int timesWithoutHandshake) {
    return tls().isEmpty() ? timesWithoutHandshake : timesWithoutHandshake / 10;
  }

  /** Connects a peer to a server. */
  protected final ScriptedPeer peer(Server server) throws IOException {
    return peer(server, 0);
  }

  /** Connects a peer that does nothing yet, not even a TLS handshake. */
  protected final ScriptedPeer silentPeer(Server server) throws IOException {
    return closeLater(ScriptedPeer.connect(server.localAddress()));
  }

  /** Has a peer that was silent begin its TLS handshake, if it needs one. */
  protected final ScriptedPeer secure(ScriptedPeer peer) throws IOException {
    Optional<TlsUnderTest> tls = tls();
    return tls.isPresent() ? peer.secure(tls.get().connectingPeer()) : peer;
  }

  /**
   * Connects a peer and waits until the server has accepted it: one that resets the connection
   * before that may never be heard of.
   */
  protected final ScriptedPeer acceptedPeer(Server server) throws IOException {
    long expected = server.metrics().accepted() + 1;
    ScriptedPeer peer = peer(server);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> server.metrics().accepted() >= expected);
    return peer;
  }

  /**
   * Connects a peer that takes few bytes until it receives: its buffers are as small as the system
   * allows. Much data takes long through them.
   */
  protected final ScriptedPeer narrowPeer(Server server) throws IOException {
    return peer(server, 1);
  }

  /** Connects a peer with buffers of a certain size. */
  protected final ScriptedPeer peer(Server server, int bufferBytes) throws IOException {
    return secure(closeLater(ScriptedPeer.connect(server.localAddress(), bufferBytes)));
  }

  /**
   * Has a peer send bytes in pieces such that each is received by itself: the next one goes out
   * when the loop has received the one before. For a server whose loops receive nothing else
   * meanwhile.
   */
  protected final void sendSplit(Server server, ScriptedPeer peer, byte[] bytes, int pieceBytes)
      throws IOException {
    for (int from = 0; from < bytes.length; from += pieceBytes) {
      int to = Math.min(bytes.length, from + pieceBytes);
      long expected = bytesReceived(server) + to - from;
      peer.send(Arrays.copyOfRange(bytes, from, to));
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .atMost(PATIENCE)
          .until(() -> bytesReceived(server) >= expected);
    }
  }

  private static long bytesReceived(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::bytesReceived).sum();
  }

  /** Returns how many connections the loops have, with those that are still being opened. */
  protected final int connectionsOnLoops() {
    return ((LoopGroup) loops).loops().stream().mapToInt(EventLoop::assignedConnections).sum();
  }

  /** Makes a connector on the loops of this test. */
  protected final Connector connector() throws IOException {
    return closeLater(connectorBuilder().start());
  }

  /** Returns a builder for connectors on the loops of this test. */
  protected final Connector.Builder connectorBuilder() {
    Connector.Builder builder = Connector.builder().eventLoops(loops);
    tls().ifPresent(tls -> builder.tls(tls.client()));
    return builder;
  }

  /** Opens a server for connectors to connect to, which is closed after the test. */
  protected final ScriptedServer scriptedServer() throws IOException {
    ScriptedServer server = closeLater(ScriptedServer.open());
    tls().ifPresent(tls -> server.secure(tls::acceptingPeer));
    return server;
  }

  /**
   * Waits for a result; if that is a failure, it is thrown as it is.
   *
   * @param <T> what it is
   */
  protected static <T> T get(Future<T> result) throws Exception {
    try {
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Runs steps, and completes a future with their result or failure. For handlers whose assertions
   * the test has to hear of.
   *
   * @param <T> what they result in
   */
  protected static <T> void report(CompletableFuture<T> to, Callable<? extends T> steps)
      throws Exception {
    try {
      to.complete(steps.call());
    } catch (Throwable e) {
      to.completeExceptionally(e);
      throw e;
    }
  }

  /** Closes something after the test: what was made last comes first. */
  protected final <T extends AutoCloseable> T closeLater(T resource) {
    resources.push(resource);
    return resource;
  }

  private void assertNothingInUse() {
    for (EventLoop loop : ((LoopGroup) loops).loops()) {
      assertThat(loop.assignedConnections()).as("connections of %s", loop.name()).isZero();
      assertThat(loop.pooledBytesInUse()).as("bytes in use of %s", loop.name()).isZero();
    }
  }

  private Map<String, String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith(groupName + "-"))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().getName(), entry -> Arrays.toString(entry.getValue())));
  }

  private String describe() {
    StringBuilder state = new StringBuilder("State when the test failed:");
    servers.forEach(server -> state.append("\n  ").append(server.metrics()));
    threads().forEach((name, stack) -> state.append("\n  ").append(name).append(' ').append(stack));
    return state.toString();
  }
}
