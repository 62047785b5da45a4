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

/**
 * A closed loop of connections that live shortly: each makes a handshake, has one byte echoed, and
 * ends with close_notify in both directions, and another one takes its place. Its latency begins
 * before it connects and ends with its byte.
 */
final class HandshakeDriver implements Driver {
  /** What the record takes that brings one byte back: header, byte, type, tag. */
  private static final int ECHO_RECORD_BYTES = 5 + 1 + 1 + 16;

  private enum Step {
    HANDSHAKE,
    ECHO,
    END
  }

  private final int port;
  private final TlsClient tls;
  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer echoed = ByteBuffer.allocateDirect(32 * 1024);
  private final Histogram latencies = Latencies.histogram();
  private String remark = "";
  private long completed;
  private long ticketBytes;

  private HandshakeDriver(int port, TlsClient tls) throws IOException {
    this.port = port;
    this.tls = tls;
  }

  static HandshakeDriver connect(int port, int connections, TlsClient tls) throws IOException {
    HandshakeDriver driver = new HandshakeDriver(port, tls);
    try {
      for (int i = 0; i < connections; i++) {
        Client client = driver.new Client();
        driver.clients.add(client);
        client.ready();
      }
      return driver;
    } catch (IOException e) {
      driver.close();
      throw e;
    }
  }

  @Override
  public Tally run(long nanos) throws IOException {
    latencies.reset();
    completed = 0;
    long begin = System.nanoTime();
    Selecting.until(begin + nanos, selector, key -> ((Client) key.attachment()).ready());
    Tally tally = new Tally(completed, System.nanoTime() - begin, latencies.copy());
    if (remark.isEmpty() && completed > 0) {
      remark = findOut();
    }
    return tally;
  }

  /** Asks once, after the first run, what the server has chosen. */
  private String findOut() throws IOException {
    ServerHello hello = tls.probe(port);
    if (hello.resumed() != tls.resuming()) {
      throw new IOException(
          tls.resuming()
              ? "The server does not resume sessions."
              : "The server resumes sessions: these are no full handshakes.");
    }
    return hello + ", tickets of " + ticketBytes + " bytes";
  }

  @Override
  public String remark() {
    return remark;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  /** One connection after the other. */
  private final class Client {
    private final ByteBuffer in = TlsChannel.newBuffer();
    private final ByteBuffer out = TlsChannel.newBuffer();
    private final ByteBuffer message = ByteBuffer.allocateDirect(1);
    private TlsChannel channel;
    private Step step = Step.HANDSHAKE;
    private long decryptedBefore;
    private long begin;

    Client() throws IOException {
      channel = connect();
    }

    private TlsChannel connect() throws IOException {
      begin = System.nanoTime();
      SocketChannel socket = Loopback.connect(port);
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ, this);
      step = Step.HANDSHAKE;
      return new TlsChannel(socket, tls.newEngine(port), in, out);
    }

    /** Goes on with what has come, and to begin with. */
    void ready() {
      try {
        advance();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The client sends so little that the socket takes it; nothing waits to be sent. */
    private void advance() throws IOException {
      if (step == Step.HANDSHAKE && channel.handshake()) {
        decryptedBefore = channel.decrypted();
        channel.write(message.clear());
        step = Step.ECHO;
      } else if (step == Step.ECHO) {
        receive();
      } else if (step == Step.END && channel.drain()) {
        channel.close();
        channel = connect();
        advance();
      }
    }

    private void receive() throws IOException {
      int count = channel.read(echoed.clear());
      if (count < 0 || count > 1) {
        throw new IOException("The server has not sent back the one byte that it got.");
      }
      if (count == 1) {
        Latencies.record(latencies, System.nanoTime() - begin, 1);
        completed++;
        ticketBytes = channel.decrypted() - decryptedBefore - ECHO_RECORD_BYTES;
        channel.closeOutput();
        step = Step.END;
      }
    }
  }
}
