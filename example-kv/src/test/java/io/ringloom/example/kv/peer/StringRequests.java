package io.ringloom.example.kv.peer;

import java.util.ArrayList;
import java.util.List;

/** Requests for strings and numbers, at random. */
final class StringRequests {
  private final Choices any;

  StringRequests(Choices any) {
    this.any = any;
  }

  List<String> next() {
    return switch (any.below(24)) {
      case 0, 1, 2, 3 -> set();
      case 4, 5 -> Choices.list("GET", any.key());
      case 6 -> getEx();
      case 7 -> Choices.list("GETDEL", any.key());
      case 8 -> Choices.list("GETSET", any.key(), any.value());
      case 9 -> Choices.list("SETNX", any.key(), any.value());
      case 10 -> Choices.list("SETEX", any.key(), any.fromNow(false), any.value());
      case 11 -> Choices.list("PSETEX", any.key(), any.fromNow(true), any.value());
      case 12 -> Choices.list("MGET", any.key(), any.key(), any.key());
      case 13 -> Choices.list("MSET", any.key(), any.value(), any.key(), any.value());
      case 14 -> Choices.list("MSETNX", any.key(), any.value(), any.key(), any.value());
      case 15 -> Choices.list("APPEND", any.key(), any.value());
      case 16 -> Choices.list("STRLEN", any.key());
      case 17 ->
          Choices.list(any.of("GETRANGE", "SUBSTR"), any.key(), any.integer(), any.integer());
      case 18 -> Choices.list("SETRANGE", any.key(), any.smallOffset(), any.value());
      case 19 -> Choices.list(any.of("INCR", "DECR"), any.key());
      case 20, 21 -> Choices.list(any.of("INCRBY", "DECRBY"), any.key(), any.integer());
      default -> Choices.list("INCRBYFLOAT", any.key(), any.number());
    };
  }

  private List<String> set() {
    List<String> request = new ArrayList<>(List.of("SET", any.key(), any.value()));
    if (any.once(2)) {
      any.addSome(
          request,
          3,
          new String[] {"NX"},
          new String[] {"XX"},
          new String[] {"GET"},
          new String[] {"KEEPTTL"},
          new String[] {"EX", any.fromNow(false)},
          new String[] {"PX", any.fromNow(true)},
          new String[] {"EXAT", any.secondsSince1970()},
          new String[] {"PXAT", any.millisecondsSince1970()},
          new String[] {"EX"});
    }
    return request;
  }

  private List<String> getEx() {
    List<String> request = new ArrayList<>(List.of("GETEX", any.key()));
    any.addSome(
        request,
        2,
        new String[] {"PERSIST"},
        new String[] {"EX", any.fromNow(false)},
        new String[] {"PX", any.fromNow(true)},
        new String[] {"EXAT", any.secondsSince1970()},
        new String[] {"PXAT", any.millisecondsSince1970()},
        new String[] {"KEEPTTL"});
    return request;
  }
}
