package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.CanonicalLong;
import io.ringloom.example.kv.store.ListValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where in a list an element is. */
final class ListPosition {
  private ListPosition() {}

  static void addTo(CommandTable table) {
    table.add("lpos", -3, "readonly @read @list @slow", 1, 1, 1, ListPosition::position);
  }

  private static void position(Call call) throws CommandException {
    Options options = Options.parse(call);
    ListValue list = call.list(1);
    List<Integer> found = list == null ? List.of() : find(list, call.argument(2), options);
    if (options.count >= 0) {
      call.reply().array(found.size());
      for (int index : found) {
        call.reply().integer(index);
      }
    } else if (found.isEmpty()) {
      call.reply().nullValue();
    } else {
      call.reply().integer(found.get(0));
    }
  }

  private static List<Integer> find(ListValue list, byte[] element, Options options) {
    List<Integer> found = new ArrayList<>();
    boolean fromEnd = options.rank < 0;
    long toSkip = Math.abs(options.rank) - 1;
    long wanted = options.count < 0 ? 1 : options.count == 0 ? Long.MAX_VALUE : options.count;
    long looks = options.maxLength == 0 ? list.size() : Math.min(options.maxLength, list.size());
    for (int i = 0; i < looks && found.size() < wanted; i++) {
      int index = fromEnd ? list.size() - 1 - i : i;
      if (Arrays.equals(list.get(index), element) && toSkip-- <= 0) {
        found.add(index);
      }
    }
    return found;
  }

  /** What may be said in any order after the element. */
  private static final class Options {
    long rank = 1;

    /** How many places are wanted, 0 for all, -1 for one that is told without an array. */
    long count = -1;

    long maxLength;

    static Options parse(Call call) throws CommandException {
      Options options = new Options();
      for (int i = 3; i < call.count(); i += 2) {
        boolean hasValue = i + 1 < call.count();
        if (hasValue && call.is(i, "RANK")) {
          options.rank = rank(call, i + 1);
        } else if (hasValue && call.is(i, "COUNT")) {
          options.count = notNegative(call, i + 1, "COUNT");
        } else if (hasValue && call.is(i, "MAXLEN")) {
          options.maxLength = notNegative(call, i + 1, "MAXLEN");
        } else {
          throw CommandException.SYNTAX;
        }
      }
      return options;
    }

    private static long rank(Call call, int index) throws CommandException {
      long rank = call.integer(index);
      if (rank == 0) {
        throw new CommandException(
            "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ..."
                + " or use negative to start from the end of the list");
      }
      return Math.max(rank, -Long.MAX_VALUE);
    }

    private static long notNegative(Call call, int index, String name) throws CommandException {
      byte[] text = call.argument(index);
      long value = CanonicalLong.matches(text) ? CanonicalLong.parse(text) : -1;
      if (value < 0) {
        throw new CommandException("ERR " + name + " can't be negative");
      }
      return value;
    }
  }
}
