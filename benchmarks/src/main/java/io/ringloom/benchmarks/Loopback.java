package io.ringloom.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Where the contenders listen. */
final class Loopback {
  private Loopback() {}

  /** Returns a connected socket, which blocks. */
  static SocketChannel connect(int port) throws IOException {
    SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return socket;
  }
}
