package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.BlockedClient;
import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.client.Transaction;
import io.ringloom.example.kv.resp.Request;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out the commands of all clients. Thread-safe. */
public final class Commands {
  private static final int MAX_SHOWN_NAME = 128;

  /** What a subscriber may do whose protocol cannot tell messages from replies. */
  private static final Set<String> FOR_SUBSCRIBERS =
      Set.of("ping", "subscribe", "unsubscribe", "psubscribe", "punsubscribe", "quit", "reset");

  /** What is carried out at once between {@code MULTI} and {@code EXEC}. */
  private static final Set<String> NOT_QUEUED =
      Set.of("exec", "discard", "multi", "watch", "quit", "reset");

  private final CommandTable table = new CommandTable();

  public Commands() {
    ConnectionCommands.addTo(table);
    ClientCommands.addTo(table);
    ServerCommands.addTo(table);
    ConfigCommands.addTo(table);
    CommandCommands.addTo(table);
    KeyCommands.addTo(table);
    ExpiryCommands.addTo(table);
    StringCommands.addTo(table);
    NumberCommands.addTo(table);
    ListCommands.addTo(table);
    BlockingCommands.addTo(table);
    PubSubCommands.addTo(table);
    TransactionCommands.addTo(table);
  }

  CommandTable table() {
    return table;
  }

  /**
   * Carries out a request and collects its reply. Waits where the command is to wait, or where the
   * client does not take its replies.
   *
   * @throws IOException if the connection fails, or the changes cannot be kept
   */
  public void execute(Client client, Request request) throws IOException {
    client.beginCommand();
    dispatch(client, request);
    client.shared().blockedClients().serve();
    BlockedClient blocked = client.blocked();
    if (blocked != null) {
      client.awaitUnblocked(blocked);
      client.shared().blockedClients().serve();
    }
    client.endCommand();
  }

  /** Carries out one command of a transaction. */
  void executeInTransaction(Client client, Request request) {
    Command command = table.find(request);
    if (command != null) {
      run(command, new Call(this, client, request, true));
    }
  }

  private void dispatch(Client client, Request request) {
    Command command = table.find(request);
    String refusal = refusal(client, command, request);
    Transaction transaction = client.transaction();
    if (command == null || refusal != null) {
      refuse(client, command, refusal);
    } else if (transaction != null && !NOT_QUEUED.contains(command.name())) {
      transaction.add(request);
      client.replies().simple("QUEUED");
    } else {
      client.noteCommand(command.name());
      run(command, new Call(this, client, request, false));
    }
  }

  private static void run(Command command, Call call) {
    try {
      command.body().run(call);
    } catch (CommandException e) {
      call.reply().error(e.reply());
    }
  }

  /** Why the request is not carried out, or null if it is. */
  private @Nullable String refusal(Client client, @Nullable Command command, Request request) {
    if (command == null) {
      return table.isContainer(request) ? unknownSubcommand(request) : unknown(request);
    }
    if (!command.accepts(request.count())) {
      return wrongCount(command);
    }
    if (!client.isAuthenticated() && !command.withoutAuthentication()) {
      return "NOAUTH Authentication required.";
    }
    if (command.needsMemory() && !client.shared().keyspace().makeRoom()) {
      return "OOM command not allowed when used memory > 'maxmemory'.";
    }
    if (command.writes() && client.shared().journal().failure() != null) {
      return "MISCONF Errors writing to the AOF file: " + client.shared().journal().failure();
    }
    if (client.subscriptionCount() > 0
        && client.protocol() == 2
        && !FOR_SUBSCRIBERS.contains(command.name())) {
      return "ERR Can't execute '"
          + command.name()
          + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
          + " context";
    }
    return null;
  }

  private static void refuse(Client client, @Nullable Command command, @Nullable String refusal) {
    String reason = refusal == null ? "ERR unknown command" : refusal;
    Transaction transaction = client.transaction();
    if (command != null && command.name().equals("exec") && transaction != null) {
      client.transaction(null);
      client.unwatch();
      client.replies().error("EXECABORT Transaction discarded because of: " + withoutCode(reason));
      return;
    }
    if (transaction != null) {
      transaction.fail();
    }
    client.replies().error(reason);
  }

  private static String withoutCode(String error) {
    return error.startsWith("ERR ") ? error.substring("ERR ".length()) : error;
  }

  static CommandException wrongSubcommandCount(Call call) {
    return new CommandException(
        "ERR unknown subcommand or wrong number of arguments for '"
            + Text.of(call.argument(1))
            + "'. Try "
            + Text.of(call.argument(0)).toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  static String wrongCount(Command command) {
    return "ERR wrong number of arguments for '" + command.name() + "' command";
  }

  private static String unknown(Request request) {
    String name = shown(request.argument(0), MAX_SHOWN_NAME);
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; i < request.count() && arguments.length() < MAX_SHOWN_NAME; i++) {
      String argument = shown(request.argument(i), MAX_SHOWN_NAME - arguments.length());
      arguments.append('\'').append(argument).append("' ");
    }
    return "ERR unknown command '" + name + "', with args beginning with: " + arguments;
  }

  static String unknownSubcommand(Request request) {
    return "ERR unknown subcommand '"
        + shown(request.argument(1), MAX_SHOWN_NAME)
        + "'. Try "
        + Text.of(request.argument(0)).toUpperCase(Locale.ROOT)
        + " HELP.";
  }

  private static String shown(byte[] bytes, int maxLength) {
    String text = Text.of(bytes);
    return text.length() <= maxLength ? text : text.substring(0, maxLength);
  }
}
