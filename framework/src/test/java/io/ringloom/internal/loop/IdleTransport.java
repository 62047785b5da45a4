package io.ringloom.internal.loop;

import io.ringloom.spi.ConnectAttempt;
import io.ringloom.spi.ConnectEvents;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.Listener;
import io.ringloom.spi.ListenerEvents;
import io.ringloom.spi.ListenerSettings;
import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A transport without sockets, whose driver waits until it is woken. */
final class IdleTransport implements Transport {
  private final Events events;

  IdleTransport() {
    this(() -> false);
  }

  IdleTransport(Events events) {
    this.events = events;
  }

  /** What happens in a poll. */
  interface Events {
    /** Returns whether something has happened, so that the poll need not wait. */
    boolean occur() throws IOException;
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> unavailabilityCause() {
    return Optional.empty();
  }

  @Override
  public IoDriver openDriver(IoDriverContext context) {
    return new IdleDriver(context, events);
  }

  private static final class IdleDriver implements IoDriver {
    private final IoDriverContext context;
    private final Events events;
    private final Semaphore wakeups = new Semaphore(0);

    IdleDriver(IoDriverContext context, Events events) {
      this.context = context;
      this.events = events;
    }

    @Override
    public void poll(long timeoutNanos) throws IOException {
      if (!events.occur()) {
        context.awaitOnCarrier(this::await, timeoutNanos);
      }
    }

    @Override
    public void wakeup() {
      wakeups.release();
    }

    @Override
    public Listener listen(SocketAddress address, ListenerSettings settings, ListenerEvents events)
        throws IOException {
      throw new IOException("The idle driver has no sockets.");
    }

    @Override
    public ConnectAttempt connect(SocketAddress remote, ConnectEvents events) throws IOException {
      throw new IOException("The idle driver has no sockets.");
    }

    @Override
    public StreamChannel adopt(DetachedSocket socket, SocketSettings settings, StreamEvents events)
        throws IOException {
      throw new IOException("The idle driver has no sockets.");
    }

    @Override
    public void close() {
      // There is nothing to close.
    }

    private void await(long timeoutNanos) throws IOException {
      try {
        if (wakeups.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS)) {
          wakeups.drainPermits();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
