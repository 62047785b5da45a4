package io.ringloom.example.kv.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What random requests are made of. Few keys and values, so that requests meet each other. */
final class Choices {
  private static final String[] KEYS = {"a", "b", "c", "d", "\0\r\n\u00ff"};

  private static final String[] VALUES = {
    "",
    "x",
    "y",
    "hello",
    "10",
    "-3",
    "007",
    " 1",
    "1 ",
    "3.25",
    "1e5",
    "0",
    "-0",
    "+1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "inf",
    "nan",
    "\0\r\n",
    "0123456789012345678901234567890123456789012345",
    "\u00e9",
    "x",
    "y"
  };

  private static final String[] INTEGERS = {
    "0",
    "1",
    "2",
    "3",
    "-1",
    "-2",
    "-3",
    "5",
    "100",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1.5",
    "",
    "x",
    "01",
    "+1",
    " 1",
    "-0"
  };

  private static final String[] FLOATS = {
    "0",
    "1",
    "-1",
    "0.1",
    "3.0e3",
    "1e-17",
    "-2.5",
    "1e400",
    "-1e308",
    "1.7e308",
    "inf",
    "-inf",
    "+inf",
    "nan",
    "0x10",
    " 1",
    "1 ",
    "",
    "x",
    "1e",
    "5e-324",
    "100000000000000000000",
    "-0",
    "1e17",
    "0.30000000000000004"
  };

  /** Absolute times lie far from now, on either side: no reply depends on when it was asked. */
  private static final String[] SECONDS_SINCE_1970 = {
    "5000000000",
    "5000000001",
    "6000000000",
    "1",
    "1000000000",
    "-1",
    "0",
    "9223372036854775807",
    "9223372036854775",
    "9223372036854776",
    "-9223372036854775808",
    "x",
    "1.5",
    ""
  };

  private static final String[] MILLISECONDS_SINCE_1970 = {
    "5000000000000",
    "5000000000001",
    "5000000000999",
    "6000000000500",
    "1",
    "1000000000000",
    "-1",
    "0",
    "9223372036854775807",
    "-9223372036854775808",
    "x",
    ""
  };

  private static final String[] GARBAGE = {
    "", "x", "0", "-1", "NX", "XX", "GET", "COUNT", "EX", "10", "1.5", "9223372036854775807", "LEFT"
  };

  private final Random random;

  Choices(Random random) {
    this.random = random;
  }

  /** A list that can be changed. */
  static List<String> list(String... words) {
    return new ArrayList<>(List.of(words));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many times. */
  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Chooses one of the first few most of the time, and any now and then. */
  private String mostlyOf(int first, String... choices) {
    return choices[random.nextInt(once(4) ? choices.length : first)];
  }

  String key() {
    return mostlyOf(4, KEYS);
  }

  String value() {
    return of(VALUES);
  }

  String integer() {
    return mostlyOf(8, INTEGERS);
  }

  String number() {
    return mostlyOf(7, FLOATS);
  }

  String secondsSince1970() {
    return mostlyOf(3, SECONDS_SINCE_1970);
  }

  String millisecondsSince1970() {
    return mostlyOf(4, MILLISECONDS_SINCE_1970);
  }

  /**
   * A time from now, with or without milliseconds. It is hardly ever the same again, since two that
   * differ by the time between their requests compare in either way.
   */
  String fromNow(boolean milliseconds) {
    return switch (random.nextInt(10)) {
      case 0 -> "0";
      case 1 -> "-1";
      case 2 ->
          of("9223372036854775807", "9223372036854775", "-9223372036854775808", "x", "", "1.5");
      default -> Long.toString((10_000 + random.nextInt(900_000)) * (milliseconds ? 1_000L : 1L));
    };
  }

  String database() {
    return of("0", "1", "0", "1", "0", "1", "15", "16", "-1", "x", "4294967296", "");
  }

  String channel() {
    return of("news", "misc", "n");
  }

  String pattern() {
    return of("n*", "[m]*", "zz?");
  }

  /** Where a string is written: not so far that replies take long. */
  String smallOffset() {
    return of("0", "1", "3", "10", "70", "-1", "536870912", "9223372036854775807", "x", "1.0");
  }

  String end() {
    return word(of("LEFT", "RIGHT", "LEFT", "RIGHT", "LEFT", "RIGHT", "UP"));
  }

  String garbage() {
    return of(GARBAGE);
  }

  /** A word of the protocol, in capitals or otherwise. */
  String word(String word) {
    return switch (random.nextInt(6)) {
      case 0 -> word.toLowerCase(Locale.ROOT);
      case 1 -> {
        StringBuilder mixed = new StringBuilder();
        word.chars()
            .map(c -> random.nextBoolean() ? Character.toLowerCase(c) : Character.toUpperCase(c))
            .forEach(c -> mixed.append((char) c));
        yield mixed.toString();
      }
      default -> word;
    };
  }

  /** Adds up to so many of some groups of words, each group once at most, in any order. */
  void addSome(List<String> request, int most, String[]... groups) {
    int count = random.nextInt(most + 1);
    boolean[] taken = new boolean[groups.length];
    for (int i = 0; i < count; i++) {
      int group = random.nextInt(groups.length);
      // Twice is a mistake, which has a reply too.
      if (!taken[group] || once(10)) {
        taken[group] = true;
        request.add(word(groups[group][0]));
        request.addAll(Arrays.asList(groups[group]).subList(1, groups[group].length));
      }
    }
  }
}
