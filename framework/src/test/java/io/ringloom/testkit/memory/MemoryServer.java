package io.ringloom.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.internal.loop.LoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * A server in memory on one event loop. When it is closed it checks what must hold after every
 * test: all connections have ended, every chunk is back in the pool, and the loop has met no bug.
 */
public final class MemoryServer implements AutoCloseable {
  private final Logger loopLog =
      (Logger) LoggerFactory.getLogger("io.ringloom.internal.loop.EventLoop");
  private final ListAppender<ILoggingEvent> loopLogged = new ListAppender<>();
  private final EventLoopGroup group;
  private final Server server;

  private MemoryServer(EventLoopGroup group, Server server) {
    this.group = group;
    this.server = server;
    loopLogged.start();
    loopLog.addAppender(loopLogged);
  }

  /** Starts a server with everything else at its default. */
  public static MemoryServer start(HandlerScheduling scheduling, ConnectionHandler handler)
      throws IOException {
    return start(scheduling, handler, loops -> {}, connection -> {});
  }

  /** Starts a server. */
  public static MemoryServer start(
      HandlerScheduling scheduling,
      ConnectionHandler handler,
      Consumer<EventLoopGroup.Builder> loops,
      Consumer<ConnectionOptions.Builder> options)
      throws IOException {
    return start(scheduling, handler, loops, options, server -> {});
  }

  /** Starts a server, with whatever else is changed of its builder. */
  public static MemoryServer start(
      HandlerScheduling scheduling,
      ConnectionHandler handler,
      Consumer<EventLoopGroup.Builder> loops,
      Consumer<ConnectionOptions.Builder> options,
      Consumer<Server.Builder> change)
      throws IOException {
    EventLoopGroup.Builder groupBuilder =
        EventLoopGroup.builder().transport(InMemoryTransport.NAME).loops(1).scheduling(scheduling);
    loops.accept(groupBuilder);
    ConnectionOptions.Builder optionsBuilder = ConnectionOptions.builder();
    options.accept(optionsBuilder);
    EventLoopGroup group = groupBuilder.start();
    Server.Builder builder =
        Server.builder()
            .bind(MemoryAddress.unique())
            .eventLoops(group)
            .connectionOptions(optionsBuilder.build())
            .drainTimeout(Duration.ZERO)
            .handler(handler);
    change.accept(builder);
    return new MemoryServer(group, builder.start());
  }

  /** Connects a peer. */
  public MemoryPeer connect() {
    return MemoryPeer.connect(server.localAddress());
  }

  /** Connects a peer whose pipe is set up first. */
  public MemoryPeer connect(Consumer<MemoryPeer> setUp) {
    return MemoryPeer.connect(server.localAddress(), setUp);
  }

  /** Waits until the loop has begun another turn, and has so given up the memory it had lent. */
  public void awaitTurn() {
    for (int i = 0; i < 2; i++) { // a task may be run by the turn that is under way
      CompletableFuture<Void> turned = new CompletableFuture<>();
      ((LoopGroup) group).loops().get(0).submit(() -> turned.complete(null));
      turned.join();
    }
  }

  /** Returns the server. */
  public Server server() {
    return server;
  }

  /** Returns the event loops. */
  public EventLoopGroup eventLoops() {
    return group;
  }

  /** Returns how much of the loop's pool is in use. */
  public long poolBytesInUse() {
    return server.metrics().loops().get(0).poolBytesInUse();
  }

  /** Waits until every connection has ended and every chunk is back. */
  public void awaitQuiet() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(server.metrics().active()).as("open connections").isZero();
              assertThat(poolBytesInUse()).as("bytes of the pool in use").isZero();
            });
  }

  @Override
  public void close() {
    try {
      server.shutdown();
      awaitQuiet();
    } finally {
      server.close();
      group.close();
      loopLog.detachAppender(loopLogged);
    }
    List<String> bugs =
        List.copyOf(loopLogged.list).stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
            .map(
                event ->
                    event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                            ? ""
                            : ": " + event.getThrowableProxy().getMessage()))
            .toList();
    assertThat(bugs).as("bugs that the loop has met").isEmpty();
  }
}
