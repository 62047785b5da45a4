package io.ringloom.internal.tls;

import io.ringloom.internal.buffer.RecordBuffers;
import java.nio.ByteBuffer;

/**
 * Goes through the buffers of one send, a record's worth at a time. Small or heap buffers are
 * gathered in scratch space first: for one record there has to be one direct buffer. Loop only.
 */
final class DataCursor {
  private final ByteBuffer[] data;
  private final int count;
  private int at;

  /** Whether the bytes that are used lie in the first buffer itself. */
  private boolean inPlace;

  DataCursor(ByteBuffer[] data, int count) {
    this.data = data;
    this.count = count;
    skipEmpty();
  }

  boolean hasRemaining() {
    return at < count;
  }

  /** Returns the next bytes in one direct buffer; {@link #consumed} says how many were used. */
  ByteBuffer next(RecordBuffers buffers) {
    ByteBuffer first = data[at];
    boolean fills = first.remaining() >= RecordBuffers.RECORD_DATA_BYTES || at == count - 1;
    inPlace = first.isDirect() && fills;
    if (inPlace) {
      return first;
    }
    ByteBuffer gathered = buffers.plaintext();
    for (int i = at; i < count && gathered.hasRemaining(); i++) {
      ByteBuffer part = data[i];
      int bytes = Math.min(part.remaining(), gathered.remaining());
      gathered.put(gathered.position(), part, part.position(), bytes);
      gathered.position(gathered.position() + bytes);
    }
    return gathered.flip();
  }

  /** Goes on by as many bytes. */
  void consumed(int bytes) {
    int left = inPlace ? 0 : bytes;
    while (left > 0) {
      ByteBuffer part = data[at];
      int taken = Math.min(left, part.remaining());
      part.position(part.position() + taken);
      left -= taken;
      skipEmpty();
    }
    skipEmpty();
  }

  private void skipEmpty() {
    while (at < count && !data[at].hasRemaining()) {
      at++;
    }
  }
}
