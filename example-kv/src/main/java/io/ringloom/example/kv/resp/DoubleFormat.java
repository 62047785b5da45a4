package io.ringloom.example.kv.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as Redis 7.0 writes them, which is C's format {@code %.17g}. */
final class DoubleFormat {

  private static final int DIGITS = 17;

  /** Below this exponent of ten, the format writes one. */
  private static final int MIN_PLAIN_EXPONENT = -4;

  private DoubleFormat() {}

  static String format(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    String sign = Math.copySign(1, value) < 0 ? "-" : "";
    if (Double.isInfinite(value)) {
      return sign + "inf";
    }
    return value == 0 ? sign + "0" : sign + formatPositive(Math.abs(value));
  }

  private static String formatPositive(double value) {
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= MIN_PLAIN_EXPONENT && exponent < DIGITS) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    // At least two digits, as C has it.
    String padding = Math.abs(exponent) < 10 ? "0" : "";
    char sign = exponent < 0 ? '-' : '+';
    return digits.charAt(0) + fraction + "e" + sign + padding + Math.abs(exponent);
  }
}
