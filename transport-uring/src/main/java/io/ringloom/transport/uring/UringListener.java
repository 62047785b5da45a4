package io.ringloom.transport.uring;

import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Socket;
import io.ringloom.spi.Listener;
import io.ringloom.spi.ListenerEvents;
import io.ringloom.spi.ListenerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket. Loop only.
 *
 * <p>One submission accepts connection after connection. Those that come while it is being
 * cancelled are held until the listener goes on, as if they still waited in the backlog.
 */
final class UringListener extends RingHandle implements Listener {

  /**
   * Whether the kernel accepts.
   *
   * <pre>
   *   IDLE       -> ARMED       an accept was submitted
   *   ARMED      -> CANCELLING  paused or closed
   *   ARMED      -> IDLE        the accept has ended
   *   CANCELLING -> IDLE        the accept has ended
   * </pre>
   */
  private enum Accepting {
    IDLE,
    ARMED,
    CANCELLING
  }

  private final RingResources resources;
  private final Socket socket;
  private final SocketAddress localAddress;
  private final boolean unixDomain;
  private final @Nullable SocketAddress acceptedAddress;
  private final ListenerEvents events;
  private final IoRegistration registration;
  private final ArrayDeque<UringSocket> held = new ArrayDeque<>();
  private Accepting accepting = Accepting.IDLE;
  private long submission;
  private boolean paused;
  private boolean closed;

  private UringListener(
      RingResources resources, Socket socket, SocketAddress localAddress, ListenerEvents events) {
    super(resources.completions());
    this.resources = resources;
    this.socket = socket;
    this.localAddress = localAddress;
    this.unixDomain = localAddress instanceof UnixDomainSocketAddress;
    this.acceptedAddress = isWildcard(localAddress) ? null : localAddress;
    this.events = events;
    this.registration = resources.ring().register(this);
    acceptIfWanted();
    resources.handleOpened();
  }

  static UringListener open(
      RingResources resources,
      SocketAddress address,
      ListenerSettings settings,
      ListenerEvents events)
      throws IOException {
    SocketAddress nativeAddress = NativeAddresses.toNative(address);
    Socket socket = NativeAddresses.newSocket(address);
    boolean unix = address instanceof UnixDomainSocketAddress;
    boolean bound = false;
    try {
      if (unix) {
        UnixBind.bind(socket.intValue(), (UnixDomainSocketAddress) address);
      } else {
        socket.setReuseAddress(true);
        if (settings.reusePort()) {
          socket.setReusePort(true);
        }
        socket.bind(nativeAddress);
      }
      bound = true;
      socket.listen(settings.backlog());
      SocketAddress local = NativeAddresses.local(socket, unix);
      return new UringListener(resources, socket, local, events);
    } catch (IOException | RuntimeException e) {
      UringSocket.closeQuietly(socket);
      if (bound && unix) {
        deleteQuietly((UnixDomainSocketAddress) address);
      }
      throw Errno.describe(e);
    }
  }

  private static boolean isWildcard(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public void pause() {
    paused = true;
    cancelAccept();
  }

  @Override
  public void resume() {
    if (!paused || closed) {
      return;
    }
    paused = false;
    if (!held.isEmpty()) {
      resources.addResumed(this);
    }
    acceptIfWanted();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    held.forEach(UringSocket::close);
    held.clear();
    stopListening();
    cancelAccept();
    finishIfIdle();
  }

  /** Frees the address at once, though the descriptor stays until the accept has ended. */
  private void stopListening() {
    try {
      socket.shutdown(true, true);
    } catch (IOException | RuntimeException e) {
      // Closing it does the same, a little later.
    }
    if (localAddress instanceof UnixDomainSocketAddress unix) {
      deleteQuietly(unix);
    }
  }

  private static void deleteQuietly(UnixDomainSocketAddress address) {
    try {
      Files.deleteIfExists(address.getPath());
    } catch (IOException e) {
      // Whoever binds the path next is told that it is in use.
    }
  }

  private void cancelAccept() {
    if (accepting == Accepting.ARMED) {
      resources.ring().cancel(registration, submission);
      accepting = Accepting.CANCELLING;
    }
  }

  @Override
  void completed(byte operation, int result, int flags) {
    if (operation != Operation.ACCEPT) {
      return; // what a cancellation says of itself
    }
    if ((flags & Operation.HAS_MORE) == 0) {
      accepting = Accepting.IDLE;
    }
    if (result >= 0) {
      accepted(new Socket(result));
    } else if (!closed) {
      acceptFailed(-result);
    }
    acceptIfWanted();
    finishIfIdle();
  }

  /** Those that are held come first: accepting more would let their number grow with each pause. */
  private void acceptIfWanted() {
    if (!closed && !paused && held.isEmpty() && accepting == Accepting.IDLE) {
      submission = resources.ring().accept(registration, socket.intValue());
      accepting = Accepting.ARMED;
    }
  }

  private void accepted(Socket accepted) {
    if (closed) {
      UringSocket.closeQuietly(accepted);
      return;
    }
    UringSocket described = describe(accepted);
    if (described == null) {
      return;
    }
    if (paused || !held.isEmpty()) {
      held.addLast(described);
    } else {
      events.accepted(described);
    }
  }

  /** Hands the connections over that came during a pause. */
  void deliverHeld() {
    while (!paused && !closed && !held.isEmpty()) {
      UringSocket next = held.removeFirst();
      try {
        events.accepted(next);
      } catch (RuntimeException | Error e) {
        failedBy(e); // and the others are not kept
      }
    }
    acceptIfWanted();
  }

  private void acceptFailed(int error) {
    switch (error) {
      case Errno.ECANCELED, Errno.EINTR, Errno.EAGAIN, Errno.ECONNABORTED, Errno.EPROTO -> {
        // Nothing is wrong with the listener: the next accept may succeed.
      }
      default -> events.acceptFailed(Errno.exception(-error));
    }
  }

  @Override
  void failed(IOException bug) {
    if (!closed) {
      events.acceptFailed(bug);
    }
  }

  private void finishIfIdle() {
    if (closed && accepting == Accepting.IDLE && socket.isOpen()) {
      UringSocket.closeQuietly(socket);
      registration.cancel();
      resources.handleClosed();
    }
  }

  /** Returns null if the peer has gone already. */
  private @Nullable UringSocket describe(Socket accepted) {
    try {
      SocketAddress local =
          acceptedAddress != null ? acceptedAddress : NativeAddresses.local(accepted, unixDomain);
      return new UringSocket(accepted, local, NativeAddresses.remote(accepted, unixDomain));
    } catch (IOException | RuntimeException e) { // or its name cannot be told
      UringSocket.closeQuietly(accepted);
      return null;
    }
  }
}
