package io.ringloom.example.kv.resp;

import io.ringloom.Connection;
import io.ringloom.ConnectionInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A stream that arrives in given pieces: the next one whenever the reader would wait. Has only the
 * methods that {@link RequestReader} uses.
 */
final class PiecewiseInput implements ConnectionInput {

  // All of these belong to the thread of the test.
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private byte[] buffered = new byte[0];
  private int waits;
  private boolean interruptsEachWait;
  private boolean interrupted;

  PiecewiseInput(byte[]... pieces) {
    this.pieces.addAll(Arrays.asList(pieces));
    this.pieces.removeIf(piece -> piece.length == 0);
  }

  /** Interrupts every wait once, before it gets its piece. */
  PiecewiseInput interruptEachWait() {
    interruptsEachWait = true;
    return this;
  }

  int waits() {
    return waits;
  }

  @Override
  public int available() {
    return buffered.length;
  }

  @Override
  public boolean awaitBytes() throws IOException {
    return buffered.length > 0 || receive();
  }

  @Override
  public void require(int count) throws IOException {
    while (buffered.length < count) {
      if (!receive()) {
        throw new EOFException();
      }
    }
  }

  @Override
  public byte peek(int offset) throws IOException {
    require(offset + 1);
    return buffered[offset];
  }

  @Override
  public long peekLong(int offset) throws IOException {
    require(offset + Long.BYTES);
    return ByteBuffer.wrap(buffered).getLong(offset);
  }

  @Override
  public byte[] peekBytes(int offset, int count) throws IOException {
    require(offset + count);
    return Arrays.copyOfRange(buffered, offset, offset + count);
  }

  @Override
  public void readFully(ByteBuffer dst) throws IOException {
    dst.put(readBytes(dst.remaining()));
  }

  @Override
  public byte[] readBytes(int count) throws IOException {
    require(count);
    byte[] bytes = Arrays.copyOf(buffered, count);
    buffered = Arrays.copyOfRange(buffered, count, buffered.length);
    return bytes;
  }

  @Override
  public void skip(long count) throws IOException {
    readBytes(Math.toIntExact(count));
  }

  private boolean receive() throws IOException {
    if (interruptsEachWait && !interrupted) {
      interrupted = true;
      throw new InterruptedIOException();
    }
    interrupted = false;
    waits++;
    byte[] piece = pieces.poll();
    if (piece == null) {
      return false;
    }
    int old = buffered.length;
    buffered = Arrays.copyOf(buffered, old + piece.length);
    System.arraycopy(piece, 0, buffered, old, piece.length);
    return true;
  }

  @Override
  public byte readByte() {
    throw new UnsupportedOperationException();
  }

  @Override
  public short readShort() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int readInt() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long readLong() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String readString(int count, Charset charset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int indexOf(byte value, int limitBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] readUntil(byte delimiter, int limitBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String readLine(Charset charset, int limitBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int transferTo(Connection target) {
    throw new UnsupportedOperationException();
  }
}
