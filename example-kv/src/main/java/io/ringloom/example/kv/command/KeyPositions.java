package io.ringloom.example.kv.command;

import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.store.CanonicalLong;
import java.util.ArrayList;
import java.util.List;

/** Which arguments of a request are keys. */
final class KeyPositions {
  private KeyPositions() {}

  static List<byte[]> of(Command command, Request request) {
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

  /** One argument says how many of the next are keys. */
  private static List<byte[]> counted(Request request, int countAt) {
    byte[] text = request.argument(countAt);
    long count = CanonicalLong.matches(text) ? CanonicalLong.parse(text) : 0;
    List<byte[]> found = new ArrayList<>();
    for (int i = countAt + 1; i < request.count() && found.size() < count; i++) {
      found.add(request.argument(i));
    }
    return found;
  }
}
