package io.ringloom.transport.uring;

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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ring and the sockets that use it. Loop only, but for {@link #wakeup()}.
 *
 * <p>A turn enters the kernel once: that submits what has been queued since the last time, waits if
 * it may, and collects the completions. They are dispatched after that, when the loop does not
 * count as waiting any more.
 */
final class UringDriver implements IoDriver {
  private static final Logger LOG = LoggerFactory.getLogger(UringDriver.class);

  /** How long closing waits for operations that were cancelled. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final IoDriverContext context;
  private final KernelRing ring;
  private final RingResources resources;
  private final RingTimer timer;
  private final IoWait enter;
  private final int completionEntries;

  UringDriver(
      IoDriverContext context, KernelRing ring, UringOptions options, boolean zeroCopyLocally) {
    this.context = context;
    this.ring = ring;
    this.resources = new RingResources(ring, options, zeroCopyLocally);
    this.timer = new RingTimer(ring, resources.completions());
    this.enter = timeoutNanos -> ring.enter(timeoutNanos != 0);
    this.completionEntries = options.completionEntries();
    Errno.prepare();
  }

  @Override
  public void poll(long timeoutNanos) throws IOException {
    assert context.inLoop();
    resources.giveBackReceiveBuffers();
    resources.bulkReceive().serve();
    if (timeoutNanos == 0 || resources.hasDeferred() || resources.completions().count() > 0) {
      ring.enter(false);
    } else {
      timer.limit(timeoutNanos);
      context.awaitInPlace(enter, timeoutNanos);
    }
    resources.messageMemory().reset();
    if (resources.completions().count() >= completionEntries) {
      context.countFullCompletionQueue();
    }
    resources.completions().dispatch();
    resources.deliverHeldConnections();
    resources.stagingBuffers().serveWaiting(); // with what the completions have given back
  }

  @Override
  public void wakeup() {
    ring.wakeup();
  }

  @Override
  public Listener listen(SocketAddress address, ListenerSettings settings, ListenerEvents events)
      throws IOException {
    return UringListener.open(resources, address, settings, events);
  }

  @Override
  public ConnectAttempt connect(SocketAddress remote, ConnectEvents events) throws IOException {
    return UringConnectAttempt.begin(resources, remote, events);
  }

  @Override
  public StreamChannel adopt(DetachedSocket socket, SocketSettings settings, StreamEvents events)
      throws IOException {
    return UringStreamChannel.open(resources, (UringSocket) socket, settings, events);
  }

  @Override
  public void close() {
    try {
      long deadline = System.nanoTime() + CLOSE_NANOS;
      while (resources.openHandles() > 0 && System.nanoTime() - deadline < 0) {
        resources.giveBackReceiveBuffers();
        timer.limit(CLOSE_NANOS);
        ring.enter(true);
        resources.completions().dispatch();
      }
      timer.cancel();
    } catch (IOException | RuntimeException e) {
      LOG.warn("An event loop's ring is closed with operations in flight, which end with it.", e);
    } finally {
      ring.close();
    }
  }
}
