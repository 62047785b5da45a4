package io.ringloom.example.kv;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Sends random requests without heed of the replies, and is gone in the middle of something. */
final class StormyClient {
  private static final int MOST_REQUESTS = 40;
  private static final int LARGE_BYTES = 200_000;
  private static final int PATIENCE_MILLIS = 5;

  private final int port;
  private final Random random;

  StormyClient(int port, Random random) {
    this.port = port;
    this.random = random;
  }

  /** Connects, does harm, and leaves. */
  void run() throws IOException {
    try (SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Selector selector = Selector.open()) {
      if (random.nextBoolean()) {
        // To close it is to reset the connection then.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      try {
        storm(channel, selector);
      } catch (IOException e) {
        // The server has closed the connection first, as it should at what is no request.
      }
    }
  }

  private void storm(SocketChannel channel, Selector selector) throws IOException {
    for (int part = random.nextInt(4); part >= 0; part--) {
      StringBuilder requests = new StringBuilder();
      for (int i = random.nextInt(MOST_REQUESTS); i >= 0; i--) {
        requests.append(request());
      }
      if (random.nextInt(3) == 0) {
        requests.setLength(random.nextInt(requests.length()));
      }
      send(channel, requests.toString());
      if (random.nextBoolean()) {
        selector.select(1 + random.nextInt(PATIENCE_MILLIS));
        receive(channel);
      }
    }
    if (random.nextInt(4) == 0) {
      channel.shutdownOutput();
    }
  }

  /** Sends what the server takes, since it takes nothing while its replies are not read. */
  private void send(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining() && (channel.write(bytes) > 0 || random.nextInt(10) > 0)) {
      if (random.nextInt(5) == 0) {
        receive(channel);
      }
    }
  }

  private static void receive(SocketChannel channel) throws IOException {
    channel.read(ByteBuffer.allocate(100_000));
  }

  private String request() {
    String key = "k" + random.nextInt(5);
    String list = "l" + random.nextInt(5);
    String other = "l" + random.nextInt(5);
    String channel = "c" + random.nextInt(5);
    return switch (random.nextInt(30)) {
      case 0 -> Peer.encode("SET " + key + " " + "x".repeat(random.nextInt(LARGE_BYTES)));
      case 1 -> Peer.encode("GET " + key);
      case 2 -> Peer.encode("SET " + key + " v PX " + (1 + random.nextInt(20)));
      case 3 -> Peer.encode("MGET k0 k1 k2 k3 k4");
      case 4 -> Peer.encode("RPUSH " + list + " a b c");
      case 5 -> Peer.encode("LPUSH " + list + " " + "y".repeat(random.nextInt(1000)));
      case 6 -> Peer.encode("LRANGE " + list + " 0 -1");
      case 7 -> Peer.encode("DEL " + list + " " + key);
      case 8, 9 -> Peer.encode("BLPOP " + list + " " + other + " 0");
      case 10 -> Peer.encode("BRPOP " + list + " 0.00" + (1 + random.nextInt(9)));
      case 11 -> Peer.encode("BLMOVE " + list + " " + other + " LEFT RIGHT 0");
      case 12 -> Peer.encode("BLMPOP 0 2 " + list + " " + other + " RIGHT COUNT 3");
      case 13 -> Peer.encode("SUBSCRIBE " + channel + " c0 c1");
      case 14 -> Peer.encode("PSUBSCRIBE c*");
      case 15 -> Peer.encode("UNSUBSCRIBE " + channel);
      case 16, 17 -> Peer.encode("PUBLISH " + channel + " " + "m".repeat(random.nextInt(20_000)));
      case 18, 19 -> Peer.encode("MULTI");
      case 20 -> Peer.encode("EXEC");
      case 21 -> Peer.encode("DISCARD");
      case 22, 23 -> Peer.encode("WATCH " + key + " " + list);
      case 24 -> Peer.encode("HELLO 3 SETNAME stormy" + random.nextInt(100));
      case 25 -> Peer.encode("CLIENT REPLY " + (random.nextBoolean() ? "OFF" : "SKIP"));
      case 26 -> Peer.encode("RESET");
      case 27 -> Peer.encode(random.nextBoolean() ? "FLUSHALL" : "QUIT");
      case 28 -> "PING inline\r\n";
      default ->
          random.nextInt(4) == 0 ? "*2\r\n$x\r\n" : "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1000000\r\n";
    };
  }
}
