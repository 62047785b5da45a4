package io.ringloom.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** TLS as a client over a socket, which may block or not. Confined to the load's thread. */
public final class TlsChannel implements LoadChannel {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** More than a record of any library takes, with tickets in front of it. */
  private static final int SLOT_BYTES = 20 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  /** Where no data is to come, an engine wants room for a record all the same. Stays empty. */
  private static final ByteBuffer NO_DATA = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private final SocketChannel socket;
  private final SSLEngine engine;

  /** What was received and not decrypted yet, from position to limit. */
  private final ByteBuffer in;

  /** What was encrypted and not sent yet, up to the position. */
  private final ByteBuffer out;

  private long received;

  /**
   * Lays TLS over a socket.
   *
   * @param in from {@link #newBuffer}, perhaps of an earlier channel, which is closed
   * @param out another one
   */
  TlsChannel(SocketChannel socket, SSLEngine engine, ByteBuffer in, ByteBuffer out) {
    this.socket = socket;
    this.engine = engine;
    this.in = in.clear().limit(0);
    this.out = out.clear();
  }

  static ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(BUFFER_BYTES);
  }

  /**
   * Goes on with the handshake as far as the socket allows.
   *
   * @return whether the handshake is complete, and all of it was sent
   */
  boolean handshake() throws IOException {
    while (true) {
      while (engine.wrap(NOTHING, out).bytesProduced() > 0) {
        // What the handshake has to send comes record by record.
      }
      send();
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NOT_HANDSHAKING) {
        return !hasUnsent();
      }
      if (status != HandshakeStatus.NEED_UNWRAP) {
        throw new IllegalStateException("The client cannot go on with " + status + ".");
      }
      if (engine.unwrap(in, NO_DATA).bytesConsumed() == 0) {
        int count = receive();
        if (count < 0) {
          throw new EOFException("The server has closed a connection in its handshake.");
        }
        if (count == 0) {
          return false;
        }
      }
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int before = target.position();
    boolean ended = receive() < 0;
    while (in.hasRemaining() && engine.unwrap(in, target).bytesConsumed() > 0) {
      // One record after the other.
    }
    int count = target.position() - before;
    return count == 0 && ended ? -1 : count;
  }

  private int receive() throws IOException {
    in.compact();
    int count = socket.read(in);
    in.flip();
    received += Math.max(count, 0);
    return count;
  }

  /** Returns how many bytes have come and were decrypted. */
  long decrypted() {
    return received - in.remaining();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int before = source.position();
    do {
      while (source.hasRemaining() && out.remaining() >= SLOT_BYTES) {
        engine.wrap(source, out);
      }
      send();
    } while (source.hasRemaining() && !hasUnsent());
    return source.position() - before;
  }

  private void send() throws IOException {
    if (hasUnsent()) {
      out.flip();
      socket.write(out);
      out.compact();
    }
  }

  @Override
  public boolean hasUnsent() {
    return out.position() > 0;
  }

  /** Ends this side: close_notify, and the end of the stream. */
  void closeOutput() throws IOException {
    engine.closeOutbound();
    while (engine.wrap(NOTHING, out).bytesProduced() > 0) {
      // There is one record, and then none.
    }
    send();
    socket.shutdownOutput();
  }

  /** Drops what comes; returns whether the server has closed. */
  boolean drain() throws IOException {
    in.clear();
    boolean ended = socket.read(in) < 0;
    in.limit(0);
    return ended;
  }

  @Override
  public void close() throws IOException {
    TlsClient.release(engine);
    socket.close();
  }
}
