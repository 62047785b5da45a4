package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Glob;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The walk through all keys in many small steps. */
final class ScanCommand {
  private static final int DEFAULT_COUNT = 10;

  /** What C takes for an unsigned number, which it reads from its beginning without a digit too. */
  private static final Pattern CURSOR = Pattern.compile("[+-]?[0-9]+|");

  private static final int MAX_CURSOR_BITS = 64;
  private static final String INVALID_CURSOR = "ERR invalid cursor";

  private ScanCommand() {}

  static void addTo(CommandTable table) {
    table.add("scan", -2, "readonly @keyspace @read @slow", ScanCommand::scan);
  }

  private static void scan(Call call) throws CommandException {
    long cursor = cursor(Text.of(call.argument(1)));
    int count = DEFAULT_COUNT;
    byte[] pattern = null;
    byte[] type = null;
    for (int i = 2; i < call.count(); i += 2) {
      if (i + 1 == call.count()) {
        throw CommandException.SYNTAX;
      }
      if (call.is(i, "COUNT")) {
        count = count(call, i + 1);
      } else if (call.is(i, "MATCH")) {
        pattern = call.argument(i + 1);
      } else if (call.is(i, "TYPE")) {
        type = call.argument(i + 1);
      } else {
        throw CommandException.SYNTAX;
      }
    }
    List<byte[]> found = new ArrayList<>();
    Filter filter = new Filter(pattern, type);
    long next =
        call.keyspace()
            .scan(
                call.database(),
                cursor,
                count,
                entry -> {
                  if (filter.accepts(entry)) {
                    found.add(entry.key());
                  }
                });
    write(call, next, found);
  }

  private static void write(Call call, long cursor, List<byte[]> found) {
    call.reply().array(2);
    call.reply().bulk(cursor);
    call.reply().array(found.size());
    for (byte[] key : found) {
      call.reply().bulk(key);
    }
  }

  private static long cursor(String text) throws CommandException {
    if (text.length() > 2 * MAX_CURSOR_BITS || !CURSOR.matcher(text).matches()) {
      throw new CommandException(INVALID_CURSOR);
    }
    if (text.isEmpty()) {
      return 0;
    }
    BigInteger number = new BigInteger(text);
    if (number.abs().bitLength() > MAX_CURSOR_BITS) {
      throw new CommandException(INVALID_CURSOR);
    }
    return number.longValue();
  }

  private static int count(Call call, int index) throws CommandException {
    long count = call.integer(index);
    if (count < 1) {
      throw CommandException.SYNTAX;
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  /** Which of the keys are shown. */
  private static final class Filter {
    private final byte @Nullable [] pattern;
    private final byte @Nullable [] type;

    Filter(byte @Nullable [] pattern, byte @Nullable [] type) {
      this.pattern = pattern;
      this.type = type;
    }

    boolean accepts(Entry entry) {
      return matches(entry.key()) && hasType(entry);
    }

    private boolean matches(byte[] key) {
      // The pattern does not match the empty key, but this asks for all.
      return pattern == null || Text.is(pattern, "*") || Glob.matches(pattern, key);
    }

    private boolean hasType(Entry entry) {
      return type == null || Text.of(type).equalsIgnoreCase(KeyCommands.typeName(entry.value()));
    }
  }
}
