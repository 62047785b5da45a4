package io.ringloom.example.kv.peer;

import java.util.ArrayList;
import java.util.List;

/** Requests about the connection itself, transactions, messages and waiting, at random. */
final class ConnectionRequests {
  private final Choices any;

  ConnectionRequests(Choices any) {
    this.any = any;
  }

  /** What a connection asks about itself and its database. */
  List<String> general() {
    return switch (any.below(14)) {
      case 0, 1, 2 -> Choices.list("SELECT", any.database());
      case 3 -> Choices.list("PING", any.value());
      case 4 -> Choices.list("ECHO", any.value());
      case 5 -> Choices.list("CLIENT", any.word("SETNAME"), any.of("me", "", "a b", "you"));
      case 6 -> Choices.list("CLIENT", any.word("GETNAME"));
      case 7 -> Choices.list("CLIENT", any.of("NOTHING", "no-such"), any.value());
      case 8 -> Choices.list(any.of("NOSUCH", "fo\0o", "x".repeat(200)), any.value(), any.value());
      case 9 -> Choices.list("AUTH", any.value());
      case 10 -> Choices.list("WATCH", any.key());
      case 11 -> Choices.list("UNWATCH");
      case 12 -> Choices.list("PUBSUB", any.word("NUMSUB"), any.channel(), any.channel());
      default -> Choices.list("PUBSUB", any.word("NUMPAT"));
    };
  }

  /** What leads into a transaction and out of it again. */
  List<String> transaction() {
    return switch (any.below(10)) {
      case 0, 1 -> Choices.list("WATCH", any.key(), any.key());
      case 2, 3, 4, 5 -> Choices.list("MULTI");
      case 6 -> Choices.list("DISCARD");
      default -> Choices.list("EXEC");
    };
  }

  List<String> publish() {
    return Choices.list("PUBLISH", any.channel(), any.value());
  }

  /**
   * No message matches two of the patterns, and each request ends one subscription at most without
   * its name: in which order several would come is nobody's promise.
   */
  List<String> subscription() {
    return switch (any.below(8)) {
      case 0, 1 -> Choices.list("SUBSCRIBE", any.channel(), any.channel());
      case 2 -> Choices.list("SUBSCRIBE", any.channel());
      case 3, 4 -> Choices.list("PSUBSCRIBE", any.pattern());
      case 5 -> Choices.list("UNSUBSCRIBE", any.channel());
      case 6 -> Choices.list("PUNSUBSCRIBE", any.pattern(), any.pattern());
      default -> Choices.list("UNSUBSCRIBE", any.channel(), any.channel());
    };
  }

  /** What waits if there is nothing to take. */
  List<String> waiting() {
    String timeout = any.of("0", "0", "0", "0", "0.02", "-1", "x", "1e400", "inf");
    return switch (any.below(6)) {
      case 0, 1 -> Choices.list(any.of("BLPOP", "BRPOP"), any.key(), timeout);
      case 2 -> Choices.list(any.of("BLPOP", "BRPOP"), any.key(), any.key(), any.key(), timeout);
      case 3 -> Choices.list("BLMOVE", any.key(), any.key(), any.end(), any.end(), timeout);
      case 4 -> Choices.list("BRPOPLPUSH", any.key(), any.key(), timeout);
      default -> {
        List<String> request =
            new ArrayList<>(List.of("BLMPOP", timeout, "2", any.key(), any.key(), any.end()));
        any.addSome(request, 1, new String[] {"COUNT", any.integer()});
        yield request;
      }
    };
  }
}
