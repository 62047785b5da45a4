package io.ringloom.transport.uring;

import io.netty.channel.unix.Socket;
import io.ringloom.spi.DetachedSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** A connected socket that belongs to no ring. */
final class UringSocket implements DetachedSocket {
  private final Socket socket;
  private final SocketAddress remoteAddress;
  private final SocketAddress localAddress;

  /** Written on the loop that adopts it, before which nobody closes it any more. */
  private volatile boolean adopted;

  UringSocket(Socket socket, SocketAddress localAddress, SocketAddress remoteAddress) {
    this.socket = socket;
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
  }

  Socket socket() {
    return socket;
  }

  /** Says that a channel closes the socket from now on: its number may soon be another's. */
  void adopted() {
    adopted = true;
  }

  SocketAddress localAddress() {
    return localAddress;
  }

  boolean isUnixDomain() {
    return localAddress instanceof UnixDomainSocketAddress;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void close() {
    if (!adopted) {
      closeQuietly(socket);
    }
  }

  /** Closes a socket whose end nobody has to be told of. */
  static void closeQuietly(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // The descriptor is released all the same.
    }
  }
}
