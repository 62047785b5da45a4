package io.ringloom.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A closed-loop client on one thread: every connection keeps a number of messages under way, and
 * sends as many as have come back.
 */
final class EchoLoad implements Load {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private final EchoArguments arguments;
  private final String remark;
  private final int messageBytes;

  private EchoLoad(Selector selector, EchoArguments arguments, String remark) {
    this.selector = selector;
    this.arguments = arguments;
    this.remark = remark;
    this.messageBytes = arguments.messageBytes();
  }

  static EchoLoad connect(
      int port, EchoArguments arguments, LoadChannel.Opener opener, String remark)
      throws IOException {
    EchoLoad load = new EchoLoad(Selector.open(), arguments, remark);
    for (int i = 0; i < arguments.connections(); i++) {
      SocketChannel socket = Loopback.connect(port);
      Client client = load.new Client(opener.open(socket));
      socket.configureBlocking(false);
      socket.register(load.selector, SelectionKey.OP_READ, client);
      load.clients.add(client);
      client.send();
    }
    return load;
  }

  @Override
  public void warmUp() throws IOException {
    run(WARM_UP_NANOS);
  }

  @Override
  public long measure() throws IOException {
    return run(arguments.nanos());
  }

  @Override
  public String remark() {
    return remark;
  }

  /** Drives the connections for a time, and returns how many messages came back. */
  private long run(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    long before = messages();
    long left;
    while ((left = end - System.nanoTime()) > 0) {
      selector.select(key -> ((Client) key.attachment()).ready(key), 1 + left / 1_000_000);
    }
    long messages = messages() - before;
    if (messages == 0) {
      throw new IOException("The server has sent nothing back.");
    }
    return messages;
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
    private final LoadChannel channel;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private long owed;
    private long received;

    Client(LoadChannel channel) {
      this.channel = channel;
      this.in = ByteBuffer.allocateDirect(Math.max(64 * 1024, messageBytes));
      this.out = ByteBuffer.allocateDirect(messageBytes * arguments.depth());
      this.owed = out.capacity();
    }

    void ready(SelectionKey key) {
      try {
        if (key.isReadable()) {
          receive();
        }
        send();
        key.interestOps(
            (owed >= messageBytes && out.hasRemaining()) || channel.hasUnsent()
                ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void receive() throws IOException {
      in.clear();
      int count = channel.read(in);
      if (count < 0) {
        throw new IOException("The server has closed a connection.");
      }
      received += count;
      owed += count;
      if (owed > out.capacity()) {
        throw new IOException("The server has sent back more than it got.");
      }
    }

    /** Sends what is owed, in whole messages; one that was begun is finished first. */
    private void send() throws IOException {
      if (!out.hasRemaining() || out.position() == 0) {
        int whole = (int) (owed - owed % messageBytes);
        out.clear().limit(Math.min(whole, out.capacity()));
      }
      if (out.hasRemaining() || channel.hasUnsent()) {
        owed -= channel.write(out);
      }
    }
  }
}
