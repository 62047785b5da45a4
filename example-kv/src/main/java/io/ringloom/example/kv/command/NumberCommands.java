package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.CanonicalLong;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.StringValue;
import io.ringloom.example.kv.store.Value;
import org.jspecify.annotations.Nullable;

/** Strings as numbers. */
final class NumberCommands {
  private static final String OVERFLOW = "ERR increment or decrement would overflow";

  private NumberCommands() {}

  static void addTo(CommandTable table) {
    String kind = "write denyoom fast @write @string @fast";
    table.add("incr", 2, kind, 1, 1, 1, call -> add(call, 1));
    table.add("decr", 2, kind, 1, 1, 1, call -> add(call, -1));
    table.add("incrby", 3, kind, 1, 1, 1, call -> add(call, call.integer(2)));
    table.add("decrby", 3, kind, 1, 1, 1, NumberCommands::decrby);
    table.add("incrbyfloat", 3, kind, 1, 1, 1, NumberCommands::incrbyfloat);
  }

  private static void decrby(Call call) throws CommandException {
    long decrement = call.integer(2);
    if (decrement == Long.MIN_VALUE) {
      throw new CommandException("ERR decrement would overflow");
    }
    add(call, -decrement);
  }

  private static void add(Call call, long increment) throws CommandException {
    Entry entry = call.find(1);
    long before = number(Call.string(entry));
    long sum = before + increment;
    // It overflowed if both have a sign that the sum has not.
    if (((before ^ sum) & (increment ^ sum)) < 0) {
      throw new CommandException(OVERFLOW);
    }
    set(call, entry, StringValue.of(sum));
    call.reply().integer(sum);
  }

  private static long number(@Nullable StringValue value) throws CommandException {
    if (value == null) {
      return 0;
    }
    if (value.isNumber()) {
      return value.number();
    }
    byte[] text = value.bytes();
    if (!CanonicalLong.matches(text)) {
      throw CommandException.NOT_AN_INTEGER;
    }
    return CanonicalLong.parse(text);
  }

  private static void incrbyfloat(Call call) throws CommandException {
    Entry entry = call.find(1);
    StringValue value = Call.string(entry);
    LongDouble before = value == null ? LongDouble.ZERO : LongDouble.parse(value.bytes());
    LongDouble increment = LongDouble.parse(call.argument(2));
    if (before == null || increment == null) {
      throw CommandException.NOT_A_FLOAT;
    }
    LongDouble sum = before.plus(increment);
    if (!sum.isFinite()) {
      throw new CommandException("ERR increment would produce NaN or Infinity");
    }
    byte[] text = Text.bytes(sum.toPlainText());
    set(call, entry, StringValue.of(text));
    call.reply().bulk(text);
  }

  /** Changes the value, or makes a key that does not expire. */
  private static void set(Call call, @Nullable Entry entry, Value value) {
    if (entry == null) {
      call.keyspace().put(call.database(), call.argument(1), value);
    } else {
      call.keyspace().replace(call.database(), entry, value);
    }
  }
}
