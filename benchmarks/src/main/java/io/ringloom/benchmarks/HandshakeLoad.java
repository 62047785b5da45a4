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
 * A closed-loop client on one thread, which keeps a number of connections under way: each makes a
 * full handshake, has one byte echoed, and ends with close_notify in both directions.
 *
 * <p>Each leaves a port of the client's occupied for a minute. So not more are made on one server
 * than there are ports.
 */
final class HandshakeLoad implements Load {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_FOR_WARM_UP = 12_000;
  private static final int MOST_TO_MEASURE = 15_000;

  /** What the record takes that brings one byte back: header, byte, type, tag. */
  private static final int ECHO_RECORD_BYTES = 5 + 1 + 1 + 16;

  private enum Step {
    HANDSHAKE,
    ECHO,
    END
  }

  private final int port;
  private final TlsClient tls;
  private final long nanos;
  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer echoed = ByteBuffer.allocateDirect(32 * 1024);
  private String remark = "";
  private long completed;
  private long ticketBytes;

  private HandshakeLoad(int port, TlsClient tls, long nanos, Selector selector) {
    this.port = port;
    this.tls = tls;
    this.nanos = nanos;
    this.selector = selector;
  }

  /**
   * Connects.
   *
   * @param nanos how long a measurement takes
   */
  static HandshakeLoad connect(int port, int connections, TlsClient tls, long nanos)
      throws IOException {
    HandshakeLoad load = new HandshakeLoad(port, tls, nanos, Selector.open());
    for (int i = 0; i < connections; i++) {
      Client client = load.new Client();
      load.clients.add(client);
      client.ready();
    }
    return load;
  }

  @Override
  public void warmUp() throws IOException {
    run(WARM_UP_NANOS, MOST_FOR_WARM_UP);
    ServerHello hello = tls.probe(port);
    if (hello.resumed()) {
      throw new IOException("The server resumes sessions: these are no full handshakes.");
    }
    remark = hello + ", tickets of " + ticketBytes + " bytes";
  }

  @Override
  public long measure() throws IOException {
    return run(nanos, MOST_TO_MEASURE);
  }

  @Override
  public String remark() {
    return remark;
  }

  private long run(long nanos, int most) throws IOException {
    long end = System.nanoTime() + nanos;
    long before = completed;
    long left;
    while (completed - before < most && (left = end - System.nanoTime()) > 0) {
      selector.select(key -> ((Client) key.attachment()).ready(), 1 + left / 1_000_000);
    }
    if (completed == before) {
      throw new IOException("The server has completed no connection.");
    }
    return completed - before;
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

    Client() throws IOException {
      channel = connect();
    }

    private TlsChannel connect() throws IOException {
      SocketChannel socket = Loopback.connect(port);
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ, this);
      step = Step.HANDSHAKE;
      return new TlsChannel(socket, tls.newEngine(), in, out);
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
        completed++;
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
        ticketBytes = channel.decrypted() - decryptedBefore - ECHO_RECORD_BYTES;
        channel.closeOutput();
        step = Step.END;
      }
    }
  }
}
