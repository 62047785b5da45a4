package io.ringloom.example.common;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/** Tells whether an address can be listened on, without doing it, so that nobody connects. */
final class FreeAddress {
  private FreeAddress() {}

  /**
   * Fails if the address cannot be listened on now.
   *
   * @throws IOException if it is taken, or none of this machine
   * @throws IllegalArgumentException if it has a name that nobody knows
   */
  static void check(SocketAddress address) throws IOException {
    try {
      if (address instanceof UnixDomainSocketAddress unix) {
        checkUnix(unix);
      } else if (address instanceof InetSocketAddress inet) {
        checkInet(inet);
      }
    } catch (IOException e) {
      throw new IOException(
          "Listening on " + show(address) + " failed: " + e.getMessage() + ".", e);
    }
  }

  private static void checkInet(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "host is " + address.getHostString() + ", but must be a name or address that is known.");
    }
    try (SocketChannel probe = SocketChannel.open()) {
      // Connections of a server that has just ended do not count.
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
    }
  }

  private static void checkUnix(UnixDomainSocketAddress address) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.bind(address);
    }
    Files.delete(address.getPath());
  }

  private static String show(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return address.toString();
    }
    String host = inet.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
  }
}
