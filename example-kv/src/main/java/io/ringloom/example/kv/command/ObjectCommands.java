package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.ListValue;
import io.ringloom.example.kv.store.StringValue;
import io.ringloom.example.kv.store.Value;
import org.jspecify.annotations.Nullable;

/** What Redis tells about how a value is kept. To ask for it is no use of the key. */
final class ObjectCommands {
  /** Up to this length Redis keeps a string together with what it knows of it. */
  private static final int MAX_EMBEDDED_BYTES = 44;

  /** Redis has one object for each number below, however many keys hold it. */
  private static final long SHARED_NUMBERS = 10_000;

  private static final String NO_FREQUENCY =
      "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note"
          + " that when switching between policies at runtime LRU and LFU data will take some"
          + " time to adjust.";

  private ObjectCommands() {}

  static void addTo(CommandTable table) {
    String kind = "readonly @keyspace @read @slow";
    table.addContainer("object");
    table.add("object|encoding", 3, kind, 2, 2, 1, ObjectCommands::encoding);
    table.add("object|freq", 3, kind, 2, 2, 1, ObjectCommands::frequency);
    table.add("object|idletime", 3, kind, 2, 2, 1, ObjectCommands::idleTime);
    table.add("object|refcount", 3, kind, 2, 2, 1, ObjectCommands::referenceCount);
    table.add("object|help", 2, "loading stale @keyspace @slow", ObjectCommands::help);
  }

  private static void encoding(Call call) {
    Entry entry = entry(call);
    if (entry == null) {
      call.reply().nullValue();
    } else {
      call.reply().bulk(encoding(entry.value()));
    }
  }

  private static String encoding(Value value) {
    if (value instanceof ListValue) {
      return "quicklist";
    }
    if (value instanceof StringValue string && string.isNumber()) {
      return "int";
    }
    boolean embedded =
        value instanceof StringValue string
            && !string.isRaw()
            && string.length() <= MAX_EMBEDDED_BYTES;
    return embedded ? "embstr" : "raw";
  }

  private static void frequency(Call call) throws CommandException {
    if (entry(call) != null) {
      throw new CommandException(NO_FREQUENCY);
    }
    call.reply().nullValue();
  }

  private static void idleTime(Call call) {
    Entry entry = entry(call);
    if (entry == null) {
      call.reply().nullValue();
    } else {
      long idleMillis = call.keyspace().nowMillis() - entry.lastAccessMillis();
      call.reply().integer(Math.max(idleMillis, 0) / 1000);
    }
  }

  private static void referenceCount(Call call) {
    Entry entry = entry(call);
    if (entry == null) {
      call.reply().nullValue();
    } else {
      call.reply().integer(isShared(entry.value()) ? Integer.MAX_VALUE : 1);
    }
  }

  private static boolean isShared(Value value) {
    return value instanceof StringValue string
        && string.isNumber()
        && string.number() >= 0
        && string.number() < SHARED_NUMBERS;
  }

  private static @Nullable Entry entry(Call call) {
    return call.keyspace().peek(call.database(), call.argument(2));
  }

  private static void help(Call call) {
    Help.write(
        call.reply(),
        "OBJECT",
        "ENCODING <key>",
        "Tells how Redis would keep the value.",
        "FREQ <key>",
        "Fails, since how often keys are used is not counted.",
        "IDLETIME <key>",
        "Tells for how many seconds nobody has used the key.",
        "REFCOUNT <key>",
        "Tells how many references to the value Redis would have.");
  }
}
