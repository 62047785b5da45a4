package io.ringloom.example.kv.peer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Compares replies of two servers to the same request. */
final class Replies {

  /** Their replies depend on an order that nobody promises, on the time, or on other clients. */
  private static final Set<String> INEXACT =
      Set.of("hello", "keys", "ttl", "pttl", "expiretime", "pexpiretime");

  private static final Pattern CLIENT_ID = Pattern.compile("(?<=\\$2\r\nid\r\n:)\\d+");
  private static final long TOLERANCE_SECONDS = 20;

  /** Scripts set times this far from now at most, or much farther as absolute times. */
  private static final long FAR_SECONDS = 2_000_000;

  private Replies() {}

  /** Whether replies to a request are compared otherwise than byte by byte. */
  static boolean areInexact(List<String> request) {
    return INEXACT.contains(name(request));
  }

  /** Returns the command in small letters. */
  static String name(List<String> request) {
    return request.get(0).toLowerCase(Locale.ROOT);
  }

  /** Whether two replies to a request are as good as equal. */
  static boolean areEqual(List<String> request, String first, String second) {
    return first.equals(second)
        || switch (name(request)) {
          case "hello" -> withoutId(first).equals(withoutId(second));
          case "keys" -> Arrays.equals(sortedLines(first), sortedLines(second));
          case "ttl" -> areNear(first, second, 1, 0);
          case "pttl" -> areNear(first, second, 1000, 0);
          case "expiretime" -> areNear(first, second, 1, System.currentTimeMillis() / 1000);
          case "pexpiretime" -> areNear(first, second, 1000, System.currentTimeMillis());
          default -> false;
        };
  }

  /** Returns what {@code HELLO} has answered without the number of the connection. */
  static String withoutId(String reply) {
    return CLIENT_ID.matcher(reply).replaceAll("N");
  }

  private static String[] sortedLines(String reply) {
    String[] lines = reply.split("\r\n", -1);
    Arrays.sort(lines);
    return lines;
  }

  /** Absolute times are exact; those from now on differ by the time between two requests. */
  private static boolean areNear(String first, String second, long perSecond, long now) {
    if (!first.startsWith(":") || !second.startsWith(":")) {
      return false;
    }
    long one = Long.parseLong(first.strip().substring(1));
    long other = Long.parseLong(second.strip().substring(1));
    return one >= 0
        && other >= 0
        && (now == 0 || one < now + FAR_SECONDS * perSecond)
        && Math.abs(one - other) <= TOLERANCE_SECONDS * perSecond;
  }
}
