package io.ringloom.example.kv.resp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects replies, so that many of them leave in one write.
 *
 * <p>What is written goes out with {@link #flush()}, and by itself where 64 KiB are full: then a
 * method waits for the client. A bulk string of that size or more is written from where it is, so
 * its bytes must not change.
 *
 * <p>After {@code HELLO 3} the same methods write what version 3 of the protocol has: null, maps,
 * sets, pushes, doubles, booleans and verbatim strings. Before, they write what Redis writes
 * instead.
 *
 * <p>For one thread at a time.
 */
public final class ReplyWriter {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int INITIAL_BYTES = 512;

  /** A client that waits keeps no larger buffer than this. */
  private static final int KEPT_BYTES = 4 * 1024;

  /** How many digits the least number has, with its minus. */
  private static final int MAX_DIGITS = 20;

  private final WritableByteChannel target;

  // All of these belong to the thread that writes.
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
  public int pendingBytes() {
    return used;
  }

  /**
   * Writes a status, such as {@code OK}.
   *
   * @param text the status; each character becomes one byte, the end of a line becomes a space
   * @throws IOException as {@link #flush()} does
   */
  public void simple(String text) throws IOException {
    line('+', text);
  }

  /**
   * Writes an error.
   *
   * @param text the error with its code first, such as {@code ERR syntax error}; each character
   *     becomes one byte, the end of a line becomes a space
   * @throws IOException as {@link #flush()} does
   */
  public void error(String text) throws IOException {
    line('-', text);
  }

  /**
   * Writes a number.
   *
   * @param value the number
   * @throws IOException as {@link #flush()} does
   */
  public void integer(long value) throws IOException {
    header(':', value);
  }

  /**
   * Writes a bulk string.
   *
   * @param value its bytes
   * @throws IOException as {@link #flush()} does
   */
  public void bulk(byte[] value) throws IOException {
    header('$', value.length);
    bytes(value);
    endLine();
  }

  /**
   * Writes a text as a bulk string.
   *
   * @param text the text, written as UTF-8
   * @throws IOException as {@link #flush()} does
   */
  public void bulk(String text) throws IOException {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a number as a bulk string, as {@code GET} does where a key holds one.
   *
   * @param value the number
   * @throws IOException as {@link #flush()} does
   */
  public void bulk(long value) throws IOException {
    header('$', digits(value));
    number(value);
    endLine();
  }

  /**
   * Writes that there is no value.
   *
   * @throws IOException as {@link #flush()} does
   */
  public void nullValue() throws IOException {
    ascii(version3 ? "_\r\n" : "$-1\r\n");
  }

  /**
   * Writes that there is no array.
   *
   * @throws IOException as {@link #flush()} does
   */
  public void nullArray() throws IOException {
    ascii(version3 ? "_\r\n" : "*-1\r\n");
  }

  /**
   * Begins an array.
   *
   * @param count how many replies follow as its elements
   * @throws IOException as {@link #flush()} does
   */
  public void array(int count) throws IOException {
    header('*', count);
  }

  /**
   * Begins a map; in version 2 an array of keys and values.
   *
   * @param count how many pairs of replies follow, each a key and its value
   * @throws IOException as {@link #flush()} does
   */
  public void map(int count) throws IOException {
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
   * @throws IOException as {@link #flush()} does
   */
  public void set(int count) throws IOException {
    header(version3 ? '~' : '*', count);
  }

  /**
   * Begins a message that answers no request; in version 2 an array.
   *
   * @param count how many replies follow as its elements
   * @throws IOException as {@link #flush()} does
   */
  public void push(int count) throws IOException {
    header(version3 ? '>' : '*', count);
  }

  /**
   * Writes a floating-point number; in version 2 a bulk string.
   *
   * @param value the number
   * @throws IOException as {@link #flush()} does
   */
  public void floatingPoint(double value) throws IOException {
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
   * @throws IOException as {@link #flush()} does
   */
  public void bool(boolean value) throws IOException {
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
   * @throws IOException as {@link #flush()} does
   */
  public void verbatim(byte[] value) throws IOException {
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
    writeOut();
    if (buffer.length > KEPT_BYTES) {
      buffer = new byte[INITIAL_BYTES];
    }
  }

  private void line(char type, String text) throws IOException {
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

  private void header(char type, long value) throws IOException {
    makeRoom(1 + MAX_DIGITS + 2);
    buffer[used++] = (byte) type;
    number(value);
    endLine();
  }

  private void number(long value) throws IOException {
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

  private void ascii(String text) throws IOException {
    makeRoom(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[used++] = (byte) text.charAt(i);
    }
  }

  private void endLine() throws IOException {
    makeRoom(2);
    buffer[used++] = '\r';
    buffer[used++] = '\n';
  }

  private void bytes(byte[] bytes) throws IOException {
    if (bytes.length >= MAX_BYTES) {
      writeOut();
      writeAll(ByteBuffer.wrap(bytes));
      return;
    }
    makeRoom(bytes.length);
    System.arraycopy(bytes, 0, buffer, used, bytes.length);
    used += bytes.length;
  }

  private void makeRoom(int count) throws IOException {
    if (used + count > MAX_BYTES) {
      writeOut();
    }
    if (used + count > buffer.length) {
      int doubled = Math.min(MAX_BYTES, 2 * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.max(doubled, used + count));
    }
  }

  private void writeOut() throws IOException {
    if (used == 0) {
      return;
    }
    ByteBuffer pending = ByteBuffer.wrap(buffer, 0, used);
    try {
      writeAll(pending);
    } finally {
      System.arraycopy(buffer, pending.position(), buffer, 0, pending.remaining());
      used = pending.remaining();
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
