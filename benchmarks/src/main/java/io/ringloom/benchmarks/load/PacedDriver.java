package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * An open loop: messages are sent at an even rate on one connection after the other, whether
 * answers have come or not. A message's latency begins when it was due.
 *
 * <p>The thread looks all the time whether a message is due or an answer there: to be woken for it
 * would take longer than many an answer does.
 */
final class PacedDriver implements Driver {
  /** How long the last answers are waited for. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private final int messageBytes;
  private final double perSecond;
  private final Histogram latencies = Latencies.histogram();
  private long completed;

  private PacedDriver(int messageBytes, double perSecond) throws IOException {
    this.messageBytes = messageBytes;
    this.perSecond = perSecond;
  }

  static PacedDriver connect(int port, int connections, int messageBytes, double perSecond)
      throws IOException {
    PacedDriver driver = new PacedDriver(messageBytes, perSecond);
    try {
      Selecting.connect(port, connections, driver.selector, driver::add);
      return driver;
    } catch (IOException e) {
      driver.close();
      throw e;
    }
  }

  private Client add(SocketChannel socket) {
    Client client = new Client(socket);
    clients.add(client);
    return client;
  }

  @Override
  public Tally run(long nanos) throws IOException {
    latencies.reset();
    completed = 0;
    long begin = System.nanoTime();
    Pacing pacing = new Pacing(begin, perSecond);
    long all = pacing.dueBefore(begin + nanos);
    long sent = 0;
    long now;
    while ((now = System.nanoTime()) < begin + nanos) {
      for (long due = Math.min(pacing.dueBefore(now), all); sent < due; sent++) {
        clients.get((int) (sent % clients.size())).send(pacing.due(sent));
      }
      selector.selectNow(key -> ((Client) key.attachment()).ready());
    }
    // Those that were held up at the end count too.
    for (; sent < all; sent++) {
      clients.get((int) (sent % clients.size())).send(pacing.due(sent));
    }
    awaitAnswers(all);
    return new Tally(completed, System.nanoTime() - begin, latencies.copy());
  }

  private void awaitAnswers(long all) throws IOException {
    long deadline = System.nanoTime() + GRACE_NANOS;
    while (completed < all) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "The server has not answered %,d of %,d messages.".formatted(all - completed, all));
      }
      selector.select(key -> ((Client) key.attachment()).ready(), 100);
    }
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.socket.close();
    }
    selector.close();
  }

  private final class Client {
    private final SocketChannel socket;
    private final DueTimes due = new DueTimes();
    private final ByteBuffer message = ByteBuffer.allocateDirect(messageBytes);
    private long receivedOfMessage;

    /** How many bytes of messages that are due wait until the socket takes them. */
    private long unsent;

    Client(SocketChannel socket) {
      this.socket = socket;
    }

    void send(long dueAt) throws IOException {
      due.add(dueAt);
      unsent += messageBytes;
      write();
    }

    /** What the socket does not take goes with the next message or answer. */
    private void write() throws IOException {
      int written = messageBytes;
      while (unsent > 0 && written == messageBytes) {
        message.clear().limit((int) Math.min(messageBytes, unsent));
        written = socket.write(message);
        unsent -= written;
      }
    }

    void ready() {
      try {
        receive();
        write();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void receive() throws IOException {
      int count = socket.read(in.clear());
      if (count < 0) {
        throw new IOException("The server has closed a connection.");
      }
      receivedOfMessage += count;
      int whole = (int) (receivedOfMessage / messageBytes);
      receivedOfMessage %= messageBytes;
      due.answered(whole, System.nanoTime(), latencies);
      completed += whole;
    }
  }
}
