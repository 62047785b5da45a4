package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.StringValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How keys and values are laid out on the disk. All numbers are big-endian.
 *
 * <pre>
 * 'K' database key                  -> 's' expiry bytes
 *                                   -> 'l' expiry list first size
 * 'E' database list number          -> element
 * </pre>
 *
 * <p>A database is one byte, all else that is no text has eight. The numbers of a list's elements
 * go from its first one on without gaps; their sign bit is flipped, so that they sort as numbers. A
 * list keeps its elements when its key is renamed. A change of this needs another number in {@link
 * DataDirectory}.
 */
final class Records {
  static final byte STRING = 's';
  static final byte LIST = 'l';

  private static final byte KEY = 'K';
  private static final byte ELEMENT = 'E';
  private static final int KEY_PREFIX_BYTES = 2;
  private static final int STRING_HEADER_BYTES = 1 + Long.BYTES;
  private static final int LIST_BYTES = 1 + 4 * Long.BYTES;

  private Records() {}

  /** Before all keys of a database, and after all of the one before it. */
  static byte[] keysOf(int database) {
    return new byte[] {KEY, (byte) database};
  }

  /** Before all elements of a database, and after all of the one before it. */
  static byte[] elementsOf(int database) {
    return new byte[] {ELEMENT, (byte) database};
  }

  static byte[] key(int database, byte[] key) {
    return ByteBuffer.allocate(KEY_PREFIX_BYTES + key.length)
        .put(keysOf(database))
        .put(key)
        .array();
  }

  static byte[] element(int database, long list, long number) {
    return ByteBuffer.allocate(KEY_PREFIX_BYTES + 2 * Long.BYTES)
        .put(elementsOf(database))
        .putLong(list)
        .putLong(number ^ Long.MIN_VALUE)
        .array();
  }

  static byte[] string(long expireAtMillis, StringValue value) {
    int length = value.length();
    return ByteBuffer.allocate(STRING_HEADER_BYTES + length)
        .put(STRING)
        .putLong(expireAtMillis)
        .put(value.array(), 0, length)
        .array();
  }

  static byte[] list(long expireAtMillis, ListPlace place) {
    return ByteBuffer.allocate(LIST_BYTES)
        .put(LIST)
        .putLong(expireAtMillis)
        .putLong(place.list())
        .putLong(place.first())
        .putLong(place.size())
        .array();
  }

  /** Where the elements of a list are. */
  record ListPlace(int database, long list, long first, long size) {}

  static boolean isKeyOf(int database, byte[] record) {
    return record.length >= KEY_PREFIX_BYTES && record[0] == KEY && record[1] == database;
  }

  static byte[] keyIn(byte[] record) {
    return Arrays.copyOfRange(record, KEY_PREFIX_BYTES, record.length);
  }

  static boolean isString(byte[] value) throws IOException {
    boolean string = value.length >= STRING_HEADER_BYTES && value[0] == STRING;
    boolean list = value.length == LIST_BYTES && value[0] == LIST;
    if (!string && !list) {
      throw new IOException("a key's record is neither a string nor a list");
    }
    return string;
  }

  static long expiryIn(byte[] value) {
    return ByteBuffer.wrap(value).getLong(1);
  }

  static byte[] stringIn(byte[] value) {
    return Arrays.copyOfRange(value, STRING_HEADER_BYTES, value.length);
  }

  static ListPlace listIn(int database, byte[] value) throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(value, STRING_HEADER_BYTES, 3 * Long.BYTES);
    ListPlace place =
        new ListPlace(database, numbers.getLong(), numbers.getLong(), numbers.getLong());
    if (place.size() <= 0) {
      throw new IOException("a list's record has the size " + place.size());
    }
    return place;
  }
}
