package io.ringloom.example.kv.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A floating-point number of 80 bits, which is C's {@code long double} on x86: the sums that Redis
 * replies with have its 64 binary digits, and all 17 decimals of what they are exactly.
 *
 * @param digits with the sign; of at most 64 bits; 0 for zero
 * @param exponent of two
 * @param isFinite if not, it is above or below all finite numbers
 */
record LongDouble(BigInteger digits, int exponent, boolean isFinite) {
  static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0, true);
  private static final LongDouble INFINITE = new LongDouble(BigInteger.ZERO, 0, false);

  private static final int DIGIT_BITS = 64;
  private static final int MIN_EXPONENT = -16445;

  /** As many bits has the integer part of the largest number. */
  private static final int MAX_BITS = 16384;

  private static final int MAX_TEXT_LENGTH = 5 * 1024 - 1;
  private static final int DECIMALS = 17;

  /** More than any finite number that is not zero has, whatever digits are before it. */
  private static final int MAX_EXPONENT_IN_TEXT = 40_000;

  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?)([0-9]*)(?:\\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("([+-]?)0[xX]([0-9a-fA-F]*)(?:\\.([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

  /** The number of a text as C reads it, or null if it is none, not finite or too near to zero. */
  static @Nullable LongDouble parse(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_TEXT_LENGTH) {
      return null;
    }
    String text = Text.of(bytes);
    if (INFINITY.matcher(text).matches()) {
      return INFINITE;
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      return parse(decimal, 10, 1);
    }
    Matcher hexadecimal = HEXADECIMAL.matcher(text);
    return hexadecimal.matches() ? parse(hexadecimal, 16, 4) : null;
  }

  /** Reads sign, integer part, fraction and exponent. */
  private static @Nullable LongDouble parse(Matcher parts, int radix, int exponentPerDigit) {
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    String all = parts.group(2) + fraction;
    if (all.isEmpty()) {
      return null;
    }
    BigInteger number = new BigInteger(all, radix);
    if (number.signum() == 0) {
      return ZERO;
    }
    int shift = exponent(parts.group(4)) - exponentPerDigit * fraction.length();
    if (Math.abs(shift) > MAX_EXPONENT_IN_TEXT) {
      return null;
    }
    BigInteger signed = parts.group(1).equals("-") ? number.negate() : number;
    BigInteger scale =
        radix == 10
            ? BigInteger.TEN.pow(Math.abs(shift))
            : BigInteger.ONE.shiftLeft(Math.abs(shift));
    LongDouble rounded =
        shift < 0 ? quotient(signed, scale) : round(signed.multiply(scale), 0, false);
    return rounded.isFinite && rounded.digits.signum() != 0 ? rounded : null;
  }

  private static int exponent(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    BigInteger limit = BigInteger.valueOf(2 * MAX_EXPONENT_IN_TEXT);
    return new BigInteger(text).min(limit).max(limit.negate()).intValue();
  }

  LongDouble plus(LongDouble other) {
    if (!isFinite || !other.isFinite) {
      return INFINITE;
    }
    int common = Math.min(exponent, other.exponent);
    BigInteger sum =
        digits.shiftLeft(exponent - common).add(other.digits.shiftLeft(other.exponent - common));
    return round(sum, common, false);
  }

  /** The number with up to 17 decimals and no exponent. */
  String toPlainText() {
    BigInteger scaled = digits.multiply(BigInteger.TEN.pow(DECIMALS));
    BigInteger units =
        exponent < 0 ? halfEven(scaled, -exponent, false) : scaled.shiftLeft(exponent);
    if (units.signum() == 0) {
      return "0";
    }
    return new BigDecimal(units, DECIMALS).stripTrailingZeros().toPlainString();
  }

  private static LongDouble quotient(BigInteger dividend, BigInteger divisor) {
    // Two bits more than are kept, so that it is seen on which side of the half it is.
    int shift = Math.max(0, DIGIT_BITS + 2 + divisor.bitLength() - dividend.bitLength());
    BigInteger[] parts = dividend.abs().shiftLeft(shift).divideAndRemainder(divisor);
    BigInteger signed = dividend.signum() < 0 ? parts[0].negate() : parts[0];
    return round(signed, -shift, parts[1].signum() != 0);
  }

  /**
   * The nearest number there is.
   *
   * @param hasMore whether the exact number is a little farther from zero
   */
  private static LongDouble round(BigInteger number, int exponent, boolean hasMore) {
    int surplus = Math.max(number.abs().bitLength() - DIGIT_BITS, MIN_EXPONENT - exponent);
    if (surplus <= 0) {
      return new LongDouble(number, exponent, true);
    }
    BigInteger rounded = halfEven(number, surplus, hasMore);
    boolean tooLarge = rounded.abs().bitLength() + exponent + surplus > MAX_BITS;
    return tooLarge ? INFINITE : new LongDouble(rounded, exponent + surplus, true);
  }

  /** Leaves out the last bits, and rounds to the nearest, to the even one from the middle. */
  private static BigInteger halfEven(BigInteger number, int bits, boolean hasMore) {
    BigInteger magnitude = number.abs();
    BigInteger kept = magnitude.shiftRight(bits);
    boolean half = magnitude.testBit(bits - 1);
    boolean more = hasMore || (half && magnitude.getLowestSetBit() < bits - 1);
    if (half && (more || kept.testBit(0))) {
      kept = kept.add(BigInteger.ONE);
    }
    return number.signum() < 0 ? kept.negate() : kept;
  }
}
