package io.ringloom.internal.server;

import io.ringloom.CloseReason;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.WhenFull;
import io.ringloom.internal.connection.ConnectionListener;
import io.ringloom.internal.connection.StreamConnection;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.LoopGroup;
import io.ringloom.internal.loop.LoopTask;
import io.ringloom.internal.loop.TimerEntry;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.ListenerSettings;
import io.ringloom.spi.ServerTlsFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: takes accepted sockets to loops, starts handlers, counts, and shuts down.
 *
 * <p><b>Shutting down.</b> Every connection holds one of {@link #lives} from the moment it is
 * accepted until its socket is closed and its handler has ended; accepting itself holds one until
 * the listeners are closed. When the last is given back, the server has terminated, so nothing can
 * slip through between accept, adoption and start. A connection that comes late finds the flags
 * {@link #draining} and {@link #forced}, since it is added to {@link #connections} before it reads
 * them, and they are set before the set is worked off.
 */
public final class ServerRuntime implements Server, ConnectionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** How long closing waits for handlers that were interrupted. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How much later than the drain timeout its end may be noticed. */
  private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerSettings settings;
  private final LoopGroup group;
  private final boolean ownsGroup;
  private final List<Acceptor> acceptors = new CopyOnWriteArrayList<>();
  private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger openSockets = new AtomicInteger();
  private final AtomicInteger lives = new AtomicInteger(1);
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final AtomicBoolean shutdownBegun = new AtomicBoolean();
  private final AtomicBoolean forceBegun = new AtomicBoolean();
  private final ThrottledLog failures = new ThrottledLog(LOG);
  private final int maxConnections;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<CloseReason, LongAdder> closedByReason = newCounters();

  /** Whether acceptors have paused, or are about to, at the limit. */
  private final AtomicBoolean pausedAtLimit = new AtomicBoolean();

  private volatile boolean draining;
  private volatile boolean forced;
  private volatile SocketAddress localAddress;

  private ServerRuntime(ServerSettings settings, LoopGroup group, boolean ownsGroup) {
    this.settings = settings;
    this.group = group;
    this.ownsGroup = ownsGroup;
    this.localAddress = settings.address();
    this.maxConnections = maxConnections(settings);
  }

  private static int maxConnections(ServerSettings settings) {
    ServerTlsFactory tls = settings.tls();
    if (tls == null) {
      return settings.maxConnections();
    }
    OptionalInt descriptors = DescriptorLimit.ofThisProcess();
    if (descriptors.isEmpty()) {
      return settings.maxConnections();
    }
    int each = 1 + tls.descriptorsPerConnection();
    int most = DescriptorLimit.connections(descriptors.getAsInt(), each);
    return Math.min(settings.maxConnections(), most);
  }

  /** Starts a server; see {@link Server.Builder#start()}. */
  public static ServerRuntime start(ServerSettings settings) throws IOException {
    EventLoopGroup shared = settings.eventLoops();
    LoopGroup group = (LoopGroup) (shared == null ? EventLoopGroup.builder().start() : shared);
    if (group.isClosed()) {
      throw new IllegalStateException("The event loops of the server have been closed.");
    }
    ServerRuntime server = new ServerRuntime(settings, group, shared == null);
    try {
      server.listen();
    } catch (IOException | RuntimeException | Error e) {
      server.abandonStart();
      throw e;
    }
    LOG.info(
        "Listening on {}{}: {}.",
        Addresses.show(server.localAddress),
        settings.tls() == null ? "" : " with TLS",
        group.describe());
    if (server.maxConnections < settings.maxConnections()) {
      LOG.info(
          "At most {} connections at a time, since with TLS each takes more than one file"
              + " descriptor: a higher limit of open files (ulimit -n) allows more.",
          server.maxConnections);
    }
    return server;
  }

  /** Takes back what a start has done before it failed. */
  private void abandonStart() {
    draining = true; // nothing is accepted any more
    CompletableFuture<Void> closed = new CompletableFuture<>();
    closeListeners(() -> closed.complete(null));
    closed.join();
    force();
    endOneLife();
    closeOwnGroup();
  }

  private static Map<CloseReason, LongAdder> newCounters() {
    Map<CloseReason, LongAdder> counters = new EnumMap<>(CloseReason.class);
    for (CloseReason reason : CloseReason.values()) {
      counters.put(reason, new LongAdder());
    }
    return counters;
  }

  private void listen() throws IOException {
    List<EventLoop> loops = settings.reusePort() ? group.loops() : List.of(group.leastLoaded());
    ListenerSettings listenerSettings =
        new ListenerSettings(settings.backlog(), settings.reusePort());
    for (EventLoop loop : loops) {
      Acceptor acceptor = new Acceptor(this, loop);
      acceptors.add(acceptor);
      // The first may choose a port, which the others then share.
      localAddress = openOn(acceptor, localAddress, listenerSettings);
    }
  }

  private static SocketAddress openOn(
      Acceptor acceptor, SocketAddress address, ListenerSettings listenerSettings)
      throws IOException {
    CompletableFuture<SocketAddress> bound = new CompletableFuture<>();
    acceptor
        .loop()
        .submit(LoopTasks.completing(bound, () -> acceptor.open(address, listenerSettings)));
    try {
      return bound.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      IOException failure =
          new BindException(
              "Listening on " + Addresses.show(address) + " failed: " + cause.getMessage() + ".");
      failure.initCause(cause);
      throw failure;
    }
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public ServerMetrics metrics() {
    Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    closedByReason.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            closed.put(reason, count.sum());
          }
        });
    List<ServerMetrics.Loop> loops = new ArrayList<>();
    for (EventLoop loop : group.loops()) {
      loops.add(
          new ServerMetrics.Loop(
              loop.name(),
              loop.assignedConnections(),
              loop.statistics().turns(),
              loop.statistics().bytesReceived(),
              loop.statistics().bytesSent(),
              loop.statistics().utilization(),
              loop.statistics().fullCompletionQueues(),
              loop.pooledBytesInUse(),
              loop.pooledBytesAllocated()));
    }
    return new ServerMetrics(accepted.sum(), refused.sum(), openSockets.get(), closed, loops);
  }

  // ---- Connections -----------------------------------------------------------------------------

  /** Takes a new socket to a loop. On the acceptor's loop. */
  void accepted(DetachedSocket socket, EventLoop acceptorLoop) {
    int open = openSockets.incrementAndGet();
    boolean refuse = settings.whenFull() == WhenFull.REFUSE && open > maxConnections;
    if (refuse || draining) {
      openSockets.decrementAndGet();
      refused.increment();
      socket.close();
      return;
    }
    accepted.increment();
    lives.incrementAndGet();
    EventLoop target = settings.reusePort() ? acceptorLoop : group.leastLoaded();
    target.assign();
    if (target == acceptorLoop) {
      adopt(socket, target);
      return;
    }
    target.submit(
        new LoopTask() {
          @Override
          public void run() {
            adopt(socket, target);
          }

          @Override
          public void rejected() {
            socket.close();
            didNotOpen(target, CloseReason.SHUTDOWN);
          }
        });
  }

  /** Makes a connection of a socket. On the connection's loop. */
  private void adopt(DetachedSocket socket, EventLoop loop) {
    StreamConnection connection;
    try {
      connection =
          StreamConnection.open(
              loop, socket, settings.connectionOptions(), true, secure(socket), this);
    } catch (SSLException e) {
      failures.info("A connection could not be encrypted and is closed: " + e.getMessage());
      didNotOpen(loop, CloseReason.TLS_HANDSHAKE_FAILED);
      return;
    } catch (IOException e) {
      LOG.debug("A connection that was accepted ended before it could be used.", e);
      didNotOpen(loop, CloseReason.IO_ERROR);
      return;
    } catch (Throwable e) {
      LOG.error("A connection that was accepted could not be served; it is closed.", e);
      socket.close();
      didNotOpen(loop, CloseReason.IO_ERROR);
      return;
    }
    connections.add(connection);
    if (draining) {
      connection.drain();
    }
    if (forced) {
      connection.abort(CloseReason.SHUTDOWN);
    }
    connection.begin();
  }

  private StreamConnection.@Nullable Tls secure(DetachedSocket socket) throws IOException {
    ServerTlsFactory tls = settings.tls();
    if (tls == null) {
      return null;
    }
    try {
      return new StreamConnection.Tls(tls.newLayer(), tls);
    } catch (IOException e) {
      socket.close();
      throw new SSLException(e.getMessage(), e);
    }
  }

  /** Starts the handler. */
  @Override
  public void opened(StreamConnection connection) {
    EventLoop loop = connection.loop();
    Thread thread =
        loop.newHandlerThread(
            connection.toString(), new HandlerTask(settings.handler(), connection, loop));
    connection.setHandlerThread(thread);
    try {
      thread.start();
      if (forced) {
        thread.interrupt();
      }
    } catch (Throwable e) { // out of memory: this connection fails, the server goes on
      LOG.error("The handler of {} could not be started; it is reset.", connection, e);
      connection.abort(CloseReason.HANDLER_FAILED);
      connection.handlerEnded();
      loop.handlerEnded();
    }
  }

  @Override
  public void openFailed(
      StreamConnection connection, CloseReason reason, @Nullable IOException cause) {
    if (cause instanceof SSLException) {
      failures.info("The TLS handshake of " + connection + " failed: " + cause.getMessage() + ".");
    } else {
      LOG.debug("The TLS handshake of {} failed because {}.", connection, reason.sentence());
    }
  }

  private void didNotOpen(EventLoop loop, CloseReason reason) {
    loop.unassign();
    countClosed(reason);
    endOneLife();
  }

  @Override
  public void socketClosed(StreamConnection connection, CloseReason reason) {
    connection.loop().unassign();
    countClosed(reason);
  }

  @Override
  public void connectionEnded(StreamConnection connection) {
    connections.remove(connection);
    endOneLife();
  }

  private void countClosed(CloseReason reason) {
    Objects.requireNonNull(closedByReason.get(reason)).increment();
    openSockets.decrementAndGet();
    if (pausedAtLimit.get() && !isFull() && pausedAtLimit.compareAndSet(true, false)) {
      for (Acceptor acceptor : acceptors) {
        acceptor.loop().submit(acceptor::checkLimit);
      }
    }
  }

  /** Returns whether accepting has to pause; then a connection that closes ends the pause. */
  boolean isFull() {
    if (settings.whenFull() != WhenFull.STOP_ACCEPTING || openSockets.get() < maxConnections) {
      return false;
    }
    pausedAtLimit.set(true);
    // Whoever closed a socket just before may not have seen the flag.
    return openSockets.get() >= maxConnections;
  }

  // ---- The end ---------------------------------------------------------------------------------

  @Override
  public void shutdown() {
    if (!shutdownBegun.compareAndSet(false, true)) {
      return;
    }
    LOG.info(
        "Shutting down the server on {}; open connections: {}, drain timeout: {} ms.",
        Addresses.show(localAddress),
        openSockets.get(),
        TimeUnit.NANOSECONDS.toMillis(Durations.toNanos(settings.drainTimeout())));
    draining = true;
    closeListeners(this::endOneLife);
    connections.forEach(StreamConnection::drain);
    if (settings.drainTimeout().isZero()) {
      force();
    } else {
      scheduleForce();
    }
  }

  /** Closes all listeners, and does something when the last is closed or its loop has ended. */
  private void closeListeners(Runnable afterwards) {
    if (acceptors.isEmpty()) {
      afterwards.run();
      return;
    }
    AtomicInteger open = new AtomicInteger(acceptors.size());
    for (Acceptor acceptor : acceptors) {
      acceptor
          .loop()
          .submit(
              LoopTasks.afterwards(
                  acceptor::close,
                  () -> {
                    if (open.decrementAndGet() == 0) {
                      afterwards.run();
                    }
                  }));
    }
  }

  private void scheduleForce() {
    // On every loop: a handler may hold up the one or the other.
    for (EventLoop loop : group.loops()) {
      loop.submit(
          () -> {
            if (terminated.getCount() > 0) {
              loop.timers()
                  .schedule(
                      new DrainTimer(),
                      loop.clock().nanoTime() + Durations.toNanos(settings.drainTimeout()));
            }
          });
    }
  }

  /** Ends the drain. */
  private final class DrainTimer extends TimerEntry {
    @Override
    protected void fire() {
      force();
    }
  }

  /** Resets what is left and interrupts its handlers. */
  private void force() {
    if (!forceBegun.compareAndSet(false, true)) {
      return;
    }
    forced = true;
    for (StreamConnection connection : connections) {
      connection.abort(CloseReason.SHUTDOWN);
      connection.interruptHandler();
    }
  }

  private void endOneLife() {
    if (lives.decrementAndGet() == 0) {
      terminated.countDown();
      if (ownsGroup) {
        group.beginClose(); // whoever called shutdown() does not come back to close it
      }
    }
  }

  @Override
  public void awaitTermination() throws InterruptedException {
    terminated.await();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return terminated.await(Durations.toNanos(timeout), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    shutdown();
    if (isHandlerOfThisServer(Thread.currentThread())) {
      return;
    }
    // The loop's timer ends the drain; if that loop is held up by a handler, this thread does.
    boolean ended = awaitUninterrupted(Durations.toNanos(settings.drainTimeout()) + SLACK_NANOS);
    if (!ended) {
      force();
      ended = awaitUninterrupted(GRACE_NANOS);
    }
    if (!ended) {
      warnOfHandlersLeftBehind();
    }
    closeOwnGroup();
  }

  /** Waits for the end; an interrupt cuts the drain short, and is kept for the caller. */
  private boolean awaitUninterrupted(long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    try {
      while (true) {
        try {
          return terminated.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          force();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void warnOfHandlersLeftBehind() {
    for (StreamConnection connection : connections) {
      LOG.warn("The handler of {} does not end, and is left behind.", connection);
    }
  }

  private boolean isHandlerOfThisServer(Thread thread) {
    for (StreamConnection connection : connections) {
      if (connection.handlerThread() == thread) {
        return true;
      }
    }
    return false;
  }

  private void closeOwnGroup() {
    if (ownsGroup) {
      group.close();
    }
  }
}
