package io.ringloom.internal.server;

import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.LoopMember;
import io.ringloom.internal.loop.TimerEntry;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.Listener;
import io.ringloom.spi.ListenerEvents;
import io.ringloom.spi.ListenerSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening socket of a server, on one of its loops. It pauses at the server's limit of
 * connections, and for a while when accepting fails, so that a lack of descriptors does not make
 * the loop spin. Loop only.
 */
final class Acceptor extends TimerEntry implements ListenerEvents, LoopMember {
  private static final Logger LOG = LoggerFactory.getLogger(io.ringloom.Server.class);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final ServerRuntime server;
  private final EventLoop loop;
  private @Nullable Listener listener;
  private boolean full;
  private boolean failing;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  Acceptor(ServerRuntime server, EventLoop loop) {
    this.server = server;
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  /** Begins to listen, and returns the address that was bound. */
  SocketAddress open(SocketAddress address, ListenerSettings settings) throws IOException {
    Listener opened = loop.driver().listen(address, settings, this);
    listener = opened;
    loop.register(this);
    return opened.localAddress();
  }

  void close() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
    loop.timers().cancel(this);
    loop.unregister(this);
  }

  @Override
  public void loopStopping() {
    close();
  }

  /** Looks whether the server has reached its limit, and pauses or goes on. */
  void checkLimit() {
    full = server.isFull();
    pauseOrResume();
  }

  @Override
  public void accepted(DetachedSocket socket) {
    loop.assertInLoop();
    failing = false;
    pauseMillis = FIRST_PAUSE_MILLIS;
    server.accepted(socket, loop);
    checkLimit();
  }

  @Override
  public void acceptFailed(IOException cause) {
    loop.assertInLoop();
    if (pauseMillis == FIRST_PAUSE_MILLIS || pauseMillis == LONGEST_PAUSE_MILLIS) {
      LOG.warn(
          "Accepting connections on {} failed ({}); trying again in {} ms.",
          Addresses.show(server.localAddress()),
          cause.getMessage(),
          pauseMillis);
    }
    failing = true;
    pauseOrResume();
    loop.timers()
        .schedule(this, loop.clock().nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis));
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
  }

  /** Tries again after a failure. */
  @Override
  protected void fire() {
    failing = false;
    pauseOrResume();
  }

  private void pauseOrResume() {
    if (listener == null) {
      return;
    }
    if (full || failing) {
      listener.pause();
    } else {
      listener.resume();
    }
  }
}
