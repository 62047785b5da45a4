package io.ringloom.example.kv.store;

/**
 * Patterns over bytes, as Redis has them: {@code *} for any bytes, {@code ?} for one, {@code [a-z]}
 * for one of some, {@code [^a-z]} for one of all others; a backslash takes the next byte as it is.
 *
 * <p>As in Redis, only the empty pattern matches the empty text, and a class whose bracket is
 * missing ends with the pattern.
 */
public final class Glob {
  private static final int NONE = -1;

  private final byte[] pattern;
  private final boolean ignoreCase;

  private Glob(byte[] pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  /** Whether the text as a whole is one that the pattern describes. */
  public static boolean matches(byte[] pattern, byte[] text) {
    return new Glob(pattern, false).matches(text);
  }

  /** The same, where capitals and small letters of ASCII are equal. */
  public static boolean matchesIgnoringCase(byte[] pattern, byte[] text) {
    return new Glob(pattern, true).matches(text);
  }

  /**
   * Takes time in proportion to the product of both lengths at most: when the text does not go on
   * as the pattern wants it, only the last star takes a byte more. What an earlier star could take
   * instead, the last one can as well.
   */
  private boolean matches(byte[] text) {
    int afterStar = NONE;
    int starEnd = 0;
    int at = 0;
    int read = 0;
    if (text.length == 0) {
      return pattern.length == 0;
    }
    while (read < text.length) {
      if (at < pattern.length && pattern[at] == '*') {
        at++;
        afterStar = at;
        starEnd = read;
      } else if (at < pattern.length && matchesOne(at, text[read])) {
        at = next(at);
        read++;
      } else if (afterStar == NONE) {
        return false;
      } else {
        starEnd++;
        at = afterStar;
        read = starEnd;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }

  /** Whether the part of the pattern that begins here takes this byte. */
  private boolean matchesOne(int at, byte b) {
    return switch (pattern[at]) {
      case '?' -> true;
      case '[' -> matchesClass(at + 1, b);
      case '\\' -> same(pattern[isEscape(at) ? at + 1 : at], b);
      default -> same(pattern[at], b);
    };
  }

  /** Where the part of the pattern after the one that begins here begins. */
  private int next(int at) {
    if (pattern[at] == '[') {
      int end = isNegated(at + 1) ? at + 2 : at + 1;
      while (end < pattern.length && pattern[end] != ']') {
        end = nextOfClass(end);
      }
      return Math.min(end + 1, pattern.length);
    }
    return isEscape(at) ? at + 2 : at + 1;
  }

  private boolean matchesClass(int begin, byte b) {
    boolean negated = isNegated(begin);
    int at = negated ? begin + 1 : begin;
    boolean found = false;
    while (!found && at < pattern.length && pattern[at] != ']') {
      found = matchesOneOfClass(at, b);
      at = nextOfClass(at);
    }
    return found != negated;
  }

  private boolean matchesOneOfClass(int at, byte b) {
    if (isEscape(at)) {
      return pattern[at + 1] == b;
    }
    if (isRange(at)) {
      byte low = fold((byte) Math.min(pattern[at], pattern[at + 2]));
      byte high = fold((byte) Math.max(pattern[at], pattern[at + 2]));
      return low <= fold(b) && fold(b) <= high;
    }
    return same(pattern[at], b);
  }

  private int nextOfClass(int at) {
    if (isEscape(at)) {
      return at + 2;
    }
    return isRange(at) ? at + 3 : at + 1;
  }

  private boolean isNegated(int at) {
    return at < pattern.length && pattern[at] == '^';
  }

  private boolean isEscape(int at) {
    return pattern[at] == '\\' && at + 1 < pattern.length;
  }

  private boolean isRange(int at) {
    return at + 2 < pattern.length && pattern[at + 1] == '-';
  }

  private boolean same(byte a, byte b) {
    return fold(a) == fold(b);
  }

  private byte fold(byte b) {
    return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
  }
}
