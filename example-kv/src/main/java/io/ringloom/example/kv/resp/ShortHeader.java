package io.ringloom.example.kv.resp;

/**
 * A header of at most eight bytes, parsed from one number that holds all of it: its type, a number
 * as Redis wants it to be written, a carriage return, and a byte that Redis does not look at.
 *
 * <p>What it says is packed into an {@code int}, so that nothing is allocated.
 */
final class ShortHeader {
  /** What is no such header, but may be a longer one. */
  static final int NONE = 0;

  private static final int FIRST_BYTE_SHIFT = Long.SIZE - Byte.SIZE;

  private ShortHeader() {}

  /**
   * Parses what bytes begin with.
   *
   * @param bytes the next eight, big-endian
   * @param type what the first is to be
   */
  static int parse(long bytes, char type) {
    long rest = bytes << Byte.SIZE;
    int number = digit(rest);
    if ((char) (bytes >>> FIRST_BYTE_SHIFT) != type || number < 0 || number > 9) {
      return NONE;
    }
    // The last place is the one of the line feed.
    for (int length = 2; length < Long.BYTES - 1; length++) {
      rest <<= Byte.SIZE;
      int digit = digit(rest);
      if (digit == '\r' - '0') {
        return (number << Byte.SIZE) | (length + 2);
      }
      if (digit < 0 || digit > 9 || number == 0) {
        return NONE;
      }
      number = 10 * number + digit;
    }
    return NONE;
  }

  static int number(int header) {
    return header >>> Byte.SIZE;
  }

  /** How many bytes it has. */
  static int length(int header) {
    return header & 0xff;
  }

  private static int digit(long bytes) {
    return (int) (bytes >>> FIRST_BYTE_SHIFT) - '0';
  }
}
