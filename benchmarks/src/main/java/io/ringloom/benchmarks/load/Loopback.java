package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the contenders listen. The port of a connection stays occupied for a minute after its end,
 * and one address has some 28,000; so connections are made from many addresses in turns.
 */
public final class Loopback {
  private static final int CONNECTIONS_IN_A_ROW = 5_000;
  private static final int ADDRESSES = 100;

  /** How many connections were made. Any thread. */
  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  private Loopback() {}

  /** Returns a connected socket, which blocks. */
  public static SocketChannel connect(int port) throws IOException {
    int turn = CONNECTIONS.getAndIncrement() / CONNECTIONS_IN_A_ROW;
    SocketChannel socket = SocketChannel.open();
    try {
      socket.bind(new InetSocketAddress("127.0.0." + (1 + turn % ADDRESSES), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
