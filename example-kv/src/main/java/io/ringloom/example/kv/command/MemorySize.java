package io.ringloom.example.kv.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers of bytes as one writes them: {@code 100mb}, {@code 1g}, {@code 4096}. */
public final class MemorySize {
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "k",
          1000L,
          "kb",
          1L << 10,
          "m",
          1000_000L,
          "mb",
          1L << 20,
          "g",
          1000_000_000L,
          "gb",
          1L << 30);

  private MemorySize() {}

  /** The bytes, or null if this is no size. */
  public static @Nullable Long parse(String text) {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    Long unit = UNITS.get(text.substring(digits).toLowerCase(Locale.ROOT));
    if (digits == 0 || unit == null) {
      return null;
    }
    try {
      return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /** The size with one of the larger units, for people. */
  static String forPeople(long bytes) {
    if (bytes < 1L << 10) {
      return bytes + "B";
    }
    if (bytes < 1L << 20) {
      return String.format(Locale.ROOT, "%.2fK", bytes / (double) (1L << 10));
    }
    if (bytes < 1L << 30) {
      return String.format(Locale.ROOT, "%.2fM", bytes / (double) (1L << 20));
    }
    return String.format(Locale.ROOT, "%.2fG", bytes / (double) (1L << 30));
  }
}
