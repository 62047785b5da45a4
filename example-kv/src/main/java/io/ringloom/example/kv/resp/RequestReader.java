package io.ringloom.example.kv.resp;

import io.ringloom.ConnectionInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests: arrays of bulk strings, or lines as one types them. On odd input it does what
 * Redis 7 does.
 *
 * <p>It never consumes a byte beyond the request, and holds no more memory than a small multiple of
 * what has arrived, whatever a client announces.
 *
 * <p>For one thread at a time.
 */
public final class RequestReader {

  /** How the reader waits for its client. Whoever implements it sends pending replies first. */
  @FunctionalInterface
  public interface Waiting {

    /**
     * Waits for bytes.
     *
     * @param count how many are to be available; more than are
     * @return whether they are; false if the stream has ended, or the server is draining and wants
     *     no further request
     * @throws IOException as {@link ConnectionInput#require} does, or if replies cannot be sent
     */
    boolean await(int count) throws IOException;
  }

  /** Long arguments are taken over in pieces of this size, so that they need not be buffered. */
  private static final int PIECE_BYTES = 16 * 1024;

  /** So much of each request is not asked for. */
  private static final long FREE_BYTES = 64 * 1024;

  /** What an argument takes beside its bytes, about. */
  private static final int ARGUMENT_BYTES = 24;

  private static final int NO_BULK = -1;
  private static final int NO_SHORT_HEADER = -1;
  private static final byte[] EMPTY = {};

  private final ConnectionInput input;
  private final RespLimits limits;
  private final RequestMemory memory;
  private final Waiting waiting;
  private final WholeRequests wholeRequests;
  private final Request request = new Request();

  // All of these belong to the thread that reads. They say how far the current request has come, so
  // that a read which was interrupted can go on.
  private boolean authenticated;
  private int argumentsLeft;
  private int bulkBytes = NO_BULK;

  /** What the current request takes, and how much it may take without asking. */
  private long requestBytes;

  private long grantedBytes = FREE_BYTES;
  private int bulkFilled;
  private byte @Nullable [] bulk;

  /**
   * Makes a reader.
   *
   * @param input where the bytes come from. Its connection must be able to buffer two bytes more
   *     than the lines in {@code limits} may have
   * @param limits how much a client may send
   * @param memory is asked for what a request takes that is over 64 KiB
   * @param waiting is called whenever the bytes at hand do not make a whole request. So replies can
   *     be held back until then and no client waits for one that is already known, even if it has
   *     sent the first half of the next request
   */
  public RequestReader(
      ConnectionInput input, RespLimits limits, RequestMemory memory, Waiting waiting) {
    this.input = input;
    this.limits = limits;
    this.memory = memory;
    this.waiting = waiting;
    wholeRequests = new WholeRequests(input, limits);
  }

  /**
   * Says whether the client has done what it must to be trusted with large requests. At first it
   * has not.
   *
   * @param authenticated whether it has, or need not
   */
  public void setAuthenticated(boolean authenticated) {
    this.authenticated = authenticated;
  }

  /**
   * Reads the next request with at least one argument, waiting for it. After a timeout or an
   * interrupt the next call goes on with the same request; no byte is lost.
   *
   * @return the request, which is valid until the next call, or null if the stream has ended
   *     between two requests or the server is draining
   * @throws ProtocolException if the client has sent what is no request; then nothing more can be
   *     read
   * @throws java.io.EOFException if the stream ends within a request
   * @throws IOException as {@link Waiting#await} does
   */
  public @Nullable Request read() throws IOException, ProtocolException {
    if (argumentsLeft == 0) {
      request.clear();
      giveBackMemory();
      if (authenticated && wholeRequests.read(request)) {
        return request;
      }
    }
    while (argumentsLeft > 0 || request.count() == 0) {
      if (argumentsLeft > 0) {
        readArgument();
      } else if (!awaitBytes()) {
        return null;
      } else if (input.peek(0) == '*') {
        readArgumentCount();
      } else {
        readInline();
      }
    }
    return request;
  }

  private boolean awaitBytes() throws IOException {
    return input.available() > 0 || waiting.await(1);
  }

  private void readInline() throws IOException, ProtocolException {
    int end = findEnd('\n', limits.maxInlineBytes(), "too big inline request");
    byte[] line = input.readBytes(end);
    input.skip(1);
    if (end > 0 && line[end - 1] == '\r') {
      line = Arrays.copyOf(line, end - 1);
    }
    InlineArguments.split(line, request);
  }

  private void readArgumentCount() throws IOException, ProtocolException {
    String invalid = "invalid multibulk length";
    long count = readShortHeader('*');
    if (count == NO_SHORT_HEADER) {
      int end = findHeaderEnd("too big mbulk count string");
      count = parseNumber(end, invalid);
      input.skip(end + 2L);
    }
    if (count > limits.maxArguments()) {
      throw new ProtocolException(invalid);
    }
    if (!authenticated && count > limits.maxArgumentsBeforeAuth()) {
      throw new ProtocolException("unauthenticated multibulk length");
    }
    // None, or fewer than none, is no request and no mistake either.
    argumentsLeft = (int) Math.max(count, 0);
  }

  private void readArgument() throws IOException, ProtocolException {
    if (bulkBytes == NO_BULK) {
      readBulkLength();
    }
    takeMemory(ARGUMENT_BYTES + (bulkBytes <= PIECE_BYTES ? bulkBytes : 0));
    byte[] argument = bulkBytes <= PIECE_BYTES ? readShortBulk() : readLongBulk();
    // Redis does not look at the two bytes after an argument either.
    input.skip(2);
    request.add(argument);
    bulkBytes = NO_BULK;
    argumentsLeft--;
  }

  private void readBulkLength() throws IOException, ProtocolException {
    String invalid = "invalid bulk length";
    long length = readShortHeader('$');
    if (length == NO_SHORT_HEADER) {
      int end = findHeaderEnd("too big bulk count string");
      byte first = input.peek(0);
      if (first != '$') {
        throw new ProtocolException("expected '$', got '" + (char) (first & 0xff) + "'");
      }
      length = parseNumber(end, invalid);
      input.skip(end + 2L);
    }
    if (length < 0 || length > limits.maxBulkBytes()) {
      throw new ProtocolException(invalid);
    }
    if (!authenticated && length > limits.maxBulkBytesBeforeAuth()) {
      throw new ProtocolException("unauthenticated bulk length");
    }
    bulkBytes = (int) length;
  }

  private byte[] readShortBulk() throws IOException {
    require(bulkBytes + 2);
    return bulkBytes == 0 ? EMPTY : input.readBytes(bulkBytes);
  }

  /** Doubles the array as bytes arrive. What has arrived survives a read that is interrupted. */
  private byte[] readLongBulk() throws IOException, ProtocolException {
    byte[] bytes = bulk;
    if (bytes == null) {
      takeMemory(PIECE_BYTES);
      bytes = new byte[PIECE_BYTES];
    }
    while (bulkFilled < bulkBytes) {
      int piece = Math.min(PIECE_BYTES, bulkBytes - bulkFilled);
      require(piece);
      if (bulkFilled + piece > bytes.length) {
        int length = (int) Math.min(bulkBytes, 2L * bytes.length);
        takeMemory(length - bytes.length);
        bytes = Arrays.copyOf(bytes, length);
      }
      input.readFully(ByteBuffer.wrap(bytes, bulkFilled, piece));
      bulkFilled += piece;
      bulk = bytes;
    }
    require(2);
    bulk = null;
    bulkFilled = 0;
    return bytes;
  }

  /**
   * Reads a header of at most eight bytes. Nearly all are so short, and have more behind them.
   *
   * @return the number in it, or {@link #NO_SHORT_HEADER}, and then nothing was read
   */
  private int readShortHeader(char type) throws IOException {
    if (input.available() < Long.BYTES) {
      return NO_SHORT_HEADER;
    }
    int header = ShortHeader.parse(input.peekLong(0), type);
    if (header == ShortHeader.NONE) {
      return NO_SHORT_HEADER;
    }
    input.skip(ShortHeader.length(header));
    return ShortHeader.number(header);
  }

  private void takeMemory(long bytes) throws ProtocolException {
    requestBytes += bytes;
    if (requestBytes > grantedBytes) {
      long step = Math.max(requestBytes - grantedBytes, FREE_BYTES);
      if (!memory.take(step)) {
        throw new ProtocolException("the requests of all clients take too much memory");
      }
      grantedBytes += step;
    }
  }

  private void giveBackMemory() {
    requestBytes = 0;
    if (grantedBytes > FREE_BYTES) {
      memory.giveBack(grantedBytes - FREE_BYTES);
      grantedBytes = FREE_BYTES;
    }
  }

  /** Finds the carriage return that ends a header, and waits for the byte after it. */
  private int findHeaderEnd(String tooBig) throws IOException, ProtocolException {
    int end = findEnd('\r', limits.maxHeaderBytes(), tooBig);
    // It should be a line feed; Redis skips it unseen.
    require(end + 2);
    return end;
  }

  private int findEnd(char end, int maxBytes, String tooBig) throws IOException, ProtocolException {
    int available = input.available();
    for (int i = 0; i <= maxBytes; i++) {
      if (i >= available) {
        require(i + 1);
        available = input.available();
      }
      byte b = input.peek(i);
      if (b == end) {
        return i;
      }
      if (b == 0) {
        // Redis sees no end of a line beyond a zero byte, and waits until the line is too long.
        require(maxBytes + 1);
        break;
      }
    }
    throw new ProtocolException(tooBig);
  }

  /**
   * Parses the number between the first byte of a header and its end. There is one way to write a
   * number: no plus, no zeros before it, no minus before a zero.
   */
  private long parseNumber(int end, String invalid) throws IOException, ProtocolException {
    boolean negative = input.peek(1) == '-';
    int from = negative ? 2 : 1;
    if (from >= end || (input.peek(from) == '0' && end > 2)) {
      throw new ProtocolException(invalid);
    }
    // Counts downwards, since there is one negative number more than positive ones.
    long number = 0;
    for (int i = from; i < end; i++) {
      int digit = input.peek(i) - '0';
      if (digit < 0 || digit > 9 || number < (Long.MIN_VALUE + digit) / 10) {
        throw new ProtocolException(invalid);
      }
      number = number * 10 - digit;
    }
    if (!negative && number == Long.MIN_VALUE) {
      throw new ProtocolException(invalid);
    }
    return negative ? number : -number;
  }

  private void require(int count) throws IOException {
    if (input.available() < count && !waiting.await(count)) {
      throw new EOFException("The stream has ended within a request.");
    }
  }
}
