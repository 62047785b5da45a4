package io.ringloom.transport.nio;

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
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One selector and the channels that are registered with it. Loop only, but for {@link #wakeup()}
 * and for the select itself, which the bare carrier makes while the loop is parked.
 *
 * <p>A turn makes one call of the selector. It only collects the keys that are ready; they are
 * dispatched on the loop's thread. When the receive buffers are used up the rest of the keys is
 * left for the next turn, which then does not select. Of the channels that are sent much one
 * receives in each turn, besides those: see {@link BulkReceive}.
 */
final class NioDriver implements IoDriver {
  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final IoDriverContext context;
  private final Selector selector;
  private final ReceiveBuffers receiveBuffers = new ReceiveBuffers();
  private final List<SelectionKey> ready = new ArrayList<>();
  private final Consumer<SelectionKey> collector = ready::add;
  private final IoWait select = this::select;
  private final BulkReceive bulkReceive = new BulkReceive();
  private int dispatched;

  NioDriver(IoDriverContext context) throws IOException {
    this.context = context;
    this.selector = Selector.open();
  }

  @Override
  public void poll(long timeoutNanos) throws IOException {
    assert context.inLoop();
    receiveBuffers.reset();
    if (dispatched == ready.size()) {
      ready.clear();
      dispatched = 0;
      if (timeoutNanos == 0 || !bulkReceive.isEmpty()) {
        select(0);
      } else {
        context.awaitOnCarrier(select, timeoutNanos);
      }
    }
    boolean bulkWaits = !bulkReceive.isEmpty(); // who begins to in this turn has just received
    dispatch();
    if (bulkWaits) {
      bulkReceive.serveOne();
    }
  }

  private void select(long timeoutNanos) throws IOException {
    if (timeoutNanos == 0) {
      selector.selectNow(collector);
    } else if (timeoutNanos == Long.MAX_VALUE) {
      selector.select(collector);
    } else {
      // Rounded up: a timer that fires too early would only make the loop wait once more.
      selector.select(collector, 1 + (timeoutNanos - 1) / NANOS_PER_MILLI);
    }
  }

  private void dispatch() {
    while (dispatched < ready.size() && receiveBuffers.hasRoom()) {
      SelectionKey key = ready.get(dispatched++);
      if (key.isValid()) {
        dispatch(key, (Selectable) key.attachment());
      }
    }
  }

  /** A bug in the care for one socket must not harm the others. */
  private static void dispatch(SelectionKey key, Selectable selectable) {
    try {
      selectable.ready(key);
    } catch (RuntimeException | Error e) {
      selectable.failedBy(e);
    }
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public Listener listen(SocketAddress address, ListenerSettings settings, ListenerEvents events)
      throws IOException {
    return NioListener.open(selector, address, settings, events);
  }

  @Override
  public ConnectAttempt connect(SocketAddress remote, ConnectEvents events) throws IOException {
    return NioConnectAttempt.begin(selector, remote, events);
  }

  @Override
  public StreamChannel adopt(DetachedSocket socket, SocketSettings settings, StreamEvents events)
      throws IOException {
    return NioStreamChannel.open(
        selector, ((NioSocket) socket).channel(), settings, events, receiveBuffers, bulkReceive);
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      // Closing a selector only releases descriptors; there is nothing left to do for it.
    }
  }
}
