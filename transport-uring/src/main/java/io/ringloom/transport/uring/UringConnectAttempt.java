package io.ringloom.transport.uring;

import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Socket;
import io.ringloom.spi.ConnectAttempt;
import io.ringloom.spi.ConnectEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * A socket that connects. Loop only.
 *
 * <p>The connect itself does not wait; the ring says when it has ended. One that has succeeded at
 * once, as those of the Unix domain do, is waited for all the same, and so the events never come
 * before {@link #begin} has returned.
 */
final class UringConnectAttempt extends RingHandle implements ConnectAttempt {
  private final RingResources resources;
  private final Socket socket;
  private final boolean unixDomain;
  private final ConnectEvents events;
  private final IoRegistration registration;
  private final long submission;
  private boolean cancelled;
  private boolean handedOver;

  private UringConnectAttempt(
      RingResources resources, Socket socket, boolean unixDomain, ConnectEvents events) {
    super(resources.completions());
    this.resources = resources;
    this.socket = socket;
    this.unixDomain = unixDomain;
    this.events = events;
    this.registration = resources.ring().register(this);
    this.submission = resources.ring().awaitWritable(registration, socket.intValue());
    resources.handleOpened();
  }

  static UringConnectAttempt begin(
      RingResources resources, SocketAddress remote, ConnectEvents events) throws IOException {
    SocketAddress nativeAddress = NativeAddresses.toNative(remote);
    Socket socket = NativeAddresses.newSocket(remote);
    try {
      socket.connect(nativeAddress);
      boolean unixDomain = remote instanceof UnixDomainSocketAddress;
      return new UringConnectAttempt(resources, socket, unixDomain, events);
    } catch (IOException | RuntimeException e) {
      UringSocket.closeQuietly(socket);
      throw Errno.describe(e);
    }
  }

  @Override
  void completed(byte operation, int result, int flags) {
    if (operation != Operation.POLL_ADD) {
      return; // what a cancellation says of itself
    }
    registration.cancel();
    resources.handleClosed();
    if (cancelled) {
      UringSocket.closeQuietly(socket);
      return;
    }
    UringSocket connected;
    try {
      if (result < 0) {
        throw Errno.exception(result);
      }
      socket.finishConnect();
      connected =
          new UringSocket(
              socket,
              NativeAddresses.local(socket, unixDomain),
              NativeAddresses.remote(socket, unixDomain));
    } catch (IOException e) {
      UringSocket.closeQuietly(socket);
      events.connectFailed(Errno.describe(e));
      return;
    }
    handedOver = true;
    events.connected(connected);
  }

  @Override
  void failed(IOException bug) {
    if (!handedOver) {
      UringSocket.closeQuietly(socket);
    }
    events.connectFailed(bug);
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      resources.ring().cancel(registration, submission);
    }
  }
}
