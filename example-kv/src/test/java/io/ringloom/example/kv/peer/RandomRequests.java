package io.ringloom.example.kv.peer;

import java.util.List;

/** Requests at random: right ones, and some with a mistake. */
final class RandomRequests {
  private final Choices any;
  private final StringRequests strings;
  private final ListRequests lists;
  private final KeyRequests keys;
  private final ConnectionRequests connection;

  RandomRequests(Choices any) {
    this.any = any;
    strings = new StringRequests(any);
    lists = new ListRequests(any);
    keys = new KeyRequests(any);
    connection = new ConnectionRequests(any);
  }

  /** Makes a request for a connection that never subscribes to anything. */
  List<String> next() {
    int kind = any.below(100);
    if (kind < 32) {
      return spoilt(strings.next());
    } else if (kind < 60) {
      return spoilt(lists.next());
    } else if (kind < 80) {
      return spoilt(keys.next());
    } else if (kind < 84) {
      return spoilt(connection.waiting());
    } else if (kind < 88) {
      return spoilt(connection.general());
    } else if (kind < 91) {
      return spoilt(connection.publish());
    }
    return spoilt(connection.transaction());
  }

  /** Makes a request for a connection that subscribes to channels. */
  List<String> nextOfSubscriber() {
    return switch (any.below(6)) {
      case 0 -> spoilt(strings.next());
      case 1, 2 -> spoilt(connection.publish());
      default -> {
        List<String> request = connection.subscription();
        request.set(0, any.word(request.get(0)));
        yield request;
      }
    };
  }

  /** Makes a mistake now and then. */
  private List<String> spoilt(List<String> request) {
    int last = request.size() - 1;
    switch (any.below(30)) {
      case 0 -> request.add(any.garbage());
      case 1 -> request.add(1 + any.below(last + 1), any.garbage());
      case 2 -> {
        if (last > 0) {
          request.set(1 + any.below(last), any.garbage());
        }
      }
      case 3 -> {
        if (last > 0) {
          request.remove(last);
        }
      }
      default -> {
        // It stays as it is.
      }
    }
    request.set(0, any.word(request.get(0)));
    return request;
  }
}
