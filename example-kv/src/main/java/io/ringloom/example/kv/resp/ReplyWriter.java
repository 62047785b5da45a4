package io.ringloom.example.kv.resp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Collects replies, so that many of them leave in one write.
 *
 * <p>Nothing here waits for the client but {@link #flush()}; whoever writes replies looks at {@link
 * #pendingBytes()} now and then. A bulk string of 16 KiB or more is not copied, so its bytes must
 * not change.
 *
 * <p>After {@code HELLO 3} the same methods write what version 3 of the protocol has: null, maps,
 * sets, pushes, doubles, booleans and verbatim strings. Before, they write what Redis writes
 * instead.
 *
 * <p>For one thread at a time.
 */
public final class ReplyWriter {

  private static final int MAX_BUFFER_BYTES = 64 * 1024;
  private static final int INITIAL_BYTES = 512;

  /** From here on, a value is written from where it is. */
  private static final int BORROWED_BYTES = 16 * 1024;

  /** A client that waits keeps no larger buffer than this. */
  private static final int KEPT_BYTES = 4 * 1024;

  /** How many digits the least number has, with its minus. */
  private static final int MAX_DIGITS = 20;

  private static final byte[] OK = {'+', 'O', 'K', '\r', '\n'};

  private final WritableByteChannel target;

  // All of these belong to the thread that writes.
  /** What comes before the buffer: full ones, and values that are not copied. */
  private final Deque<ByteBuffer> before = new ArrayDeque<>();

  private long beforeBytes;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int used;
  private boolean version3;

  /**
   * Makes a writer that speaks version 2 of the protocol.
   *
   * @param target where the replies go: a connection
   */
  public ReplyWriter(WritableByteChannel target) {
    this.target = target;
  }

  /**
   * Sets the version of the protocol for the replies from now on.
   *
   * @param version 2 or 3
   */
  public void setProtocol(int version) {
    if (version != 2 && version != 3) {
      throw new IllegalArgumentException("Protocol " + version + ", but there are only 2 and 3");
    }
    version3 = version == 3;
  }

  /** {@return the version of the protocol, 2 or 3} */
  public int protocol() {
    return version3 ? 3 : 2;
  }

  /** {@return how many bytes wait for a flush} */
  public long pendingBytes() {
    return beforeBytes + used;
  }

  /**
   * Writes a status, such as {@code OK}.
   *
   * @param text the status; each character becomes one byte, the end of a line becomes a space
   */
  public void simple(String text) {
    line('+', text);
  }

  /** Writes the status {@code OK}. */
  public void ok() {
    bytes(OK);
  }

  /**
   * Writes an error.
   *
   * @param text the error with its code first, such as {@code ERR syntax error}; each character
   *     becomes one byte, the end of a line becomes a space
   */
  public void error(String text) {
    line('-', text);
  }

  /**
   * Writes a number.
   *
   * @param value the number
   */
  public void integer(long value) {
    header(':', value);
  }

  /**
   * Writes a bulk string.
   *
   * @param value its bytes
   */
  public void bulk(byte[] value) {
    bulk(value, 0, value.length);
  }

  /**
   * Writes a part of an array as a bulk string.
   *
   * @param array has the bytes
   * @param offset where they begin
   * @param length how many they are
   */
  public void bulk(byte[] array, int offset, int length) {
    header('$', length);
    bytes(array, offset, length);
    endLine();
  }

  /**
   * Writes a text as a bulk string.
   *
   * @param text the text, written as UTF-8
   */
  public void bulk(String text) {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a number as a bulk string, as {@code GET} does where a key holds one.
   *
   * @param value the number
   */
  public void bulk(long value) {
    header('$', digits(value));
    number(value);
    endLine();
  }

  /** Writes that there is no value. */
  public void nullValue() {
    ascii(version3 ? "_\r\n" : "$-1\r\n");
  }

  /** Writes that there is no array. */
  public void nullArray() {
    ascii(version3 ? "_\r\n" : "*-1\r\n");
  }

  /**
   * Begins an array.
   *
   * @param count how many replies follow as its elements
   */
  public void array(int count) {
    header('*', count);
  }

  /**
   * Begins a map; in version 2 an array of keys and values.
   *
   * @param count how many pairs of replies follow, each a key and its value
   */
  public void map(int count) {
    if (version3) {
      header('%', count);
    } else {
      header('*', 2L * count);
    }
  }

  /**
   * Begins a set; in version 2 an array.
   *
   * @param count how many replies follow as its elements
   */
  public void set(int count) {
    header(version3 ? '~' : '*', count);
  }

  /**
   * Begins a message that answers no request; in version 2 an array.
   *
   * @param count how many replies follow as its elements
   */
  public void push(int count) {
    header(version3 ? '>' : '*', count);
  }

  /**
   * Writes a floating-point number; in version 2 a bulk string.
   *
   * @param value the number
   */
  public void floatingPoint(double value) {
    String text = DoubleFormat.format(value);
    if (version3) {
      line(',', text);
    } else {
      bulk(text);
    }
  }

  /**
   * Writes a truth value; in version 2 the number 1 or 0.
   *
   * @param value the value
   */
  public void bool(boolean value) {
    if (version3) {
      ascii(value ? "#t\r\n" : "#f\r\n");
    } else {
      integer(value ? 1 : 0);
    }
  }

  /**
   * Writes a text that is for people to read; in version 2 a bulk string.
   *
   * @param value the text
   */
  public void verbatim(byte[] value) {
    if (version3) {
      header('=', value.length + 4L);
      ascii("txt:");
      bytes(value);
      endLine();
    } else {
      bulk(value);
    }
  }

  /**
   * Writes what has been collected to the connection. Where that fails, what was not written stays
   * and goes out with the next flush.
   *
   * @throws IOException as {@link io.ringloom.Connection#write(ByteBuffer)} does
   */
  public void flush() throws IOException {
    for (ByteBuffer bytes = before.peek(); bytes != null; bytes = before.peek()) {
      writeAll(bytes);
      before.remove();
    }
    if (used > 0) {
      writeBuffer();
    }
    if (buffer.length > KEPT_BYTES) {
      buffer = new byte[INITIAL_BYTES];
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        target.write(bytes);
      }
    } finally {
      beforeBytes -= length - bytes.remaining();
    }
  }

  private void writeBuffer() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
    try {
      while (bytes.hasRemaining()) {
        target.write(bytes);
      }
    } finally {
      System.arraycopy(buffer, bytes.position(), buffer, 0, bytes.remaining());
      used = bytes.remaining();
    }
  }

  private void line(char type, String text) {
    byte[] line = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\r' || line[i] == '\n') {
        line[i] = ' ';
      }
    }
    makeRoom(1);
    buffer[used++] = (byte) type;
    bytes(line);
    endLine();
  }

  private void header(char type, long value) {
    makeRoom(1 + MAX_DIGITS + 2);
    buffer[used++] = (byte) type;
    number(value);
    endLine();
  }

  private void number(long value) {
    makeRoom(MAX_DIGITS);
    int end = used + digits(value);
    // Counts with negative numbers, of which there is one more than of positive ones.
    long rest = value < 0 ? value : -value;
    int at = end;
    do {
      buffer[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      buffer[--at] = '-';
    }
    used = end;
  }

  private static int digits(long value) {
    int digits = value < 0 ? 2 : 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void ascii(String text) {
    makeRoom(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[used++] = (byte) text.charAt(i);
    }
  }

  private void endLine() {
    makeRoom(2);
    buffer[used++] = '\r';
    buffer[used++] = '\n';
  }

  private void bytes(byte[] bytes) {
    bytes(bytes, 0, bytes.length);
  }

  private void bytes(byte[] array, int offset, int length) {
    if (length >= BORROWED_BYTES) {
      setAside();
      putBefore(ByteBuffer.wrap(array, offset, length));
      return;
    }
    makeRoom(length);
    System.arraycopy(array, offset, buffer, used, length);
    used += length;
  }

  private void makeRoom(int count) {
    if (used + count > MAX_BUFFER_BYTES) {
      setAside();
    }
    if (used + count > buffer.length) {
      int doubled = Math.min(MAX_BUFFER_BYTES, 2 * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.max(doubled, used + count));
    }
  }

  /** Begins another buffer. */
  private void setAside() {
    if (used > 0) {
      putBefore(ByteBuffer.wrap(buffer, 0, used));
      buffer = new byte[Math.max(INITIAL_BYTES, buffer.length / 2)];
      used = 0;
    }
  }

  private void putBefore(ByteBuffer bytes) {
    before.add(bytes);
    beforeBytes += bytes.remaining();
  }
}
