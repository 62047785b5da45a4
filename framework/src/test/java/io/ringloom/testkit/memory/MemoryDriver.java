package io.ringloom.testkit.memory;

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
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Hands out the completions that tests post, in their order, all that there are once a poll. */
final class MemoryDriver implements IoDriver {
  private final IoDriverContext context;
  private final Scratch scratch = new Scratch();
  private final ConcurrentLinkedQueue<Runnable> completions = new ConcurrentLinkedQueue<>();
  private final IoWait await = this::await;

  /** Set by {@link #wakeup}, cleared by the wait that it ends. */
  private volatile boolean woken;

  /** Who waits: the bare carrier, so that waking never meets a lock. */
  private volatile @Nullable Thread waiter;

  MemoryDriver(IoDriverContext context) {
    this.context = context;
  }

  Scratch scratch() {
    assertInLoop();
    return scratch;
  }

  void assertInLoop() {
    if (!context.inLoop()) {
      throw new AssertionError("Called on " + Thread.currentThread() + ", not on the loop.");
    }
  }

  /** Has something happen on the loop's thread in its next poll. Any thread. */
  void post(Runnable completion) {
    completions.add(completion);
    LockSupport.unpark(waiter);
  }

  @Override
  public void poll(long timeoutNanos) throws IOException {
    assertInLoop();
    scratch.takeBack();
    if (timeoutNanos > 0 && completions.isEmpty()) {
      context.awaitOnCarrier(await, timeoutNanos);
    }
    // What comes up meanwhile is for the next poll, since this one's scratch memory is limited.
    for (int left = completions.size(); left > 0; left--) {
      Runnable completion = completions.poll();
      if (completion != null) {
        completion.run();
      }
    }
  }

  private void await(long timeoutNanos) {
    if (timeoutNanos > 0) {
      long deadline = System.nanoTime() + Math.min(timeoutNanos, Long.MAX_VALUE / 4);
      waiter = Thread.currentThread();
      long left;
      while (!woken && completions.isEmpty() && (left = deadline - System.nanoTime()) > 0) {
        LockSupport.parkNanos(this, left);
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
  public Listener listen(SocketAddress address, ListenerSettings settings, ListenerEvents events)
      throws IOException {
    assertInLoop();
    return MemoryListener.open(this, address, events);
  }

  @Override
  public ConnectAttempt connect(SocketAddress remote, ConnectEvents events) throws IOException {
    assertInLoop();
    return MemoryTarget.at(remote).begin(this, events);
  }

  @Override
  public StreamChannel adopt(DetachedSocket socket, SocketSettings settings, StreamEvents events)
      throws IOException {
    assertInLoop();
    MemoryPeer peer = ((MemorySocket) socket).peer();
    MemoryChannel channel = new MemoryChannel(this, peer, events);
    peer.adoptedBy(this, channel);
    return channel;
  }

  @Override
  public void close() {
    assertInLoop();
  }
}
