package io.ringloom.example.kv.resp;

import io.ringloom.ConnectionInput;
import java.io.IOException;

/**
 * Reads requests that have arrived as a whole and are as short as nearly all are. Each header is
 * looked at with one number that holds all of it, and the request is consumed at once. All others
 * are left to the {@link RequestReader}, with nothing consumed.
 *
 * <p>For one thread at a time.
 */
final class WholeRequests {
  /** A request of one argument of one byte. */
  private static final int SHORTEST_BYTES = 11;

  /** So small a request takes less memory than a client may have without asking for it. */
  private static final int MOST_BYTES = 16 * 1024;

  private static final int MOST_ARGUMENTS = 64;

  private static final byte[] EMPTY = {};

  private final ConnectionInput input;
  private final int mostBytes;

  WholeRequests(ConnectionInput input, RespLimits limits) {
    this.input = input;
    this.mostBytes = Math.min(MOST_BYTES, limits.maxBulkBytes());
  }

  /**
   * Reads the next request, if it is one of those that this can read.
   *
   * @param request gets the arguments; is empty before, and afterwards if nothing was read
   * @return whether it was read
   */
  boolean read(Request request) throws IOException {
    int available = Math.min(input.available(), mostBytes);
    if (available < SHORTEST_BYTES) {
      return false;
    }
    int header = ShortHeader.parse(input.peekLong(0), '*');
    int count = ShortHeader.number(header);
    int at = ShortHeader.length(header);
    if (count == 0 || count > MOST_ARGUMENTS) {
      return false;
    }
    while (request.count() < count) {
      header = ShortHeader.parse(ahead(at, available), '$');
      int length = ShortHeader.number(header);
      at += ShortHeader.length(header);
      // Redis does not look at the two bytes after an argument either.
      if (header == ShortHeader.NONE || at + length + 2 > available) {
        request.clear();
        return false;
      }
      request.add(length == 0 ? EMPTY : input.peekBytes(at, length));
      at += length + 2;
    }
    input.skip(at);
    return true;
  }

  /** The next eight bytes; zeros stand for those that are not available. */
  private long ahead(int at, int available) throws IOException {
    int missing = Math.max(0, at + Long.BYTES - available);
    return missing < Long.BYTES ? input.peekLong(at - missing) << (missing * Byte.SIZE) : 0;
  }
}
