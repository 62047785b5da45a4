package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import java.nio.charset.StandardCharsets;

/** The server as a whole: what it holds, and what it does. */
final class ServerCommands {
  private static final long MICROS_PER_MILLI = 1000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private ServerCommands() {}

  static void addTo(CommandTable table) {
    table.add("info", -1, "loading stale @slow @dangerous", ServerCommands::info);
    table.add("dbsize", 1, "readonly fast @keyspace @read @fast", ServerCommands::size);
    String flush = "write @keyspace @write @slow @dangerous";
    table.add("flushdb", -1, flush, ServerCommands::flush);
    table.add("flushall", -1, flush, ServerCommands::flushAll);
    table.add("time", 1, "loading stale fast @fast", ServerCommands::time);
    table.addContainer("memory");
    table.add("memory|usage", -3, "readonly @read @slow", 2, 2, 1, ServerCommands::memoryUsage);
    table.add("memory|help", 2, "loading stale @slow", ServerCommands::memoryHelp);
  }

  private static void info(Call call) {
    call.reply().verbatim(Info.of(call).getBytes(StandardCharsets.UTF_8));
  }

  private static void size(Call call) {
    call.reply().integer(call.keyspace().size(call.database()));
  }

  private static void flush(Call call) throws CommandException {
    checkFlushOptions(call);
    call.keyspace().flush(call.database());
    call.ok();
  }

  private static void flushAll(Call call) throws CommandException {
    checkFlushOptions(call);
    call.keyspace().flushAll();
    call.ok();
  }

  /** Both options mean the same here: the memory is left to the garbage collector. */
  private static void checkFlushOptions(Call call) throws CommandException {
    boolean known = call.count() == 2 && (call.is(1, "SYNC") || call.is(1, "ASYNC"));
    if (call.count() > 1 && !known) {
      throw CommandException.SYNTAX;
    }
  }

  private static void time(Call call) {
    long micros = call.keyspace().nowMillis() * MICROS_PER_MILLI;
    call.reply().array(2);
    call.reply().bulk(micros / MICROS_PER_SECOND);
    call.reply().bulk(micros % MICROS_PER_SECOND);
  }

  private static void memoryUsage(Call call) throws CommandException {
    boolean samples = call.count() == 5 && call.is(3, "SAMPLES");
    if ((call.count() > 3 && !samples) || (samples && call.integer(4) < 0)) {
      throw CommandException.SYNTAX;
    }
    Entry entry = call.keyspace().peek(call.database(), call.argument(2));
    if (entry == null) {
      call.reply().nullValue();
    } else {
      call.reply().integer(entry.approximateBytes());
    }
  }

  private static void memoryHelp(Call call) {
    Help.write(
        call.reply(),
        "MEMORY",
        "USAGE <key> [SAMPLES <count>]",
        "Tells about how many bytes of the heap a key and its value take; never a sample.");
  }
}
