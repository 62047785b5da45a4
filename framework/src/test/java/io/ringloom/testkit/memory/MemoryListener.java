package io.ringloom.testkit.memory;

import io.ringloom.spi.Listener;
import io.ringloom.spi.ListenerEvents;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/** A listening name. Loop only, but for what peers call. */
final class MemoryListener implements Listener {
  private static final Map<SocketAddress, MemoryListener> LISTENERS = new ConcurrentHashMap<>();

  private final MemoryDriver driver;
  private final SocketAddress address;
  private final ListenerEvents events;
  private final Queue<MemoryPeer> backlog = new ArrayDeque<>();
  private boolean paused;
  private boolean closed;

  private MemoryListener(MemoryDriver driver, SocketAddress address, ListenerEvents events) {
    this.driver = driver;
    this.address = address;
    this.events = events;
  }

  static MemoryListener open(MemoryDriver driver, SocketAddress address, ListenerEvents events)
      throws IOException {
    MemoryListener listener = new MemoryListener(driver, address, events);
    if (LISTENERS.putIfAbsent(address, listener) != null) {
      throw new BindException("Address already in use");
    }
    return listener;
  }

  /** Returns who listens on a name. Any thread. */
  static MemoryListener at(SocketAddress address) {
    MemoryListener listener = LISTENERS.get(address);
    if (listener == null) {
      throw new IllegalStateException("Nobody listens on " + address + ".");
    }
    return listener;
  }

  /** Lets a peer arrive. Any thread. */
  void arrive(MemoryPeer peer) {
    driver.post(
        () -> {
          backlog.add(peer);
          acceptAll();
        });
  }

  /** Makes accepting fail once. Any thread. */
  void failAccept(IOException cause) {
    driver.post(
        () -> {
          if (!closed) {
            events.acceptFailed(cause);
          }
        });
  }

  private void acceptAll() {
    while (!paused && !closed && !backlog.isEmpty()) {
      events.accepted(new MemorySocket(backlog.remove()));
    }
  }

  @Override
  public SocketAddress localAddress() {
    return address;
  }

  @Override
  public void pause() {
    driver.assertInLoop();
    paused = true;
  }

  @Override
  public void resume() {
    driver.assertInLoop();
    if (paused) {
      paused = false;
      driver.post(this::acceptAll);
    }
  }

  @Override
  public void close() {
    driver.assertInLoop();
    closed = true;
    LISTENERS.remove(address, this);
    backlog.forEach(peer -> peer.channelClosed(true));
    backlog.clear();
  }
}
