package io.ringloom.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prints what an open connection that waits costs each server, after it has sent and got back one
 * message. Arguments: connections, perhaps a pattern for the names of the contenders.
 *
 * <p>The server has served some thousand connections before, so that its code is compiled. Then the
 * difference is taken, before the connections and with them, of the objects that a full collection
 * leaves and of the memory that is resident. The memory of the kernel's sockets is in neither.
 */
public final class IdleMemory {
  private static final int WARM_UP_CONNECTIONS = 3000;
  private static final int WARM_UP_MESSAGES = 10;

  private static final int JDK_BUFFER_BYTES = 2048;

  /** So many different addresses: one has not enough ports. */
  private static final int CLIENT_ADDRESSES = 8;

  private IdleMemory() {}

  /** Measures one contender after the other. */
  public static void main(String[] args) throws IOException {
    int connections = args.length > 0 ? Integer.parseInt(args[0]) : 15_000;
    String only = args.length > 1 ? args[1] : ".*";
    System.out.printf("%,d idle connections%n", connections);
    System.out.printf("%-24s %16s %16s%n", "bytes each", "live heap", "resident");
    for (Map.Entry<String, Contender> contender :
        EchoContenders.matching(only, 0, JDK_BUFFER_BYTES).entrySet()) {
      measure(contender.getKey(), contender.getValue(), connections);
    }
  }

  private static void measure(String name, Contender contender, int connections)
      throws IOException {
    try (ServerProcess server = contender.start()) {
      closeAll(connect(server.port(), WARM_UP_CONNECTIONS, WARM_UP_MESSAGES));
      long heapBefore = server.liveHeapBytes();
      long residentBefore = server.residentKib() * 1024;
      List<SocketChannel> idle = connect(server.port(), connections, 1);
      long heap = server.liveHeapBytes() - heapBefore;
      long resident = server.residentKib() * 1024 - residentBefore;
      System.out.printf("%-24s %,16d %,16d%n", name, heap / connections, resident / connections);
      closeAll(idle);
    }
  }

  private static List<SocketChannel> connect(int port, int connections, int messages)
      throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    ByteBuffer message = ByteBuffer.allocateDirect(64);
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.bind(new InetSocketAddress("127.0.0." + (2 + i % CLIENT_ADDRESSES), 0));
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channels.add(channel);
      for (int j = 0; j < messages; j++) {
        channel.write(message.clear());
        message.clear();
        while (message.hasRemaining() && channel.read(message) >= 0) {
          // The rest of the message is on its way.
        }
      }
    }
    return channels;
  }

  private static void closeAll(List<SocketChannel> channels) throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
