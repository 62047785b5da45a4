package io.ringloom.tls;

import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayer.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** Drives a layer as a channel does: decrypts in place, and keeps parts of records. */
final class LayerEnd implements TlsEnd, AutoCloseable {

  private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

  final TlsLayer layer;

  /** All statuses but OK, in order; the last one once only. */
  final List<Status> events = new ArrayList<>();

  /** How much has been sent so far. */
  int sentBytes;

  private final ByteBuffer input = ByteBuffer.allocateDirect(512 * 1024);
  private final ByteBuffer slot;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  LayerEnd(TlsLayer layer) {
    this.layer = layer;
    slot = ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES);
    sendWhatTlsWants();
  }

  @Override
  public void receive(byte[] bytes, int offset, int length) {
    input.put(bytes, offset, length);
    input.flip();
    ByteBuffer plaintext = input.duplicate();
    Status status;
    boolean again;
    do {
      int before = input.remaining();
      status = layer.feed(input, plaintext);
      boolean sent = sendWhatTlsWants();
      if (status == Status.HANDSHAKE_COMPLETE) {
        events.add(status);
      }
      again =
          status == Status.HANDSHAKE_COMPLETE
              || (status == Status.OK && (sent || input.remaining() < before));
    } while (again);
    if (status != Status.OK && !events.contains(status)) {
      events.add(status);
    }
    byte[] data = new byte[plaintext.position()];
    plaintext.flip().get(data);
    received.writeBytes(data);
    input.compact();
  }

  @Override
  public byte[] takeOutput() {
    byte[] bytes = output.toByteArray();
    output.reset();
    return bytes;
  }

  @Override
  public void send(byte[] data) {
    ByteBuffer plaintext = ByteBuffer.allocateDirect(data.length).put(data).flip();
    try {
      while (plaintext.hasRemaining()) {
        encrypt(plaintext);
      }
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void end() {
    layer.closeNotify();
    sendWhatTlsWants();
  }

  @Override
  public byte[] received() {
    return received.toByteArray();
  }

  @Override
  public boolean isOpen() {
    return events.contains(Status.HANDSHAKE_COMPLETE);
  }

  @Override
  public boolean isEnded() {
    return events.contains(Status.CLOSED);
  }

  boolean hasFailed() {
    return events.contains(Status.FAILED);
  }

  @Override
  public void close() {
    layer.close();
  }

  private boolean sendWhatTlsWants() {
    boolean sent = false;
    try {
      while (layer.wantsToSend()) {
        sent |= encrypt(EMPTY) > 0;
      }
    } catch (SSLException e) {
      events.add(Status.FAILED);
    }
    return sent;
  }

  private int encrypt(ByteBuffer plaintext) throws SSLException {
    layer.encrypt(plaintext, slot.clear());
    byte[] bytes = new byte[slot.flip().remaining()];
    slot.get(bytes);
    output.writeBytes(bytes);
    sentBytes += bytes.length;
    return bytes.length;
  }
}
