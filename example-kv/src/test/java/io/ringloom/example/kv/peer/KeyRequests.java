package io.ringloom.example.kv.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests for keys and when they expire, at random. RANDOMKEY and SCAN are left out: which key
 * comes first is nobody's promise.
 */
final class KeyRequests {
  private final Choices any;

  KeyRequests(Choices any) {
    this.any = any;
  }

  List<String> next() {
    return any.once(4) ? inexact() : exact();
  }

  private List<String> exact() {
    return switch (any.below(22)) {
      case 0 -> Choices.list("DEL", any.key(), any.key());
      case 1 -> Choices.list("UNLINK", any.key());
      case 2 -> Choices.list("EXISTS", any.key(), any.key(), any.key());
      case 3, 4 -> Choices.list("TYPE", any.key());
      case 5 -> Choices.list("RENAME", any.key(), any.key());
      case 6 -> Choices.list("RENAMENX", any.key(), any.key());
      case 7, 8 -> copy();
      case 9, 10 -> Choices.list("MOVE", any.key(), any.database());
      case 11 -> Choices.list("TOUCH", any.key(), any.key());
      case 12 -> Choices.list("DBSIZE");
      case 13 -> flush();
      case 14 -> Choices.list("PERSIST", any.key());
      case 15, 16 -> expire(any.of("EXPIREAT", "PEXPIREAT"));
      case 17 -> expire("EXPIRE");
      case 18 -> expire("PEXPIRE");
      default -> expire("PEXPIREAT");
    };
  }

  /** Replies to these depend on an order or on the time of day: see {@link Replies}. */
  private List<String> inexact() {
    return switch (any.below(5)) {
      case 0 ->
          Choices.list("KEYS", any.of("*", "?", "[a-c]", "[^a]", "a*", "", "\\a", "[", "*b*"));
      case 1 -> Choices.list(any.of("TTL", "PTTL"), any.key());
      default -> Choices.list(any.of("EXPIRETIME", "PEXPIRETIME"), any.key());
    };
  }

  private List<String> expire(String command) {
    String time =
        switch (command) {
          case "EXPIREAT" -> any.secondsSince1970();
          case "PEXPIREAT" -> any.millisecondsSince1970();
          default -> any.fromNow(command.startsWith("P"));
        };
    List<String> request = new ArrayList<>(List.of(command, any.key(), time));
    any.addSome(
        request,
        2,
        new String[] {"NX"},
        new String[] {"XX"},
        new String[] {"GT"},
        new String[] {"LT"},
        new String[] {"ZZ"});
    return request;
  }

  private List<String> copy() {
    List<String> request = new ArrayList<>(List.of("COPY", any.key(), any.key()));
    any.addSome(request, 2, new String[] {"REPLACE"}, new String[] {"DB", any.database()});
    return request;
  }

  private List<String> flush() {
    if (!any.once(3)) {
      return Choices.list("EXISTS", any.key());
    }
    List<String> request = new ArrayList<>(List.of(any.of("FLUSHDB", "FLUSHDB", "FLUSHALL")));
    any.addSome(
        request, 1, new String[] {"SYNC"}, new String[] {"ASYNC"}, new String[] {"SOMEHOW"});
    return request;
  }
}
