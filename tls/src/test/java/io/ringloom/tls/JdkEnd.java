package io.ringloom.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The other end, on the JDK's engine. */
final class JdkEnd implements TlsEnd {

  final SSLEngine engine;

  /** What the engine has thrown, if it has. */
  @Nullable SSLException failure;

  private final ByteBuffer input = ByteBuffer.allocate(512 * 1024);
  private final ByteBuffer plaintext = ByteBuffer.allocate(64 * 1024);
  private final ByteBuffer slot = ByteBuffer.allocate(64 * 1024);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean open;

  JdkEnd(SSLEngine engine) throws SSLException {
    this.engine = engine;
    engine.beginHandshake();
    advance();
  }

  @Override
  public void receive(byte[] bytes, int offset, int length) {
    input.put(bytes, offset, length);
    advance();
  }

  @Override
  public byte[] takeOutput() {
    byte[] bytes = output.toByteArray();
    output.reset();
    return bytes;
  }

  @Override
  public void send(byte[] data) {
    ByteBuffer source = ByteBuffer.wrap(data);
    try {
      while (source.hasRemaining()) {
        if (wrap(source) == 0) {
          throw new SSLException("nothing can be sent any more");
        }
      }
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void end() {
    engine.closeOutbound();
    advance();
  }

  @Override
  public byte[] received() {
    return received.toByteArray();
  }

  /** {@return how much data has been received} */
  int receivedBytes() {
    return received.size();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isEnded() {
    return failure == null && engine.isInboundDone();
  }

  /** Does whatever the engine can do with what there is. */
  void advance() {
    try {
      boolean progress = true;
      while (progress) {
        progress = step();
      }
    } catch (SSLException e) {
      if (failure == null) {
        failure = e;
        advance(); // Takes the alert.
      }
    }
  }

  private boolean step() throws SSLException {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      return wrap(ByteBuffer.allocate(0)) > 0;
    }
    if (engine.isInboundDone()) {
      return false;
    }
    input.flip();
    plaintext.clear();
    try {
      SSLEngineResult result = engine.unwrap(input, plaintext);
      note(result);
      received.write(plaintext.array(), 0, plaintext.position());
      return result.bytesConsumed() > 0;
    } finally {
      input.compact();
    }
  }

  private int wrap(ByteBuffer source) throws SSLException {
    SSLEngineResult result = engine.wrap(source, slot.clear());
    note(result);
    output.write(slot.array(), 0, slot.position());
    return slot.position();
  }

  private void note(SSLEngineResult result) {
    open |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
  }
}
