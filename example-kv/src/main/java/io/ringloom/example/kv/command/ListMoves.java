package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.BlockedClient;
import io.ringloom.example.kv.client.DatabaseKey;
import io.ringloom.example.kv.command.ListCommands.End;
import io.ringloom.example.kv.store.CanonicalLong;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import org.jspecify.annotations.Nullable;

/** Elements from one list to another, and from the first of several lists that has some. */
final class ListMoves {
  private ListMoves() {}

  static void addTo(CommandTable table) {
    String kind = "write denyoom @write @list @slow";
    table.add(
        "lmove", 5, kind, 1, 2, 1, call -> move(call, End.parse(call, 3), End.parse(call, 4)));
    table.add("rpoplpush", 3, kind, 1, 2, 1, call -> move(call, End.RIGHT, End.LEFT));
    table.add("lmpop", -4, "write movablekeys @write @list @slow", ListMoves::popFromFirst);
  }

  private static void move(Call call, End from, End to) throws CommandException {
    byte[] element = move(call, 1, 2, from, to);
    if (element == null) {
      call.reply().nullValue();
    } else {
      call.reply().bulk(element);
    }
  }

  /** Moves an element between the lists whose keys are arguments; null if there is none. */
  static byte @Nullable [] move(Call call, int source, int destination, End from, End to)
      throws CommandException {
    Entry entry = call.find(source);
    if (entry == null) {
      return null;
    }
    Call.list(entry);
    Call.list(call.find(destination));
    return move(call.keyspace(), call.database(), entry, call.argument(destination), from, to);
  }

  /** Moves an element; both are lists, or there is no destination yet. */
  static byte[] move(
      Keyspace keyspace, int database, Entry source, byte[] destination, End from, End to) {
    ListValue list = (ListValue) source.value();
    byte[] element = from.peek(list, 0);
    Entry target = keyspace.get(database, destination);
    if (target == source) {
      // Where one was taken there is room for one.
      from.pop(list);
      to.push(list, element);
      keyspace.modified(database, source);
      return element;
    }
    // The other list gets it first. Where memory runs out the element is in one or in both then.
    if (target == null) {
      ListValue fresh = new ListValue();
      fresh.pushLast(element);
      keyspace.put(database, destination, fresh);
    } else {
      to.push((ListValue) target.value(), element);
      keyspace.modified(database, target);
    }
    keyspace.take(database, source, () -> from.pop(list));
    return element;
  }

  private static void popFromFirst(Call call) throws CommandException {
    SeveralLists lists = SeveralLists.parse(call, 1);
    for (int i = lists.firstKey(); i < lists.firstKey() + lists.keys(); i++) {
      Entry entry = call.find(i);
      if (Call.list(entry) != null && entry != null) {
        DatabaseKey key = new DatabaseKey(call.database(), call.argument(i));
        lists.pop(call.keyspace(), entry, key).write(call.reply());
        return;
      }
    }
    call.reply().nullArray();
  }

  /**
   * The arguments of {@code LMPOP} and {@code BLMPOP}.
   *
   * @param firstKey which argument is the first key
   * @param keys how many keys there are
   * @param end where elements are taken
   * @param count how many, at most
   */
  record SeveralLists(int firstKey, int keys, End end, long count) {

    static SeveralLists parse(Call call, int at) throws CommandException {
      long keys = positive(call, at, "numkeys");
      // With so many keys, what follows them is not there.
      if (keys > call.count() - at - 2) {
        throw CommandException.SYNTAX;
      }
      int endAt = at + 1 + (int) keys;
      End end = End.parse(call, endAt);
      long count = 1;
      if (call.count() > endAt + 1) {
        if (call.count() < endAt + 3 || !call.is(endAt + 1, "COUNT")) {
          throw CommandException.SYNTAX;
        }
        count = positive(call, endAt + 2, "count");
        if (call.count() > endAt + 3) {
          throw CommandException.SYNTAX;
        }
      }
      return new SeveralLists(at + 1, (int) keys, end, count);
    }

    private static long positive(Call call, int index, String name) throws CommandException {
      byte[] text = call.argument(index);
      long number = CanonicalLong.matches(text) ? CanonicalLong.parse(text) : 0;
      if (number < 1) {
        throw new CommandException("ERR " + name + " should be greater than 0");
      }
      return number;
    }

    /** Takes elements of one list, and returns the reply. */
    BlockedClient.Reply pop(Keyspace keyspace, Entry entry, DatabaseKey key) {
      ListValue list = (ListValue) entry.value();
      byte[][] elements = new byte[(int) Math.min(count, list.size())][];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = end.peek(list, i);
      }
      BlockedClient.Reply reply =
          replies -> {
            replies.array(2);
            replies.bulk(key.key());
            replies.array(elements.length);
            for (byte[] element : elements) {
              replies.bulk(element);
            }
          };
      keyspace.take(
          key.database(),
          entry,
          () -> {
            for (int i = 0; i < elements.length; i++) {
              end.pop(list);
            }
          });
      return reply;
    }
  }
}
