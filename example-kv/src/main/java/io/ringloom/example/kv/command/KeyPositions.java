package io.ringloom.example.kv.command;

import io.ringloom.example.kv.resp.Request;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Which arguments of a request are keys. */
final class KeyPositions {
  private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger BEYOND_ALL = BigInteger.ONE.shiftLeft(64);

  private KeyPositions() {}

  /**
   * The keys of a request.
   *
   * @throws CommandException if the request says wrongly how many keys it has
   */
  static List<byte[]> of(Command command, Request request) throws CommandException {
    return switch (command.name()) {
      case "lmpop" -> counted(request, 1);
      case "blmpop" -> counted(request, 2);
      default -> fixed(command.keys(), request);
    };
  }

  private static List<byte[]> fixed(Command.Keys keys, Request request) {
    List<byte[]> found = new ArrayList<>();
    int last = keys.last() < 0 ? request.count() + keys.last() : keys.last();
    for (int i = keys.first(); i > 0 && i <= last && i < request.count(); i += keys.step()) {
      found.add(request.argument(i));
    }
    return found;
  }

  /** One argument says how many of the next are keys; that others follow them is not looked at. */
  private static List<byte[]> counted(Request request, int countAt) throws CommandException {
    int count = leadingInteger(request.argument(countAt));
    if (count < 1 || count > request.count() - countAt - 1) {
      throw new CommandException("ERR Invalid arguments specified for command");
    }
    List<byte[]> found = new ArrayList<>(count);
    for (int i = countAt + 1; i <= countAt + count; i++) {
      found.add(request.argument(i));
    }
    return found;
  }

  /**
   * The number with which the text begins, 0 if there is none, as the function {@code atoi} of C
   * reads it: the lowest 32 bits of the nearest number that 64 bits hold.
   */
  private static int leadingInteger(byte[] text) {
    int at = 0;
    while (at < text.length && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r'))) {
      at++;
    }
    boolean negative = at < text.length && text[at] == '-';
    if (negative || (at < text.length && text[at] == '+')) {
      at++;
    }
    BigInteger number = BigInteger.ZERO;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      number = number.multiply(BigInteger.TEN).add(BigInteger.valueOf(text[at] - '0'));
      number = number.min(BEYOND_ALL);
      at++;
    }
    number = negative ? number.negate() : number;
    return number.max(LOWEST).min(HIGHEST).intValue();
  }
}
