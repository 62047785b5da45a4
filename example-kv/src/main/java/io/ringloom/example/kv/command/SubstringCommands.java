package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.StringValue;

/** Lengths and parts of strings. */
final class SubstringCommands {
  private static final byte[] EMPTY = {};
  private static final String TOO_LONG =
      "ERR string exceeds maximum allowed size (proto-max-bulk-len)";

  private SubstringCommands() {}

  static void addTo(CommandTable table) {
    String getRange = "readonly @read @string @slow";
    table.add(
        "append", 3, "write denyoom fast @write @string @fast", 1, 1, 1, SubstringCommands::append);
    table.add("strlen", 2, "readonly fast @read @string @fast", 1, 1, 1, SubstringCommands::strlen);
    table.add("getrange", 4, getRange, 1, 1, 1, SubstringCommands::getrange);
    table.add("substr", 4, getRange, 1, 1, 1, SubstringCommands::getrange);
    table.add(
        "setrange", 4, "write denyoom @write @string @slow", 1, 1, 1, SubstringCommands::setrange);
  }

  private static void append(Call call) throws CommandException {
    byte[] tail = call.argument(2);
    Entry entry = call.find(1);
    StringValue before = Call.string(entry);
    if (entry == null || before == null) {
      call.keyspace().put(call.database(), call.argument(1), StringValue.of(tail));
      call.reply().integer(tail.length);
      return;
    }
    checkLength(call, before.length(), tail.length);
    StringValue after = before.append(tail);
    call.keyspace().replace(call.database(), entry, after);
    call.reply().integer(after.length());
  }

  private static void strlen(Call call) throws CommandException {
    StringValue value = call.string(1);
    call.reply().integer(value == null ? 0 : value.length());
  }

  private static void getrange(Call call) throws CommandException {
    long start = call.integer(2);
    long end = call.integer(3);
    StringValue value = call.string(1);
    int length = value == null ? 0 : value.length();
    // Both before the beginning would otherwise become the first byte.
    boolean isReversed = start < 0 && end < 0 && start > end;
    int from = (int) Math.min(fromBeginning(start, length), length);
    int to = (int) Math.min(fromBeginning(end, length), length - 1L);
    if (value == null || isReversed || from > to) {
      call.reply().bulk(EMPTY);
    } else {
      call.reply().bulk(value.array(), from, to + 1 - from);
    }
  }

  /** An index that counts from the end if it is negative, and is the beginning if beyond. */
  private static long fromBeginning(long index, int length) {
    return Math.max(index < 0 ? index + length : index, 0);
  }

  private static void setrange(Call call) throws CommandException {
    long offset = call.integer(2);
    if (offset < 0) {
      throw new CommandException("ERR offset is out of range");
    }
    byte[] part = call.argument(3);
    Entry entry = call.find(1);
    StringValue value = Call.string(entry);
    int length = value == null ? 0 : value.length();
    if (part.length == 0) {
      call.reply().integer(length);
      return;
    }
    checkLength(call, offset, part.length);
    StringValue before = value == null ? StringValue.of(EMPTY) : value;
    StringValue changed = before.overwrite((int) offset, part);
    if (entry == null) {
      call.keyspace().put(call.database(), call.argument(1), changed);
    } else {
      call.keyspace().replace(call.database(), entry, changed);
    }
    call.reply().integer(changed.length());
  }

  private static void checkLength(Call call, long length, int more) throws CommandException {
    if (length > call.shared().settings().maxBulkBytes() - more) {
      throw new CommandException(TOO_LONG);
    }
  }
}
