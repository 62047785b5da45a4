package io.ringloom.transport.uring;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/** Turns addresses of the JDK into those of the native sockets, and back. */
final class NativeAddresses {
  /** How long a path the kernel's {@code sockaddr_un} has room for, with the zero at its end. */
  private static final int MOST_PATH_BYTES = 107;

  private NativeAddresses() {}

  /** Returns an address as the native sockets take it. */
  static SocketAddress toNative(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress unix) {
      String path = unix.getPath().toString();
      if (path.getBytes(StandardCharsets.UTF_8).length > MOST_PATH_BYTES) {
        throw new SocketException("Unix domain path too long");
      }
      return new DomainSocketAddress(path);
    }
    if (address instanceof InetSocketAddress inet) {
      if (inet.isUnresolved()) {
        throw new UnknownHostException("Unknown host " + inet.getHostString());
      }
      return inet;
    }
    throw new IOException("Unsupported kind of address");
  }

  /** Makes a socket of the family that an address belongs to. It does not block. */
  static Socket newSocket(SocketAddress address) throws IOException {
    try {
      return address instanceof UnixDomainSocketAddress
          ? Socket.newSocketDomain()
          : Socket.newSocketStream();
    } catch (RuntimeException e) { // Netty's ChannelException: out of descriptors, mostly
      throw Errno.describe(e);
    }
  }

  /** Returns the address that a socket is bound to. */
  static SocketAddress local(Socket socket, boolean unixDomain) throws IOException {
    return unixDomain ? unix(socket.localDomainSocketAddress()) : inet(socket.localAddress());
  }

  /** Returns the address of a socket's peer. */
  static SocketAddress remote(Socket socket, boolean unixDomain) throws IOException {
    return unixDomain ? unix(socket.remoteDomainSocketAddress()) : inet(socket.remoteAddress());
  }

  private static SocketAddress inet(@Nullable InetSocketAddress address) throws IOException {
    if (address == null) {
      throw new SocketException("Transport endpoint is not connected");
    }
    return address;
  }

  private static SocketAddress unix(@Nullable DomainSocketAddress address) throws IOException {
    if (address == null) {
      throw new SocketException("Transport endpoint is not connected");
    }
    try {
      return UnixDomainSocketAddress.of(address.path());
    } catch (InvalidPathException e) {
      // An abstract name, which begins with a zero: to the JDK such a socket has no name.
      return UnixDomainSocketAddress.of("");
    }
  }
}
