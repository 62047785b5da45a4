package io.ringloom.example.kv.peer;

import java.util.ArrayList;
import java.util.List;

/** Requests for lists, at random. */
final class ListRequests {
  private final Choices any;

  ListRequests(Choices any) {
    this.any = any;
  }

  List<String> next() {
    return switch (any.below(22)) {
      case 0, 1, 2, 3, 4 -> push();
      case 5 -> Choices.list(any.of("LPOP", "RPOP"), any.key());
      case 6 -> Choices.list(any.of("LPOP", "RPOP"), any.key(), any.integer());
      case 7 -> Choices.list("LLEN", any.key());
      case 8, 9 -> Choices.list("LRANGE", any.key(), any.integer(), any.integer());
      case 10 -> Choices.list("LINDEX", any.key(), any.integer());
      case 11 -> Choices.list("LSET", any.key(), any.integer(), any.value());
      case 12 ->
          Choices.list(
              "LINSERT",
              any.key(),
              any.word(any.of("BEFORE", "AFTER", "BEFORE", "AFTER", "AT")),
              any.of("x", "y", "", "hello"),
              any.value());
      case 13 -> Choices.list("LREM", any.key(), any.integer(), any.of("x", "y", "", "hello"));
      case 14 -> Choices.list("LTRIM", any.key(), any.integer(), any.integer());
      case 15, 16 -> position();
      case 17, 18 -> Choices.list("LMOVE", any.key(), any.key(), any.end(), any.end());
      case 19 -> Choices.list("RPOPLPUSH", any.key(), any.key());
      default -> popOfSeveral();
    };
  }

  private List<String> push() {
    List<String> request =
        new ArrayList<>(
            List.of(any.of("LPUSH", "RPUSH", "LPUSH", "RPUSH", "LPUSHX", "RPUSHX"), any.key()));
    int count = any.once(30) ? 200 : 1 + any.below(4);
    for (int i = 0; i < count; i++) {
      request.add(any.value());
    }
    return request;
  }

  private List<String> position() {
    List<String> request = new ArrayList<>(List.of("LPOS", any.key(), any.of("x", "y", "")));
    any.addSome(
        request,
        3,
        new String[] {"RANK", any.integer()},
        new String[] {"COUNT", any.integer()},
        new String[] {"MAXLEN", any.integer()},
        new String[] {"RANK"});
    return request;
  }

  private List<String> popOfSeveral() {
    List<String> request = new ArrayList<>(List.of("LMPOP"));
    int keys = 1 + any.below(3);
    request.add(any.once(10) ? any.integer() : Integer.toString(keys));
    for (int i = 0; i < keys; i++) {
      request.add(any.key());
    }
    request.add(any.end());
    any.addSome(request, 1, new String[] {"COUNT", any.integer()}, new String[] {"COUNT"});
    return request;
  }
}
