package io.ringloom.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Sends bytes in TLS records, by an engine of the JDK. */
final class TlsWire implements Wire {
  private static final int BUFFER_BYTES = 32 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;

  /** Records to be sent, from position to limit. */
  private final ByteBuffer outgoing = ByteBuffer.allocate(BUFFER_BYTES).flip();

  /** Received and not decrypted yet, up to the position. */
  private final ByteBuffer incoming = ByteBuffer.allocate(BUFFER_BYTES);

  /** Decrypted and not read yet, from position to limit. */
  private final ByteBuffer decrypted = ByteBuffer.allocate(BUFFER_BYTES).flip();

  private boolean socketEnded;

  TlsWire(SocketChannel channel, SSLEngine engine) throws SSLException {
    this.channel = channel;
    this.engine = engine;
    engine.beginHandshake();
  }

  /** What a handshake waits for. */
  enum Need {
    NOTHING,
    READ,
    WRITE
  }

  /** Goes on with the handshake as far as that goes now, and says what it waits for. */
  Need handshake() throws IOException {
    while (true) {
      if (!flush()) {
        return Need.WRITE;
      }
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_TASK -> runTasks();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
            if (socketEnded) {
              throw new SSLHandshakeException("The connection ended during the handshake.");
            }
            return Need.READ;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return Need.NOTHING;
        }
      }
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (!flush()) {
      return 0;
    }
    int before = bytes.remaining();
    wrap(bytes);
    flush();
    return before - bytes.remaining();
  }

  @Override
  public boolean flush() throws IOException {
    while (outgoing.hasRemaining()) {
      if (channel.write(outgoing) == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!decrypted.hasRemaining()) {
      if (engine.isInboundDone()) {
        return -1;
      }
      if (!unwrap()) {
        if (!socketEnded || engine.isInboundDone()) {
          return engine.isInboundDone() ? -1 : 0;
        }
        throw new SSLException("The stream was cut off: it ended without close_notify.");
      }
    }
    int count = Math.min(decrypted.remaining(), into.remaining());
    into.put(into.position(), decrypted, decrypted.position(), count);
    into.position(into.position() + count);
    decrypted.position(decrypted.position() + count);
    return count;
  }

  @Override
  public void endOutput() throws IOException {
    engine.closeOutbound();
    wrap(NOTHING);
    if (!flush()) {
      throw new IOException("There is no room for close_notify.");
    }
    channel.shutdownOutput();
  }

  @Override
  public void beforeClose() {
    try {
      if (flush() && !engine.isOutboundDone()) {
        engine.closeOutbound();
        wrap(NOTHING);
        flush();
      }
    } catch (IOException e) {
      // The socket is closed anyway; what the other side makes of that is what is tested.
    }
  }

  private void wrap(ByteBuffer bytes) throws SSLException {
    outgoing.clear();
    try {
      engine.wrap(bytes, outgoing);
    } finally {
      outgoing.flip();
    }
  }

  /** Decrypts the next record, and returns whether there was one. */
  private boolean unwrap() throws IOException {
    while (true) {
      incoming.flip();
      decrypted.clear();
      SSLEngineResult result;
      try {
        result = engine.unwrap(incoming, decrypted);
      } finally {
        incoming.compact();
        decrypted.flip();
      }
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      }
      if (result.bytesConsumed() > 0 || engine.isInboundDone()) {
        return result.bytesConsumed() > 0;
      }
      int count = socketEnded ? -1 : channel.read(incoming);
      if (count <= 0) {
        socketEnded |= count < 0;
        return false;
      }
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }
}
