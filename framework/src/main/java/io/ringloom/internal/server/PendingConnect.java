package io.ringloom.internal.server;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.internal.connection.ConnectionListener;
import io.ringloom.internal.connection.StreamConnection;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.LoopMember;
import io.ringloom.internal.loop.LoopTask;
import io.ringloom.internal.loop.TimerEntry;
import io.ringloom.spi.ClientTlsFactory;
import io.ringloom.spi.ConnectAttempt;
import io.ringloom.spi.ConnectEvents;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.TlsLayer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and the thread that waits for it. Whoever completes {@link #result} first
 * decides how it ended; a connection that comes too late is aborted.
 */
final class PendingConnect extends TimerEntry
    implements ConnectEvents, ConnectionListener, LoopTask, LoopMember {
  private final OutboundConnector connector;
  private final EventLoop loop;
  private final SocketAddress address;
  private final long deadlineNanos;
  private final CompletableFuture<StreamConnection> result = new CompletableFuture<>();

  /** Loop only. */
  private @Nullable ConnectAttempt attempt;

  /** What is connected and not open yet, since its TLS handshake goes on. Loop only. */
  private @Nullable StreamConnection opening;

  PendingConnect(
      OutboundConnector connector, EventLoop loop, SocketAddress address, long deadlineNanos) {
    this.connector = connector;
    this.loop = loop;
    this.address = address;
    this.deadlineNanos = deadlineNanos;
  }

  /** Begins to connect and waits for the end. On the caller's thread. */
  Connection await() throws IOException {
    loop.assign();
    loop.submit(this);
    try {
      return result.get();
    } catch (InterruptedException e) {
      String message = "Connecting to " + Addresses.show(address) + " was interrupted.";
      giveUp(new InterruptedIOException(message));
      throw new InterruptedIOException(message);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        // The stack of the caller says more than that of the loop.
        cause.setStackTrace(new Throwable().getStackTrace());
        throw cause;
      }
      throw new IOException("Connecting to " + Addresses.show(address) + " failed.", e.getCause());
    }
  }

  /** Fails the attempt since the connector was closed. Any thread. */
  void connectorClosed() {
    giveUp(failure("the connector is closed"));
  }

  /** Begins to connect. On the loop's thread. */
  @Override
  public void run() {
    if (result.isDone()) {
      loop.unassign();
      return;
    }
    try {
      attempt = loop.driver().connect(address, this);
      loop.timers().schedule(this, deadlineNanos);
      loop.register(this);
    } catch (IOException | RuntimeException e) {
      connectFailed(e instanceof IOException cause ? cause : new IOException(e.toString(), e));
    }
  }

  @Override
  public void rejected() {
    loop.unassign();
    result.completeExceptionally(failure("the event loop has been closed"));
  }

  @Override
  public void loopStopping() {
    result.completeExceptionally(failure("the event loop has been closed"));
    cancelAttempt();
  }

  @Override
  public void connected(DetachedSocket socket) {
    attemptEnded();
    if (result.isDone()) {
      socket.close();
      loop.unassign();
      return;
    }
    StreamConnection connection;
    try {
      connection =
          StreamConnection.open(loop, socket, connector.options(), false, secure(socket), this);
    } catch (IOException e) {
      loop.unassign();
      result.completeExceptionally(failure(e.getMessage()));
      return;
    } catch (Throwable e) { // a bug of whoever makes layers: its caller hears of it
      socket.close();
      loop.unassign();
      result.completeExceptionally(e);
      return;
    }
    opening = connection;
    connection.begin();
  }

  private StreamConnection.@Nullable Tls secure(DetachedSocket socket) throws IOException {
    ClientTlsFactory tls = connector.tls();
    if (tls == null) {
      return null;
    }
    InetSocketAddress inet = address instanceof InetSocketAddress known ? known : null;
    try {
      TlsLayer layer =
          inet == null ? tls.newLayer(null, 0) : tls.newLayer(inet.getHostString(), inet.getPort());
      return new StreamConnection.Tls(layer, tls);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void opened(StreamConnection connection) {
    opening = null;
    if (!result.complete(connection)) {
      connection.abort();
    }
  }

  @Override
  public void openFailed(
      StreamConnection connection, CloseReason reason, @Nullable IOException cause) {
    opening = null;
    if (reason == CloseReason.TLS_HANDSHAKE_TIMEOUT) {
      result.completeExceptionally(new SocketTimeoutException(message(describe(reason, cause))));
    } else if (cause instanceof SSLException) {
      SSLException failed = new SSLHandshakeException(message(describe(reason, cause)));
      failed.initCause(cause.getCause());
      result.completeExceptionally(failed);
    } else {
      result.completeExceptionally(failure(describe(reason, cause)));
    }
  }

  private String describe(CloseReason reason, @Nullable IOException cause) {
    String handshake = "the TLS handshake" + Addresses.withHost(address);
    return cause instanceof SSLException
        ? handshake + " failed: " + cause.getMessage()
        : reason.sentence() + " during " + handshake;
  }

  @Override
  public void socketClosed(StreamConnection connection, CloseReason reason) {
    loop.unassign();
  }

  @Override
  public void connectionEnded(StreamConnection connection) {
    // Nobody waits for the end of outbound connections.
  }

  @Override
  public void connectFailed(IOException cause) {
    attemptEnded();
    loop.unassign();
    ConnectException failure = failure(cause.getMessage());
    failure.initCause(cause);
    result.completeExceptionally(failure);
  }

  /** The connect timeout has passed. */
  @Override
  protected void fire() {
    result.completeExceptionally(
        new SocketTimeoutException(
            "Connecting to " + Addresses.show(address) + " took longer than the connect timeout."));
    cancelAttempt();
  }

  private void giveUp(IOException why) {
    if (result.completeExceptionally(why)) {
      loop.submit(this::cancelAttempt);
    } else if (why instanceof InterruptedIOException && !result.isCompletedExceptionally()) {
      result.join().abort();
    }
  }

  private void cancelAttempt() {
    if (opening != null) {
      opening.abort();
      opening = null;
    }
    ConnectAttempt current = attempt;
    if (current != null) {
      attemptEnded();
      current.cancel();
      loop.unassign();
    }
  }

  private void attemptEnded() {
    attempt = null;
    loop.timers().cancel(this);
    loop.unregister(this);
  }

  private ConnectException failure(@Nullable String why) {
    return new ConnectException(message(why));
  }

  private String message(@Nullable String why) {
    return "Connecting to " + Addresses.show(address) + " failed: " + why + ".";
  }
}
