package io.ringloom.benchmarks.jmh;

import io.ringloom.spi.ConnectAttempt;
import io.ringloom.spi.ConnectEvents;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.IoWait;
import io.ringloom.spi.Listener;
import io.ringloom.spi.ListenerEvents;
import io.ringloom.spi.ListenerSettings;
import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Accepts one connection, and delivers to it what the benchmark asks for. Loop only, but for {@link
 * #wakeup}.
 */
final class NoKernelDriver implements IoDriver {
  private static final SocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final IoDriverContext context;
  private final IoWait wait = this::await;

  /** Who listens, until a connection was accepted. */
  private @Nullable ListenerEvents listening;

  private @Nullable NoKernelChannel channel;

  /** Set by {@link #wakeup}, cleared by the wait that it ends. */
  private volatile boolean woken;

  /** Who waits: the bare carrier. */
  private volatile @Nullable Thread waiter;

  NoKernelDriver(IoDriverContext context) {
    this.context = context;
  }

  @Override
  public void poll(long timeoutNanos) throws IOException {
    if (timeoutNanos > 0 && !hasCompletions()) {
      context.awaitOnCarrier(wait, timeoutNanos);
    }
    ListenerEvents events = listening;
    if (events != null) {
      listening = null;
      events.accepted(new Socket());
    }
    NoKernelChannel opened = channel;
    if (opened != null) {
      opened.deliverWanted();
    }
  }

  private boolean hasCompletions() {
    NoKernelChannel opened = channel;
    return listening != null || (opened != null && opened.hasWanted());
  }

  private void await(long timeoutNanos) {
    if (timeoutNanos > 0) {
      waiter = Thread.currentThread();
      if (!woken && !hasCompletions()) {
        LockSupport.parkNanos(this, timeoutNanos);
      }
      waiter = null;
    }
    woken = false;
  }

  @Override
  public void wakeup() {
    woken = true;
    LockSupport.unpark(waiter);
  }

  @Override
  public Listener listen(SocketAddress address, ListenerSettings settings, ListenerEvents events) {
    listening = events;
    return new NoListener();
  }

  @Override
  public ConnectAttempt connect(SocketAddress remote, ConnectEvents events) throws IOException {
    throw new IOException("There is nothing to connect to.");
  }

  @Override
  public StreamChannel adopt(DetachedSocket socket, SocketSettings settings, StreamEvents events) {
    NoKernelChannel opened = new NoKernelChannel(NOWHERE, events);
    channel = opened;
    return opened;
  }

  @Override
  public void close() {}

  private static final class Socket implements DetachedSocket {
    @Override
    public SocketAddress remoteAddress() {
      return NOWHERE;
    }

    @Override
    public void close() {}
  }

  private static final class NoListener implements Listener {
    @Override
    public SocketAddress localAddress() {
      return NOWHERE;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}
  }
}
