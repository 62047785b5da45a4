package io.ringloom.internal.connection;

import io.ringloom.Connection;
import io.ringloom.ConnectionInput;
import io.ringloom.LimitExceededException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Parses the front of a mailbox in place. Confined to the one thread that parses.
 *
 * <p>The front is fetched anew by {@link #buffered} before every use: while the thread waited, the
 * loop may have moved what is left of it.
 */
final class MailboxInput implements ConnectionInput {
  private static final int FIRST_PART_BYTES = 8 * 1024;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;

  private final StreamConnection connection;
  private final Mailbox mailbox;
  private final int mostBuffered;

  MailboxInput(StreamConnection connection, Mailbox mailbox, int mostBuffered) {
    this.connection = connection;
    this.mailbox = mailbox;
    this.mostBuffered = mostBuffered;
  }

  @Override
  public int available() {
    return buffered().remaining() + mailbox.waitingBytes();
  }

  @Override
  public boolean awaitBytes() throws IOException {
    return buffered().hasRemaining() || fill(connection.readDeadline());
  }

  @Override
  public void require(int count) throws IOException {
    buffered(count);
  }

  @Override
  public byte peek(int offset) throws IOException {
    ByteBuffer front = buffered(offset, Byte.BYTES);
    return front.get(front.position() + offset);
  }

  @Override
  public long peekLong(int offset) throws IOException {
    ByteBuffer front = buffered(offset, Long.BYTES);
    return front.getLong(front.position() + offset);
  }

  @Override
  public byte[] peekBytes(int offset, int count) throws IOException {
    checkNotNegative("count", count);
    ByteBuffer front = buffered(offset, count);
    byte[] bytes = new byte[count];
    front.get(front.position() + offset, bytes);
    return bytes;
  }

  @Override
  public byte readByte() throws IOException {
    return buffered(Byte.BYTES).get();
  }

  @Override
  public short readShort() throws IOException {
    return buffered(Short.BYTES).getShort();
  }

  @Override
  public int readInt() throws IOException {
    return buffered(Integer.BYTES).getInt();
  }

  @Override
  public long readLong() throws IOException {
    return buffered(Long.BYTES).getLong();
  }

  @Override
  public void readFully(ByteBuffer dst) throws IOException {
    int wanted = dst.remaining();
    while (dst.hasRemaining()) {
      if (connection.read(dst) < 0) {
        throw ended("after " + (wanted - dst.remaining()) + " of " + wanted + " bytes");
      }
    }
  }

  @Override
  public byte[] readBytes(int count) throws IOException {
    checkNotNegative("count", count);
    if (count <= mostBuffered) {
      ByteBuffer front = buffered(count);
      byte[] bytes = new byte[count];
      front.get(bytes);
      return bytes;
    }
    // More than is ever buffered: the array grows with what has really come.
    byte[] bytes = new byte[FIRST_PART_BYTES];
    int read = 0;
    while (read < count) {
      if (read == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length));
      }
      ByteBuffer part = ByteBuffer.wrap(bytes, read, bytes.length - read);
      int more = connection.read(part);
      if (more < 0) {
        throw ended("after " + read + " of " + count + " bytes");
      }
      read += more;
    }
    return bytes;
  }

  @Override
  public String readString(int count, Charset charset) throws IOException {
    return new String(readBytes(count), charset);
  }

  @Override
  public int indexOf(byte value, int limitBytes) throws IOException {
    checkNotNegative("limit", limitBytes);
    if (limitBytes > mostBuffered) {
      throw new IllegalArgumentException(
          "The limit is "
              + limitBytes
              + " bytes, but must be at most the read high watermark of "
              + mostBuffered
              + ".");
    }
    return find(value, limitBytes, limitBytes);
  }

  /** Looks for a byte among the next ones, as many as {@code window} says. */
  private int find(byte value, int window, int limitBytes) throws IOException {
    long deadline = WaitSet.NO_DEADLINE;
    boolean waited = false;
    int searched = 0;
    while (true) {
      ByteBuffer front = buffered();
      int length = Math.min(front.remaining(), window);
      int index = search(front, value, searched, length);
      if (index >= 0) {
        return index;
      }
      searched = length;
      if (searched == window) {
        throw tooLong(value, limitBytes);
      }
      if (!waited) {
        deadline = connection.readDeadline();
        waited = true;
      }
      if (!fill(deadline)) {
        return -1;
      }
    }
  }

  @Override
  public byte[] readUntil(byte delimiter, int limitBytes) throws IOException {
    return record(delimitedLength(delimiter, limitBytes, 1));
  }

  @Override
  public String readLine(Charset charset, int limitBytes) throws IOException {
    int length = delimitedLength((byte) '\n', limitBytes, 2);
    ByteBuffer front = buffered(length + 1);
    boolean carriageReturn = length > 0 && front.get(front.position() + length - 1) == '\r';
    int textLength = carriageReturn ? length - 1 : length;
    if (textLength > limitBytes) {
      throw tooLong((byte) '\n', limitBytes);
    }
    return new String(record(length), 0, textLength, charset);
  }

  @Override
  public int transferTo(Connection target) throws IOException {
    if (target instanceof StreamConnection stream) {
      return stream.writer().writeFront(this);
    }
    if (!awaitBytes()) {
      return -1;
    }
    ByteBuffer bytes = ByteBuffer.wrap(readBytes(buffered().remaining()));
    return target.write(bytes);
  }

  @Override
  public void skip(long count) throws IOException {
    checkNotNegative("count", count);
    ByteBuffer front = buffered();
    if (count <= front.remaining()) {
      front.position(front.position() + (int) count);
      return;
    }
    long left = count;
    long deadline = connection.readDeadline();
    while (left > 0) {
      front = buffered();
      int part = (int) Math.min(left, front.remaining());
      front.position(front.position() + part);
      left -= part;
      if (left > 0 && !fill(deadline)) {
        throw ended("while " + left + " of " + count + " bytes were still to be skipped");
      }
    }
  }

  /** Returns how long the next record is; its end, of up to {@code endBytes}, does not count. */
  private int delimitedLength(byte delimiter, int limitBytes, int endBytes) throws IOException {
    checkNotNegative("limit", limitBytes);
    int window = (int) Math.min((long) limitBytes + endBytes, mostBuffered);
    int length = find(delimiter, window, limitBytes);
    if (length < 0) {
      throw ended("before the byte " + delimiter + " that ends the record");
    }
    return length;
  }

  /** Consumes a record and the one byte behind it. */
  private byte[] record(int length) throws IOException {
    ByteBuffer front = buffered(length + 1);
    byte[] record = new byte[length];
    front.get(record);
    front.get();
    return record;
  }

  private LimitExceededException tooLong(byte value, int limitBytes) {
    return new LimitExceededException(
        connection + " did not send the byte " + value + " within " + limitBytes + " bytes.",
        limitBytes);
  }

  private static void checkNotNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "The " + what + " is " + value + ", but must be zero or more.");
    }
  }

  /** Returns the bytes at hand, safe to be read until the next wait. */
  ByteBuffer buffered() {
    if (mailbox.isFrontLent() && !connection.onCarrier()) {
      mailbox.detachFront();
    }
    return mailbox.front();
  }

  /** Waits for bytes that lie ahead; see {@link #buffered(int)}. */
  private ByteBuffer buffered(int offset, int count) throws IOException {
    checkNotNegative("offset", offset);
    return buffered((int) Math.min((long) offset + count, Integer.MAX_VALUE));
  }

  /**
   * Waits for a number of bytes, and returns what is at hand then: at least as many, even if
   * another thread closes the connection this very moment.
   */
  private ByteBuffer buffered(int count) throws IOException {
    checkNotNegative("count", count);
    ByteBuffer front = buffered();
    if (front.remaining() >= count) {
      return front;
    }
    if (count > mostBuffered) {
      throw new LimitExceededException(
          connection
              + " was asked to buffer "
              + count
              + " bytes, more than its read high watermark of "
              + mostBuffered
              + ".",
          mostBuffered);
    }
    long deadline = connection.readDeadline();
    while (front.remaining() < count) {
      if (!fill(deadline)) {
        throw ended("after " + front.remaining() + " of " + count + " bytes");
      }
      front = buffered();
    }
    return front;
  }

  /** Returns the bytes at hand, safe to be read while a thread is parked. */
  ByteBuffer ownBuffered() {
    mailbox.detachFront();
    return mailbox.front();
  }

  /** Waits for at least one more byte; returns false at the end of the stream. */
  private boolean fill(long deadline) throws IOException {
    boolean expired = false;
    while (true) {
      Thread waiter = expired ? null : Thread.currentThread();
      int gained = mailbox.takeFront(connection.onCarrier(), waiter, deadline);
      if (gained > 0) {
        connection.resumeIfPaused();
        return true;
      }
      if (gained == Mailbox.END) {
        return false;
      }
      expired = connection.await(Operation.READ, gained == Mailbox.CLOSED, expired, deadline);
    }
  }

  private EOFException ended(String where) {
    return new EOFException("The stream of " + connection + " ended " + where + ".");
  }

  /** Returns where a byte is, at or behind {@code from} and before {@code to}; -1 if nowhere. */
  private static int search(ByteBuffer front, byte value, int from, int to) {
    int start = front.position();
    int index = from;
    // Eight bytes at a time: the exclusive or has a zero byte where the value is.
    long pattern = (value & 0xFFL) * LOW_BITS;
    for (; index + Long.BYTES <= to; index += Long.BYTES) {
      long word = front.getLong(start + index) ^ pattern;
      if (((word - LOW_BITS) & ~word & HIGH_BITS) != 0) {
        break;
      }
    }
    for (; index < to; index++) {
      if (front.get(start + index) == value) {
        return index;
      }
    }
    return -1;
  }
}
