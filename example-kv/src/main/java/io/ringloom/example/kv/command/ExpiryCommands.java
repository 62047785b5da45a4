package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;

/** When keys expire. */
final class ExpiryCommands {
  /** What the commands that tell a time reply where there is no key. */
  private static final long NO_KEY = -2;

  /** And where the key stays for ever. */
  private static final long NO_EXPIRY = -1;

  private ExpiryCommands() {}

  static void addTo(CommandTable table) {
    String write = "write fast @keyspace @write @fast";
    String read = "readonly fast @keyspace @read @fast";
    table.add("expire", -3, write, 1, 1, 1, call -> expire(call, ExpiryForm.EX));
    table.add("pexpire", -3, write, 1, 1, 1, call -> expire(call, ExpiryForm.PX));
    table.add("expireat", -3, write, 1, 1, 1, call -> expire(call, ExpiryForm.EXAT));
    table.add("pexpireat", -3, write, 1, 1, 1, call -> expire(call, ExpiryForm.PXAT));
    table.add("ttl", 2, read, 1, 1, 1, call -> tell(call, true, true));
    table.add("pttl", 2, read, 1, 1, 1, call -> tell(call, true, false));
    table.add("expiretime", 2, read, 1, 1, 1, call -> tell(call, false, true));
    table.add("pexpiretime", 2, read, 1, 1, 1, call -> tell(call, false, false));
    table.add("persist", 2, write, 1, 1, 1, ExpiryCommands::persist);
  }

  private static void expire(Call call, ExpiryForm form) throws CommandException {
    Condition condition = Condition.parse(call, 3);
    long millis = form.any(call, 2);
    Entry entry = call.find(1);
    boolean set = entry != null && condition.allows(entry.expireAtMillis(), millis);
    if (set) {
      call.keyspace().expireAt(call.database(), call.argument(1), Math.max(millis, 0));
    }
    call.reply().integer(set ? 1 : 0);
  }

  /** Replies with a time; to look at it is no use of the key. */
  private static void tell(Call call, boolean fromNow, boolean inSeconds) {
    long now = call.keyspace().nowMillis();
    Entry entry = call.keyspace().peek(call.database(), call.argument(1));
    if (entry == null || entry.expireAtMillis() == Entry.NEVER) {
      call.reply().integer(entry == null ? NO_KEY : NO_EXPIRY);
      return;
    }
    long millis = fromNow ? Math.max(entry.expireAtMillis() - now, 0) : entry.expireAtMillis();
    call.reply().integer(inSeconds ? rounded(millis) : millis);
  }

  private static long rounded(long millis) {
    return millis / 1000 + (millis % 1000 >= 500 ? 1 : 0);
  }

  private static void persist(Call call) {
    boolean had = call.keyspace().persist(call.database(), call.argument(1));
    call.reply().integer(had ? 1 : 0);
  }

  /** Under which condition a key gets another expiry. */
  private record Condition(boolean ifNone, boolean ifSome, boolean ifLater, boolean ifSooner) {

    static Condition parse(Call call, int first) throws CommandException {
      boolean none = false;
      boolean some = false;
      boolean later = false;
      boolean sooner = false;
      for (int i = first; i < call.count(); i++) {
        if (call.is(i, "NX")) {
          none = true;
        } else if (call.is(i, "XX")) {
          some = true;
        } else if (call.is(i, "GT")) {
          later = true;
        } else if (call.is(i, "LT")) {
          sooner = true;
        } else {
          throw new CommandException("ERR Unsupported option " + Text.of(call.argument(i)));
        }
      }
      if (none && (some || later || sooner)) {
        throw new CommandException(
            "ERR NX and XX, GT or LT options at the same time are not compatible");
      }
      if (later && sooner) {
        throw new CommandException("ERR GT and LT options at the same time are not compatible");
      }
      return new Condition(none, some, later, sooner);
    }

    /** No expiry counts as later than any other. */
    boolean allows(long oldMillis, long newMillis) {
      boolean had = oldMillis != Entry.NEVER;
      return !(ifNone && had)
          && !(ifSome && !had)
          && !(ifLater && (!had || newMillis <= oldMillis))
          && !(ifSooner && had && newMillis >= oldMillis);
    }
  }
}
