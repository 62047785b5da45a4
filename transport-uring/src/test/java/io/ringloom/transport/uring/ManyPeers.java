package io.ringloom.transport.uring;

import io.ringloom.testkit.Payload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A process with very many peers of an echo server. All of them connect; then all of them send,
 * each something of its own, and end their output; each has to get back exactly that and the end of
 * the stream.
 */
final class ManyPeers {
  /** How many connects may be under way: few enough for the backlog. */
  private static final int MOST_CONNECTING = 200;

  /** Finding a free port takes long where many are in use, or not quite free again. */
  private static final int PEERS_PER_ADDRESS = 1_000;

  /** How many of so many peers end their output, which keeps their port for a while. */
  private static final int ONE_HALF_CLOSE_IN = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** The first three bytes of all peers' addresses: others than those of a run just before. */
  private final String network =
      "127."
          + ThreadLocalRandom.current().nextInt(1, 255)
          + "."
          + ThreadLocalRandom.current().nextInt(255)
          + ".";

  private final InetSocketAddress server;
  private final int payloadBytes;
  private final long end = System.nanoTime() + PATIENCE.toNanos();
  private int connecting;
  private int finished;

  private ManyPeers(InetSocketAddress server, int payloadBytes) {
    this.server = server;
    this.payloadBytes = payloadBytes;
  }

  /** Arguments: address and port of the server, how many peers, how many bytes each sends. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
    ManyPeers peers = new ManyPeers(server, Integer.parseInt(arguments[3]));
    int count = Integer.parseInt(arguments[2]);
    try (Selector selector = Selector.open()) {
      peers.connect(selector, count);
      peers.sendAtOnce(selector);
      peers.select(selector, () -> peers.finished == count);
    }
    System.out.println("All " + count + " peers have got back what they sent.");
  }

  private void connect(Selector selector, int count) throws IOException {
    for (int number = 0; number < count; number++) {
      connecting++;
      new Peer(number).connect(selector);
      select(selector, () -> connecting < MOST_CONNECTING);
    }
    select(selector, () -> connecting == 0);
  }

  private void sendAtOnce(Selector selector) throws IOException {
    for (SelectionKey key : selector.keys()) {
      ((Peer) key.attachment()).send(key);
    }
  }

  private void select(Selector selector, Condition until) throws IOException {
    while (!until.isMet()) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError(
            "After "
                + PATIENCE
                + ": "
                + connecting
                + " are connecting, "
                + finished
                + " have finished.");
      }
      selector.select(millis);
      for (SelectionKey key : selector.selectedKeys()) {
        ((Peer) key.attachment()).ready(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private interface Condition {
    boolean isMet();
  }

  private final class Peer {
    private final int number;
    private final SocketChannel channel;
    private final ByteBuffer unsent;
    private final ByteBuffer expected;
    private final ByteBuffer received;

    Peer(int number) throws IOException {
      this.number = number;
      byte[] payload = Payload.of(payloadBytes, number);
      this.unsent = ByteBuffer.wrap(payload);
      this.expected = ByteBuffer.wrap(payload);
      this.received = ByteBuffer.allocate(payloadBytes + 1);
      this.channel = SocketChannel.open();
    }

    void connect(Selector selector) throws IOException {
      channel.configureBlocking(false);
      // A reset at the end frees the port at once.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.bind(new InetSocketAddress(network + (1 + number / PEERS_PER_ADDRESS), 0));
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    void ready(SelectionKey key) throws IOException {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        connecting--;
        return;
      }
      if (key.isWritable()) {
        key.interestOps(SelectionKey.OP_READ);
        send(key);
      }
      if (key.isReadable()) {
        receive();
      }
    }

    void send(SelectionKey key) throws IOException {
      channel.write(unsent);
      if (unsent.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      } else if (isHalfClosing()) {
        channel.shutdownOutput();
      }
    }

    private void receive() throws IOException {
      boolean ended = channel.read(received) < 0;
      if (!ended && (isHalfClosing() ? received.hasRemaining() : received.remaining() > 1)) {
        return;
      }
      if (!received.flip().equals(expected)) {
        throw new AssertionError(
            "Peer "
                + number
                + " has got back "
                + received.remaining()
                + " bytes, and not its own.");
      }
      channel.close();
      finished++;
    }

    private boolean isHalfClosing() {
      return number % ONE_HALF_CLOSE_IN == 0;
    }
  }
}
