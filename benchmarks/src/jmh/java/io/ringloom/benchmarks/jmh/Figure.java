package io.ringloom.benchmarks.jmh;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was found out about one benchmark.
 *
 * @param name with its parameters
 * @param nanos for one operation, on average
 * @param error half of the interval in which the average lies with 99.9 %, NaN if it is not known
 * @param bytes allocated by one operation
 * @param quick whether it is a rough answer
 * @param date when it was measured
 */
record Figure(String name, double nanos, double error, double bytes, boolean quick, String date) {
  private static final Pattern JSON =
      Pattern.compile(
          "\\{\"name\": \"(.*)\", \"nanosPerOperation\": (.*), \"error\": (.*),"
              + " \"bytesPerOperation\": (.*), \"quick\": (.*), \"date\": \"(.*)\"}");

  /** {@return the figure as one line of JSON} */
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"name\": \"%s\", \"nanosPerOperation\": %.3f, \"error\": %s,"
            + " \"bytesPerOperation\": %.3f, \"quick\": %s, \"date\": \"%s\"}",
        name,
        nanos,
        Double.isNaN(error) ? "null" : String.format(Locale.ROOT, "%.3f", error),
        bytes,
        quick,
        date);
  }

  /** {@return the figure that a line of JSON has, if it has one} */
  static Optional<Figure> fromJson(String line) {
    Matcher matcher = JSON.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            matcher.group(1),
            Double.parseDouble(matcher.group(2)),
            matcher.group(3).equals("null") ? Double.NaN : Double.parseDouble(matcher.group(3)),
            Double.parseDouble(matcher.group(4)),
            Boolean.parseBoolean(matcher.group(5)),
            matcher.group(6)));
  }

  /** {@return the time as people read it} */
  String nanosText() {
    return number(nanos);
  }

  /** {@return the error as people read it} */
  String errorText() {
    return Double.isNaN(error) ? "?" : number(error);
  }

  /** {@return the allocation as people read it} */
  String bytesText() {
    return bytes < 0.05 ? "0" : number(bytes);
  }

  /** Three digits say enough, and a larger number has more before its point. */
  private static String number(double value) {
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
