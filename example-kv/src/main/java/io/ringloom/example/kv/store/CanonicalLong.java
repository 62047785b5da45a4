package io.ringloom.example.kv.store;

/**
 * The one way to write a whole number of 64 bits: digits without leading zeros, a minus if need be.
 */
public final class CanonicalLong {
  private static final int MAX_LENGTH = 20;

  private CanonicalLong() {}

  /** Whether {@code Long.toString} could have written this. */
  public static boolean matches(byte[] text) {
    int length = text.length;
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    boolean negative = text[0] == '-';
    int first = negative ? 1 : 0;
    if (first == length) {
      return false;
    }
    if (text[first] == '0') {
      return length == 1;
    }
    long value = 0; // Counts down, since there is one more negative number.
    for (int at = first; at < length; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
        return false;
      }
      value *= 10;
      if (value < Long.MIN_VALUE + digit) {
        return false;
      }
      value -= digit;
    }
    return negative || value != Long.MIN_VALUE;
  }

  /** The number; only for a text that {@link #matches}. */
  public static long parse(byte[] text) {
    boolean negative = text[0] == '-';
    long value = 0;
    for (int at = negative ? 1 : 0; at < text.length; at++) {
      value = value * 10 - (text[at] - '0');
    }
    return negative ? value : -value;
  }

  /** How many characters its text has. */
  public static int length(long number) {
    int length = number < 0 ? 2 : 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      length++;
    }
    return length;
  }
}
