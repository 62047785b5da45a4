package io.ringloom.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed-loop client on one thread: every connection keeps a number of messages under way, and
 * sends as many as have come back.
 */
final class EchoLoad implements AutoCloseable {
  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private final int messageBytes;

  private EchoLoad(Selector selector, int messageBytes) {
    this.selector = selector;
    this.messageBytes = messageBytes;
  }

  static EchoLoad connect(int port, int connections, int messageBytes, int depth)
      throws IOException {
    EchoLoad load = new EchoLoad(Selector.open(), messageBytes);
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Client client = load.new Client(channel, depth);
      channel.register(load.selector, SelectionKey.OP_READ, client);
      load.clients.add(client);
      client.begin();
    }
    return load;
  }

  /** Drives the connections for a time, and returns how many messages came back. */
  long run(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    long before = messages();
    long left;
    while ((left = end - System.nanoTime()) > 0) {
      selector.select(key -> ((Client) key.attachment()).ready(key), 1 + left / 1_000_000);
    }
    return messages() - before;
  }

  private long messages() {
    long bytes = 0;
    for (Client client : clients) {
      bytes += client.received;
    }
    return bytes / messageBytes;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  private final class Client {
    private final SocketChannel channel;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private long owed;
    private long received;

    Client(SocketChannel channel, int depth) {
      this.channel = channel;
      this.in = ByteBuffer.allocateDirect(Math.max(64 * 1024, messageBytes));
      this.out = ByteBuffer.allocateDirect(messageBytes * depth);
      this.owed = (long) messageBytes * depth;
    }

    void begin() throws IOException {
      send();
    }

    void ready(SelectionKey key) {
      try {
        if (key.isReadable()) {
          in.clear();
          int count = channel.read(in);
          if (count < 0) {
            throw new IOException("The server has closed a connection.");
          }
          received += count;
          owed += count;
        }
        send();
        key.interestOps(
            owed >= messageBytes && out.hasRemaining()
                ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** Sends what is owed, in whole messages; one that was begun is finished first. */
    private void send() throws IOException {
      if (!out.hasRemaining() || out.position() == 0) {
        int whole = (int) (owed - owed % messageBytes);
        out.clear().limit(Math.min(whole, out.capacity()));
      }
      if (out.hasRemaining()) {
        owed -= channel.write(out);
      }
    }
  }
}
