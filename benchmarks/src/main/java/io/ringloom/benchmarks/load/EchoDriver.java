package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: every connection keeps a number of messages under way, and sends as many as have
 * come back. A message's latency begins when it is given to the socket and ends with its last byte.
 */
final class EchoDriver implements Driver {
  private static final int READ_BYTES = 256 * 1024;

  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final Shape shape;

  /** What comes back is counted and not looked at, so all connections receive into the same. */
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);

  /** What all connections send. */
  private final ByteBuffer messages;

  private final Histogram latencies = Latencies.histogram();
  private long completed;

  /**
   * What the connections do.
   *
   * @param connections how many there are
   * @param messageBytes how long each message is
   * @param depth how many messages each has under way
   */
  record Shape(int connections, int messageBytes, int depth) {}

  private EchoDriver(Shape shape) throws IOException {
    this.shape = shape;
    this.messages = ByteBuffer.allocateDirect(shape.messageBytes() * shape.depth());
  }

  static EchoDriver connect(int port, LoadChannel.Opener opener, Shape shape) throws IOException {
    EchoDriver driver = new EchoDriver(shape);
    try {
      Selecting.connect(
          port, shape.connections(), driver.selector, socket -> driver.add(opener.open(socket)));
      return driver;
    } catch (IOException e) {
      driver.close();
      throw e;
    }
  }

  private Client add(LoadChannel channel) {
    Client client = new Client(channel);
    clients.add(client);
    return client;
  }

  @Override
  public Tally run(long nanos) throws IOException {
    latencies.reset();
    completed = 0;
    long begin = System.nanoTime();
    for (Client client : clients) {
      client.begin(begin);
    }
    Selecting.until(begin + nanos, selector, key -> ((Client) key.attachment()).ready(key));
    return new Tally(completed, System.nanoTime() - begin, latencies.copy());
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

    /** What of the messages is still to be written, from position to limit. */
    private final ByteBuffer out = messages.duplicate().limit(0);

    private final SentTimes sent = new SentTimes(shape.depth());
    private long receivedOfMessage;
    private int owed = shape.depth();

    Client(LoadChannel channel) {
      this.channel = channel;
    }

    /** Sends what is owed, which is something in the first run only. */
    void begin(long now) throws IOException {
      sent.restart(now);
      send(now);
    }

    void ready(SelectionKey key) {
      try {
        long now = key.isReadable() ? receive() : System.nanoTime();
        send(now);
        key.interestOps(
            out.hasRemaining() || channel.hasUnsent()
                ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private long receive() throws IOException {
      int count = channel.read(in.clear());
      long now = System.nanoTime();
      if (count < 0) {
        throw new IOException("The server has closed a connection.");
      }
      receivedOfMessage += count;
      int whole = (int) (receivedOfMessage / shape.messageBytes());
      receivedOfMessage %= shape.messageBytes();
      if (owed + whole > shape.depth()) {
        throw new IOException("The server has sent back more than it got.");
      }
      sent.complete(whole, now, latencies);
      completed += whole;
      owed += whole;
      return now;
    }

    /** Begins what is owed as soon as what was begun is written. */
    private void send(long now) throws IOException {
      if (!out.hasRemaining() && owed > 0) {
        out.limit(owed * shape.messageBytes()).position(0);
        sent.begin(owed, now);
        owed = 0;
      }
      if (out.hasRemaining() || channel.hasUnsent()) {
        channel.write(out);
      }
    }
  }
}
