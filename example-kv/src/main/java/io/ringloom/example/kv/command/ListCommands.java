package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.CanonicalLong;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.ListValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lists, from both ends and in between. */
final class ListCommands {
  private static final String FAST_WRITE = "write fast @write @list @fast";
  private static final String PUSH = "write denyoom fast @write @list @fast";
  private static final String SLOW_READ = "readonly @read @list @slow";
  private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

  private ListCommands() {}

  static void addTo(CommandTable table) {
    table.add("lpush", -3, PUSH, 1, 1, 1, call -> push(call, End.LEFT, true));
    table.add("rpush", -3, PUSH, 1, 1, 1, call -> push(call, End.RIGHT, true));
    table.add("lpushx", -3, PUSH, 1, 1, 1, call -> push(call, End.LEFT, false));
    table.add("rpushx", -3, PUSH, 1, 1, 1, call -> push(call, End.RIGHT, false));
    table.add("lpop", -2, FAST_WRITE, 1, 1, 1, call -> pop(call, End.LEFT));
    table.add("rpop", -2, FAST_WRITE, 1, 1, 1, call -> pop(call, End.RIGHT));
    table.add("llen", 2, "readonly fast @read @list @fast", 1, 1, 1, ListCommands::length);
    table.add("lrange", 4, SLOW_READ, 1, 1, 1, ListCommands::range);
    table.add("lindex", 3, SLOW_READ, 1, 1, 1, ListCommands::index);
    table.add("lset", 4, "write denyoom @write @list @slow", 1, 1, 1, ListCommands::set);
    table.add("linsert", 5, "write denyoom @write @list @slow", 1, 1, 1, ListCommands::insert);
    table.add("lrem", 4, "write @write @list @slow", 1, 1, 1, ListCommands::remove);
    table.add("ltrim", 4, "write @write @list @slow", 1, 1, 1, ListCommands::trim);
    ListPosition.addTo(table);
    ListMoves.addTo(table);
  }

  /** One of the ends of a list. */
  enum End {
    LEFT,
    RIGHT;

    static End parse(Call call, int index) throws CommandException {
      if (call.is(index, "LEFT")) {
        return LEFT;
      }
      if (call.is(index, "RIGHT")) {
        return RIGHT;
      }
      throw CommandException.SYNTAX;
    }

    void push(ListValue list, byte[] element) {
      if (this == LEFT) {
        list.pushFirst(element);
      } else {
        list.pushLast(element);
      }
    }

    /** An element from this end of a list, the first if the index is 0. */
    byte[] peek(ListValue list, int index) {
      return list.get(this == LEFT ? index : list.size() - 1 - index);
    }

    /** Takes an element of a list that has some. */
    byte[] pop(ListValue list) {
      byte[] element = this == LEFT ? list.popFirst() : list.popLast();
      if (element == null) {
        throw new IllegalStateException("an empty list in the keyspace");
      }
      return element;
    }
  }

  private static void push(Call call, End end, boolean create) throws CommandException {
    Entry entry = call.find(1);
    ListValue list = Call.list(entry);
    if (list == null && !create) {
      call.reply().integer(0);
      return;
    }
    ListValue pushed = list == null ? new ListValue() : list;
    for (int i = 2; i < call.count(); i++) {
      end.push(pushed, call.argument(i));
    }
    if (entry == null) {
      call.keyspace().put(call.database(), call.argument(1), pushed);
    } else {
      call.keyspace().modified(call.database(), entry);
    }
    call.reply().integer(pushed.size());
  }

  private static void pop(Call call, End end) throws CommandException {
    if (call.count() > 3) {
      throw new CommandException(
          "ERR wrong number of arguments for '"
              + (end == End.LEFT ? "lpop" : "rpop")
              + "' command");
    }
    boolean several = call.count() == 3;
    long wanted = several ? positiveCount(call, 2) : 1;
    Entry entry = call.find(1);
    ListValue list = Call.list(entry);
    if (entry == null || list == null) {
      if (several) {
        call.reply().nullArray();
      } else {
        call.reply().nullValue();
      }
      return;
    }
    int count = (int) Math.min(wanted, list.size());
    if (several) {
      call.reply().array(count);
    }
    for (int i = 0; i < count; i++) {
      call.reply().bulk(end.pop(list));
    }
    if (count > 0) {
      call.keyspace().modified(call.database(), entry);
    }
  }

  private static long positiveCount(Call call, int index) throws CommandException {
    byte[] text = call.argument(index);
    if (!CanonicalLong.matches(text) || call.integer(index) < 0) {
      throw new CommandException(NOT_POSITIVE);
    }
    return call.integer(index);
  }

  private static void length(Call call) throws CommandException {
    ListValue list = call.list(1);
    call.reply().integer(list == null ? 0 : list.size());
  }

  private static void range(Call call) throws CommandException {
    long start = call.integer(2);
    long stop = call.integer(3);
    ListValue list = call.list(1);
    int size = list == null ? 0 : list.size();
    Span span = Span.of(start, stop, size);
    call.reply().array(span.length());
    if (list != null) {
      for (int i = span.from(); i < span.to(); i++) {
        call.reply().bulk(list.get(i));
      }
    }
  }

  private static void index(Call call) throws CommandException {
    ListValue list = call.list(1);
    int index = list == null ? -1 : place(call.integer(2), list.size());
    if (list == null || index < 0) {
      call.reply().nullValue();
    } else {
      call.reply().bulk(list.get(index));
    }
  }

  private static void set(Call call) throws CommandException {
    Entry entry = call.find(1);
    ListValue list = Call.list(entry);
    if (entry == null || list == null) {
      throw CommandException.NO_SUCH_KEY;
    }
    int index = place(call.integer(2), list.size());
    if (index < 0) {
      throw new CommandException("ERR index out of range");
    }
    list.set(index, call.argument(3));
    call.keyspace().modified(call.database(), entry);
    call.ok();
  }

  /** Where in the list an index is that may count from the end, or -1 if outside. */
  private static int place(long index, int size) {
    long place = index < 0 ? index + size : index;
    return place < 0 || place >= size ? -1 : (int) place;
  }

  private static void insert(Call call) throws CommandException {
    boolean after = call.is(2, "AFTER");
    if (!after && !call.is(2, "BEFORE")) {
      throw CommandException.SYNTAX;
    }
    Entry entry = call.find(1);
    ListValue list = Call.list(entry);
    if (entry == null || list == null) {
      call.reply().integer(0);
      return;
    }
    int pivot = indexOf(list, call.argument(3));
    if (pivot < 0) {
      call.reply().integer(-1);
      return;
    }
    list.insert(after ? pivot + 1 : pivot, call.argument(4));
    call.keyspace().modified(call.database(), entry);
    call.reply().integer(list.size());
  }

  private static int indexOf(ListValue list, byte[] element) {
    for (int i = 0; i < list.size(); i++) {
      if (Arrays.equals(list.get(i), element)) {
        return i;
      }
    }
    return -1;
  }

  private static void remove(Call call) throws CommandException {
    long count = call.integer(2);
    Entry entry = call.find(1);
    ListValue list = Call.list(entry);
    int removed = list == null ? 0 : list.remove(count, call.argument(3));
    modifiedIf(removed > 0, call, entry);
    call.reply().integer(removed);
  }

  private static void trim(Call call) throws CommandException {
    long start = call.integer(2);
    long stop = call.integer(3);
    Entry entry = call.find(1);
    ListValue list = Call.list(entry);
    if (list != null) {
      Span span = Span.of(start, stop, list.size());
      list.trim(span.from(), span.to());
    }
    modifiedIf(true, call, entry);
    call.ok();
  }

  private static void modifiedIf(boolean changed, Call call, @Nullable Entry entry) {
    if (changed && entry != null) {
      call.keyspace().modified(call.database(), entry);
    }
  }

  /**
   * Part of a list.
   *
   * @param from its first index
   * @param to the index after its last
   */
  private record Span(int from, int to) {

    /** What lies from one index to another; both may count from the end. */
    static Span of(long start, long stop, int size) {
      long from = Math.max(start < 0 ? start + size : start, 0);
      long to = Math.min(stop < 0 ? stop + size : stop, size - 1L) + 1;
      return from >= to ? new Span(0, 0) : new Span((int) from, (int) to);
    }

    int length() {
      return to - from;
    }
  }
}
