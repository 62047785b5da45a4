package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Glob;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import io.ringloom.example.kv.store.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys, whatever they hold. */
final class KeyCommands {
  private static final String SAME = "ERR source and destination objects are the same";

  private KeyCommands() {}

  static void addTo(CommandTable table) {
    String read = "readonly fast @keyspace @read @fast";
    String write = "write fast @keyspace @write @fast";
    table.add("del", -2, "write @keyspace @write @slow", 1, -1, 1, KeyCommands::del);
    table.add("unlink", -2, write, 1, -1, 1, KeyCommands::del);
    table.add("exists", -2, read, 1, -1, 1, KeyCommands::exists);
    table.add("touch", -2, read, 1, -1, 1, KeyCommands::touch);
    table.add("type", 2, read, 1, 1, 1, KeyCommands::type);
    table.add("keys", 2, "readonly @keyspace @read @slow @dangerous", KeyCommands::keys);
    table.add("randomkey", 1, "readonly @keyspace @read @slow", KeyCommands::randomkey);
    table.add("rename", 3, "write @keyspace @write @slow", 1, 2, 1, KeyCommands::rename);
    table.add("renamenx", 3, write, 1, 2, 1, KeyCommands::renamenx);
    table.add("copy", -3, "write denyoom @keyspace @write @slow", 1, 2, 1, KeyCommands::copy);
    table.add("move", 3, write, 1, 1, 1, KeyCommands::move);
    ScanCommand.addTo(table);
    ObjectCommands.addTo(table);
  }

  private static void del(Call call) {
    int gone = 0;
    for (int i = 1; i < call.count(); i++) {
      if (call.keyspace().remove(call.database(), call.argument(i)) != null) {
        gone++;
      }
    }
    call.reply().integer(gone);
  }

  /** Counts a key as often as it is asked for; to look whether it is there is no use of it. */
  private static void exists(Call call) {
    int present = 0;
    for (int i = 1; i < call.count(); i++) {
      if (call.keyspace().peek(call.database(), call.argument(i)) != null) {
        present++;
      }
    }
    call.reply().integer(present);
  }

  private static void touch(Call call) {
    int present = 0;
    for (int i = 1; i < call.count(); i++) {
      if (call.find(i) != null) {
        present++;
      }
    }
    call.reply().integer(present);
  }

  private static void type(Call call) {
    Entry entry = call.keyspace().peek(call.database(), call.argument(1));
    call.reply().simple(entry == null ? "none" : typeName(entry.value()));
  }

  /** What {@code TYPE} replies for a value. */
  static String typeName(Value value) {
    return value instanceof ListValue ? "list" : "string";
  }

  private static void keys(Call call) {
    byte[] pattern = call.argument(1);
    // The pattern does not match the empty key, but this asks for all.
    boolean all = Text.is(pattern, "*");
    List<byte[]> found = new ArrayList<>();
    call.keyspace()
        .forEach(
            call.database(),
            entry -> {
              if (all || Glob.matches(pattern, entry.key())) {
                found.add(entry.key());
              }
            });
    call.reply().array(found.size());
    for (byte[] key : found) {
      call.reply().bulk(key);
    }
  }

  private static void randomkey(Call call) {
    byte[] key = call.keyspace().randomKey(call.database());
    if (key == null) {
      call.reply().nullValue();
    } else {
      call.reply().bulk(key);
    }
  }

  private static void rename(Call call) throws CommandException {
    if (!renameTo(call)) {
      throw CommandException.NO_SUCH_KEY;
    }
    call.ok();
  }

  private static void renamenx(Call call) throws CommandException {
    Keyspace keyspace = call.keyspace();
    if (keyspace.peek(call.database(), call.argument(1)) == null) {
      throw CommandException.NO_SUCH_KEY;
    }
    boolean free = keyspace.peek(call.database(), call.argument(2)) == null;
    call.reply().integer(free && renameTo(call) ? 1 : 0);
  }

  private static boolean renameTo(Call call) {
    int database = call.database();
    return call.keyspace().rename(database, call.argument(1), database, call.argument(2));
  }

  private static void move(Call call) throws CommandException {
    int target = database(call, 2);
    if (target == call.database()) {
      throw new CommandException(SAME);
    }
    byte[] key = call.argument(1);
    boolean moved =
        call.keyspace().peek(target, key) == null
            && call.keyspace().rename(call.database(), key, target, key);
    call.reply().integer(moved ? 1 : 0);
  }

  private static void copy(Call call) throws CommandException {
    int target = call.database();
    boolean replace = false;
    for (int i = 3; i < call.count(); i++) {
      if (call.is(i, "REPLACE")) {
        replace = true;
      } else if (call.is(i, "DB") && i + 1 < call.count()) {
        i++;
        target = database(call, i);
      } else {
        throw CommandException.SYNTAX;
      }
    }
    if (target == call.database() && Arrays.equals(call.argument(1), call.argument(2))) {
      throw new CommandException(SAME);
    }
    Entry source = call.find(1);
    boolean copied =
        source != null && (replace || call.keyspace().peek(target, call.argument(2)) == null);
    if (source != null && copied) {
      Value value = source.value() instanceof ListValue list ? list.copy() : source.value();
      call.keyspace().put(target, call.argument(2), value, source.expireAtMillis());
    }
    call.reply().integer(copied ? 1 : 0);
  }

  /** The number of a database that is an argument. */
  private static int database(Call call, int index) throws CommandException {
    long number = call.integer(index);
    if (number != (int) number) {
      throw new CommandException(
          "ERR value is out of range, value must between -2147483648 and 2147483647");
    }
    if (number < 0 || number >= Keyspace.DATABASES) {
      throw new CommandException("ERR DB index is out of range");
    }
    return (int) number;
  }
}
