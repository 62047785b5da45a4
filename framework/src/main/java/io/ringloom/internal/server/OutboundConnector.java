package io.ringloom.internal.server;

import io.ringloom.Connection;
import io.ringloom.ConnectionOptions;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.Offload;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.LoopGroup;
import io.ringloom.spi.ClientTlsFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opens connections on the loops of a group. Thread-safe. */
public final class OutboundConnector implements Connector {
  private final LoopGroup group;
  private final boolean ownsGroup;
  private final @Nullable ClientTlsFactory tls;
  private final ConnectionOptions options;
  private final long timeoutNanos;
  private final Set<PendingConnect> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private OutboundConnector(
      LoopGroup group,
      boolean ownsGroup,
      @Nullable ClientTlsFactory tls,
      ConnectionOptions options,
      Duration timeout) {
    this.group = group;
    this.ownsGroup = ownsGroup;
    this.tls = tls;
    this.options = options;
    this.timeoutNanos = Durations.toNanos(timeout);
  }

  /** Makes a connector; see {@link Connector.Builder#start()}. */
  public static OutboundConnector start(
      @Nullable EventLoopGroup shared,
      @Nullable ClientTlsFactory tls,
      ConnectionOptions options,
      Duration timeout)
      throws IOException {
    LoopGroup group = (LoopGroup) (shared == null ? EventLoopGroup.builder().start() : shared);
    return new OutboundConnector(group, shared == null, tls, options, timeout);
  }

  @Override
  public Connection connect(String host, int port) throws IOException {
    return connect(InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public Connection connect(SocketAddress address) throws IOException {
    EventLoop here = group.currentLoop();
    EventLoop loop = here == null ? group.leastLoaded() : here;
    long deadline = loop.clock().nanoTime() + timeoutNanos;
    if (!(address instanceof InetSocketAddress inet) || !inet.isUnresolved()) {
      return attempt(loop, address, deadline);
    }
    InetAddress[] resolved = resolve(inet.getHostString());
    IOException failure = null;
    for (InetAddress ip : resolved) {
      try {
        return attempt(loop, new InetSocketAddress(ip, inet.getPort()), deadline);
      } catch (ConnectException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    throw failure == null ? new UnknownHostException(inet.getHostString()) : failure;
  }

  private Connection attempt(EventLoop loop, SocketAddress address, long deadline)
      throws IOException {
    PendingConnect connect = new PendingConnect(this, loop, address, deadline);
    pending.add(connect);
    try {
      if (closed) {
        throw new ConnectException(
            "Connecting to " + Addresses.show(address) + " failed: the connector is closed.");
      }
      return connect.await();
    } finally {
      pending.remove(connect);
    }
  }

  /** Looks a name up on a thread that may block. */
  private static InetAddress[] resolve(String host) throws IOException {
    try {
      return Offload.call(() -> InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      UnknownHostException named = new UnknownHostException("The host " + host + " is not known.");
      named.initCause(e);
      throw named;
    } catch (InterruptedException e) {
      throw new InterruptedIOException("Looking up the host " + host + " was interrupted.");
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Looking up the host " + host + " failed.", e);
    }
  }

  ConnectionOptions options() {
    return options;
  }

  @Nullable ClientTlsFactory tls() {
    return tls;
  }

  @Override
  public void close() {
    closed = true;
    pending.forEach(PendingConnect::connectorClosed);
    if (ownsGroup) {
      group.close();
    }
  }
}
