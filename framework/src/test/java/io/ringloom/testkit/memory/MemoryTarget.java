package io.ringloom.testkit.memory;

import io.ringloom.spi.ConnectAttempt;
import io.ringloom.spi.ConnectEvents;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A name that connectors connect to; the test says how each attempt ends. */
public final class MemoryTarget {
  private static final Map<SocketAddress, MemoryTarget> TARGETS = new ConcurrentHashMap<>();

  private final MemoryAddress address = MemoryAddress.unique();
  private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();

  /** Makes a target of a new name. */
  public MemoryTarget() {
    TARGETS.put(address, this);
  }

  static MemoryTarget at(SocketAddress address) throws IOException {
    MemoryTarget target = TARGETS.get(address);
    if (target == null) {
      throw new ConnectException("Connection refused");
    }
    return target;
  }

  /** Returns what to connect to. */
  public MemoryAddress address() {
    return address;
  }

  /** Returns the next attempt, which is pending until the test ends it. */
  public Attempt awaitAttempt() throws InterruptedException {
    Attempt attempt = attempts.poll(10, TimeUnit.SECONDS);
    if (attempt == null) {
      throw new AssertionError("Nobody connects to " + address + ".");
    }
    return attempt;
  }

  ConnectAttempt begin(MemoryDriver driver, ConnectEvents events) {
    Attempt attempt = new Attempt(driver, events, new MemoryPeer(address));
    attempts.add(attempt);
    return attempt;
  }

  /** A connect that is pending. */
  public static final class Attempt implements ConnectAttempt {
    private final MemoryDriver driver;
    private final ConnectEvents events;
    private final MemoryPeer peer;
    private volatile boolean cancelled;

    Attempt(MemoryDriver driver, ConnectEvents events, MemoryPeer peer) {
      this.driver = driver;
      this.events = events;
      this.peer = peer;
    }

    /** Lets it succeed, and returns the other end. */
    public MemoryPeer accept() {
      driver.post(
          () -> {
            if (cancelled) {
              peer.channelClosed(false);
            } else {
              events.connected(new MemorySocket(peer));
            }
          });
      return peer;
    }

    /** Lets it fail. */
    public void refuse() {
      driver.post(
          () -> {
            if (!cancelled) {
              events.connectFailed(new ConnectException("Connection refused"));
            }
          });
    }

    /** Returns whether the loop gave up. */
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void cancel() {
      driver.assertInLoop();
      cancelled = true;
    }
  }
}
