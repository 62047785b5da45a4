package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A closed loop of connections that live shortly: each connects, has one message echoed and closes,
 * and another one takes its place. Its latency begins before it connects and ends with its answer.
 */
final class ChurnDriver implements Driver {
  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final int port;
  private final ByteBuffer message;
  private final ByteBuffer in;
  private final Histogram latencies = Latencies.histogram();
  private long completed;

  ChurnDriver(int port, int connections, int messageBytes) throws IOException {
    this.port = port;
    message = ByteBuffer.allocateDirect(messageBytes);
    in = ByteBuffer.allocateDirect(messageBytes + 1);
    for (int i = 0; i < connections; i++) {
      clients.add(new Client());
    }
  }

  @Override
  public Tally run(long nanos) throws IOException {
    latencies.reset();
    completed = 0;
    long begin = System.nanoTime();
    for (Client client : clients) {
      client.connect();
    }
    Selecting.until(begin + nanos, selector, key -> ((Client) key.attachment()).ready());
    Tally tally = new Tally(completed, System.nanoTime() - begin, latencies.copy());
    for (Client client : clients) {
      client.disconnect();
    }
    selector.selectNow();
    return tally;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.disconnect();
    }
    selector.close();
  }

  /** One connection after the other. */
  private final class Client {
    private @Nullable SocketChannel socket;
    private long begin;
    private int received;

    void connect() throws IOException {
      begin = System.nanoTime();
      received = 0;
      SocketChannel next = Loopback.connect(port);
      socket = next;
      next.configureBlocking(false);
      next.write(message.clear());
      next.register(selector, SelectionKey.OP_READ, this);
    }

    void disconnect() throws IOException {
      if (socket != null) {
        socket.close();
        socket = null;
      }
    }

    void ready() {
      try {
        receive();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void receive() throws IOException {
      int count = socket == null ? 0 : socket.read(in.clear());
      received += count;
      if (count < 0 || received > message.capacity()) {
        throw new IOException("The server has not sent back what it got.");
      }
      if (received == message.capacity()) {
        Latencies.record(latencies, System.nanoTime() - begin, 1);
        completed++;
        disconnect();
        connect();
      }
    }
  }
}
