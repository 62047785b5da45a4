package io.ringloom.example.kv.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** How long a blocking command waits. */
final class Timeouts {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
  private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?");
  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);
  private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int MAX_LENGTH = 64;

  /** Waits that are longer end with this, a hundred years from now. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Timeouts() {}

  /**
   * Parses a number of seconds, which is rounded up to milliseconds.
   *
   * @return the time, {@link Duration#ZERO} for ever
   */
  static Duration seconds(byte[] argument) throws CommandException {
    String text = Text.of(argument);
    if (INFINITE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      throw new CommandException("ERR timeout is negative");
    }
    if (text.length() > MAX_LENGTH || !DECIMAL.matcher(text).matches()) {
      throw CommandException.TIMEOUT_NOT_A_FLOAT;
    }
    BigDecimal millis =
        new BigDecimal(text).multiply(MILLIS_PER_SECOND).setScale(0, RoundingMode.CEILING);
    // What is too long turns negative in Redis.
    if (millis.signum() < 0 || millis.compareTo(MAX_MILLIS) > 0) {
      throw new CommandException("ERR timeout is negative");
    }
    Duration timeout = Duration.ofMillis(millis.longValueExact());
    return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
  }
}
