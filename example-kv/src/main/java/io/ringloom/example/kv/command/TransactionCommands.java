package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.Transaction;
import io.ringloom.example.kv.resp.Request;

/** Several commands as one. */
final class TransactionCommands {
  private TransactionCommands() {}

  static void addTo(CommandTable table) {
    String kind = "noscript loading stale fast allow_busy @fast @transaction";
    table.add("multi", 1, kind, TransactionCommands::multi);
    table.add(
        "exec",
        1,
        "noscript loading stale skip_slowlog @slow @transaction",
        TransactionCommands::exec);
    table.add("discard", 1, kind, TransactionCommands::discard);
    table.add("watch", -2, kind, 1, -1, 1, TransactionCommands::watch);
    table.add("unwatch", 1, kind, TransactionCommands::unwatch);
  }

  private static void multi(Call call) throws CommandException {
    if (call.client().transaction() != null) {
      throw new CommandException("ERR MULTI calls can not be nested");
    }
    call.client().transaction(new Transaction());
    call.ok();
  }

  private static void exec(Call call) throws CommandException {
    Transaction transaction = call.client().transaction();
    if (transaction == null) {
      throw new CommandException("ERR EXEC without MULTI");
    }
    boolean watchBroken = call.client().isWatchBroken();
    call.client().transaction(null);
    call.client().unwatch();
    if (transaction.hasFailed()) {
      throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
    }
    if (watchBroken) {
      call.reply().nullArray();
      return;
    }
    call.reply().array(transaction.requests().size());
    for (Request request : transaction.requests()) {
      call.commands().executeInTransaction(call.client(), request);
    }
  }

  private static void discard(Call call) throws CommandException {
    if (call.client().transaction() == null) {
      throw new CommandException("ERR DISCARD without MULTI");
    }
    call.client().transaction(null);
    call.client().unwatch();
    call.ok();
  }

  private static void watch(Call call) throws CommandException {
    if (call.client().transaction() != null) {
      throw new CommandException("ERR WATCH inside MULTI is not allowed");
    }
    for (int i = 1; i < call.count(); i++) {
      if (!call.client().watch(call.argument(i))) {
        throw CommandException.CLIENT_MEMORY;
      }
    }
    call.ok();
  }

  private static void unwatch(Call call) {
    call.client().unwatch();
    call.ok();
  }
}
