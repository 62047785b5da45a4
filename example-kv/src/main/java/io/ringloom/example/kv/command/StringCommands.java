package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.StringValue;
import org.jspecify.annotations.Nullable;

/** Strings as a whole; their parts are in {@link SubstringCommands}. */
final class StringCommands {
  private StringCommands() {}

  static void addTo(CommandTable table) {
    String read = "readonly fast @read @string @fast";
    String write = "write denyoom @write @string @slow";
    String writeFast = "write denyoom fast @write @string @fast";
    String shrink = "write fast @write @string @fast";
    table.add("get", 2, read, 1, 1, 1, StringCommands::get);
    table.add("set", -3, write, 1, 1, 1, StringCommands::set);
    table.add("setnx", 3, writeFast, 1, 1, 1, StringCommands::setnx);
    table.add("setex", 4, write, 1, 1, 1, call -> setWithExpiry(call, ExpiryForm.EX));
    table.add("psetex", 4, write, 1, 1, 1, call -> setWithExpiry(call, ExpiryForm.PX));
    table.add("getset", 3, writeFast, 1, 1, 1, StringCommands::getset);
    table.add("getdel", 2, shrink, 1, 1, 1, StringCommands::getdel);
    table.add("getex", -2, shrink, 1, 1, 1, StringCommands::getex);
    table.add("mget", -2, read, 1, -1, 1, StringCommands::mget);
    table.add("mset", -3, write, 1, -1, 2, StringCommands::mset);
    table.add("msetnx", -3, write, 1, -1, 2, StringCommands::msetnx);
    SubstringCommands.addTo(table);
  }

  private static void get(Call call) throws CommandException {
    call.reply(call.string(1));
  }

  private static void set(Call call) throws CommandException {
    SetOptions options = SetOptions.ofSet(call);
    long expireAtMillis = options.expireAtMillis();
    Entry before = call.keyspace().peek(call.database(), call.argument(1));
    StringValue oldValue = options.withOldValue() ? Call.string(before) : null;
    boolean allowed = options.allows(before != null);
    if (allowed) {
      set(call, before, options.keepsExpiry(), expireAtMillis);
    }
    if (options.withOldValue()) {
      call.reply(oldValue);
    } else if (allowed) {
      call.ok();
    } else {
      call.reply().nullValue();
    }
  }

  /** Sets the key whose entry was just looked up, so that this need not be done again. */
  private static void set(
      Call call, @Nullable Entry before, boolean keepsExpiry, long expireAtMillis) {
    if (before == null) {
      put(call, 1, expireAtMillis);
      return;
    }
    long newExpireAtMillis = keepsExpiry ? before.expireAtMillis() : expireAtMillis;
    StringValue value = StringValue.of(call.argument(2));
    call.keyspace().overwrite(call.database(), before, value, newExpireAtMillis);
  }

  private static void setnx(Call call) {
    boolean absent = call.keyspace().peek(call.database(), call.argument(1)) == null;
    if (absent) {
      put(call, 1, Entry.NEVER);
    }
    call.reply().integer(absent ? 1 : 0);
  }

  private static void setWithExpiry(Call call, ExpiryForm form) throws CommandException {
    long expireAtMillis = form.positive(call, 2);
    call.keyspace()
        .put(call.database(), call.argument(1), StringValue.of(call.argument(3)), expireAtMillis);
    call.ok();
  }

  private static void getset(Call call) throws CommandException {
    StringValue before = call.string(1);
    put(call, 1, Entry.NEVER);
    call.reply(before);
  }

  private static void getdel(Call call) throws CommandException {
    StringValue value = call.string(1);
    if (value != null) {
      call.keyspace().remove(call.database(), call.argument(1));
    }
    call.reply(value);
  }

  private static void getex(Call call) throws CommandException {
    SetOptions options = SetOptions.ofGetex(call);
    StringValue value = call.string(1);
    if (value != null) {
      Keyspace keyspace = call.keyspace();
      if (options.hasExpiry()) {
        // Only looked at for a key that is there, as in Redis.
        keyspace.expireAt(call.database(), call.argument(1), options.expireAtMillis());
      } else if (options.persists()) {
        keyspace.persist(call.database(), call.argument(1));
      }
    }
    call.reply(value);
  }

  private static void mget(Call call) {
    call.reply().array(call.count() - 1);
    for (int i = 1; i < call.count(); i++) {
      call.reply(stringOrNull(call.find(i)));
    }
  }

  /** A key of another type is as good as none. */
  private static @Nullable StringValue stringOrNull(@Nullable Entry entry) {
    return entry != null && entry.value() instanceof StringValue string ? string : null;
  }

  private static void mset(Call call) throws CommandException {
    checkPairs(call, "mset");
    putPairs(call);
    call.ok();
  }

  private static void msetnx(Call call) throws CommandException {
    checkPairs(call, "msetnx");
    for (int i = 1; i < call.count(); i += 2) {
      if (call.keyspace().peek(call.database(), call.argument(i)) != null) {
        call.reply().integer(0);
        return;
      }
    }
    putPairs(call);
    call.reply().integer(1);
  }

  private static void checkPairs(Call call, String command) throws CommandException {
    if (call.count() % 2 == 0) {
      throw new CommandException("ERR wrong number of arguments for '" + command + "' command");
    }
  }

  private static void putPairs(Call call) {
    for (int i = 1; i < call.count(); i += 2) {
      put(call, i, Entry.NEVER);
    }
  }

  /** Sets a key to the argument after it. */
  private static void put(Call call, int keyAt, long expireAtMillis) {
    StringValue value = StringValue.of(call.argument(keyAt + 1));
    call.keyspace().put(call.database(), call.argument(keyAt), value, expireAtMillis);
  }
}
