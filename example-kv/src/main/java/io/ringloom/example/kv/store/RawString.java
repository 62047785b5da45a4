package io.ringloom.example.kv.store;

import java.util.Arrays;

/**
 * A string that was changed in part. There is room behind it, so that the next one that is appended
 * needs no copy of all.
 *
 * <p>Strings share an array, of which each is a beginning, and their bytes never change. Only the
 * longest of them grows in place; any other, such as the copy of a key, gets an array of its own.
 */
final class RawString extends StringValue {
  private static final int MAX_ROOM_BYTES = 1024 * 1024;
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;
  private static final long MORE_OBJECT_BYTES = 32;

  private final byte[] array;
  private final int length;
  private final Filled filled;

  /** Takes over the array; nobody else may write to it any more. */
  RawString(byte[] array, int length) {
    this(array, length, new Filled());
  }

  private RawString(byte[] array, int length, Filled filled) {
    super(array, 0);
    this.array = array;
    this.length = length;
    this.filled = filled;
    filled.bytes = length;
  }

  /** The beginning of an array with more behind it. */
  static RawString joined(byte[] array, int length, byte[] more) {
    int newLength = Math.addExact(length, more.length);
    int room = Math.min(Math.min(newLength, MAX_ROOM_BYTES), MAX_ARRAY_BYTES - newLength);
    byte[] joined = new byte[newLength + room];
    System.arraycopy(array, 0, joined, 0, length);
    System.arraycopy(more, 0, joined, length, more.length);
    return new RawString(joined, newLength);
  }

  @Override
  public boolean isRaw() {
    return true;
  }

  @Override
  public StringValue append(byte[] more) {
    if (filled.bytes != length || array.length - length < more.length) {
      return joined(array, length, more);
    }
    System.arraycopy(more, 0, array, length, more.length);
    return new RawString(array, length + more.length, filled);
  }

  /** A copy, if there is room behind. */
  @Override
  public byte[] bytes() {
    return array.length == length ? array : Arrays.copyOf(array, length);
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long approximateBytes() {
    return MORE_OBJECT_BYTES + super.approximateBytes();
  }

  /** How much of an array is in use. */
  private static final class Filled {
    /** Guarded by the keyspace's lock. */
    int bytes;
  }
}
