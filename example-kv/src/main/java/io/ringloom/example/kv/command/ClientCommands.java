package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.BlockedClient;
import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.client.Client.ReplyMode;
import io.ringloom.example.kv.client.Transaction;
import io.ringloom.example.kv.store.CanonicalLong;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one can learn of clients, and do to them. */
final class ClientCommands {
  private static final long MILLIS_PER_SECOND = 1000;

  private ClientCommands() {}

  static void addTo(CommandTable table) {
    String kind = "noscript loading stale @slow @connection";
    String admin = "admin noscript loading stale @admin @slow @dangerous @connection";
    table.addContainer("client");
    table.add("client|id", 2, kind, call -> call.reply().integer(call.client().id()));
    table.add("client|getname", 2, kind, ClientCommands::getName);
    table.add("client|setname", 3, kind, ClientCommands::setName);
    table.add("client|info", 2, kind, ClientCommands::info);
    table.add("client|list", -2, admin, ClientCommands::list);
    table.add("client|kill", -3, admin, ClientCommands::kill);
    table.add("client|reply", 3, kind, ClientCommands::replyMode);
    table.add("client|unblock", -3, admin, ClientCommands::unblock);
    table.add("client|no-evict", 3, admin, ClientCommands::noEvict);
    table.add("client|getredir", 2, kind, call -> call.reply().integer(-1));
    table.add("client|help", 2, "loading stale @slow @connection", ClientCommands::help);
  }

  private static void getName(Call call) {
    if (call.client().name().length == 0) {
      call.reply().nullValue();
    } else {
      call.reply().bulk(call.client().name());
    }
  }

  private static void setName(Call call) throws CommandException {
    if (!call.client().name(checkedName(call.argument(2)))) {
      throw CommandException.CLIENT_MEMORY;
    }
    call.ok();
  }

  /** Returns the name if it can stand in a line of {@code CLIENT LIST}. */
  static byte[] checkedName(byte[] name) throws CommandException {
    for (byte b : name) {
      if (b < '!' || b > '~') {
        throw new CommandException(
            "ERR Client names cannot contain spaces, newlines or special characters.");
      }
    }
    return name;
  }

  private static void info(Call call) {
    call.reply().verbatim((line(call.client(), call) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void list(Call call) throws CommandException {
    String type = null;
    Set<Long> ids = null;
    if (call.count() == 4 && call.is(2, "TYPE")) {
      type = type(call.argument(3));
    } else if (call.count() > 3 && call.is(2, "ID")) {
      ids = new HashSet<>();
      for (int i = 3; i < call.count(); i++) {
        ids.add(id(call.argument(i)));
      }
    } else if (call.count() != 2) {
      throw CommandException.SYNTAX;
    }
    StringBuilder lines = new StringBuilder();
    for (Client client : call.shared().clients()) {
      if ((type == null || type.equals(typeOf(client)))
          && (ids == null || ids.contains(client.id()))) {
        lines.append(line(client, call)).append('\n');
      }
    }
    call.reply().verbatim(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String line(Client client, Call call) {
    long now = call.keyspace().nowMillis();
    Transaction transaction = client.transaction();
    return "id="
        + client.id()
        + " addr="
        + text(client.connection().remoteAddress())
        + " laddr="
        + text(client.connection().localAddress())
        + " name="
        + Text.of(client.name())
        + " age="
        + (now - client.createdMillis()) / MILLIS_PER_SECOND
        + " idle="
        + (now - client.lastCommandMillis()) / MILLIS_PER_SECOND
        + " flags="
        + flags(client)
        + " db="
        + client.database()
        + " sub="
        + client.subscriptionCount(false)
        + " psub="
        + client.subscriptionCount(true)
        + " multi="
        + (transaction == null ? -1 : transaction.requests().size())
        + " cmd="
        + client.lastCommand()
        + " user=default redir=-1 resp="
        + client.protocol();
  }

  private static String flags(Client client) {
    String flags =
        (client.subscriptionCount() > 0 ? "P" : "")
            + (client.transaction() != null ? "x" : "")
            + (client.blocked() != null ? "b" : "");
    return flags.isEmpty() ? "N" : flags;
  }

  /** An address as {@code CLIENT LIST} tells it. */
  static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      return internet.getAddress().getHostAddress() + ":" + internet.getPort();
    }
    return address + ":0";
  }

  /** The name of a kind of clients. */
  static String type(byte[] name) throws CommandException {
    for (String type : List.of("NORMAL", "MASTER", "REPLICA", "SLAVE", "PUBSUB")) {
      if (Text.is(name, type)) {
        return type;
      }
    }
    throw new CommandException("ERR Unknown client type '" + Text.of(name) + "'");
  }

  /** Which kind of client it is. */
  static String typeOf(Client client) {
    return client.subscriptionCount() > 0 ? "PUBSUB" : "NORMAL";
  }

  private static long id(byte[] text) throws CommandException {
    if (!CanonicalLong.matches(text)) {
      throw new CommandException("ERR Invalid client ID");
    }
    return CanonicalLong.parse(text);
  }

  private static void kill(Call call) throws CommandException {
    if (call.count() == 3) {
      String address = Text.of(call.argument(2));
      for (Client client : call.shared().clients()) {
        if (text(client.connection().remoteAddress()).equals(address)) {
          killOrLeave(client, call);
          call.ok();
          return;
        }
      }
      throw new CommandException("ERR No such client");
    }
    KillFilter filter = KillFilter.parse(call);
    int killed = 0;
    for (Client client : List.copyOf(call.shared().clients())) {
      if (filter.matches(client, call.client())) {
        killOrLeave(client, call);
        killed++;
      }
    }
    call.reply().integer(killed);
  }

  /** A client that kills itself gets the reply before. */
  private static void killOrLeave(Client client, Call call) {
    if (client == call.client()) {
      client.closeAfterReplies();
    } else {
      client.kill();
    }
  }

  private static void replyMode(Call call) throws CommandException {
    if (call.is(2, "ON")) {
      call.client().replyMode(ReplyMode.ON);
      call.ok();
    } else if (call.is(2, "OFF")) {
      call.client().replyMode(ReplyMode.OFF);
    } else if (call.is(2, "SKIP")) {
      call.client().replyMode(ReplyMode.SKIP_THIS);
    } else {
      throw CommandException.SYNTAX;
    }
  }

  private static void unblock(Call call) throws CommandException {
    boolean error = call.count() == 4 && call.is(3, "ERROR");
    if (call.count() > 4) {
      throw Commands.wrongSubcommandCount(call);
    }
    if (call.count() == 4 && !error && !call.is(3, "TIMEOUT")) {
      throw new CommandException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    }
    Client client = call.shared().client(call.integer(2));
    BlockedClient blocked = client == null ? null : client.blocked();
    if (client == null || blocked == null || !blocked.isWaiting()) {
      call.reply().integer(0);
      return;
    }
    if (error) {
      client.unblock(replies -> replies.error("UNBLOCKED client unblocked via CLIENT UNBLOCK"));
    } else {
      client.unblockAsTimeout();
    }
    call.reply().integer(1);
  }

  /** Clients are never thrown out for want of memory, so there is nothing to switch. */
  private static void noEvict(Call call) throws CommandException {
    if (!call.is(2, "ON") && !call.is(2, "OFF")) {
      throw CommandException.SYNTAX;
    }
    call.ok();
  }

  private static void help(Call call) {
    Help.write(
        call.reply(),
        "CLIENT",
        "GETNAME",
        "Tells the name of this connection.",
        "GETREDIR",
        "Tells -1, since there is no tracking to redirect.",
        "ID",
        "Tells the number of this connection.",
        "INFO",
        "Tells what the server knows of this connection.",
        "KILL <ip:port>",
        "Closes the connection from this address.",
        "KILL <option> <value> [<option> <value> [...]]",
        "Closes connections by ID, ADDR, LADDR, TYPE, USER; without this one unless SKIPME no.",
        "LIST [TYPE <type> | ID <id> [<id> ...]]",
        "Tells what the server knows of connections.",
        "NO-EVICT (ON|OFF)",
        "Does nothing, since no connection is closed for want of memory.",
        "REPLY (ON|OFF|SKIP)",
        "Says which replies this connection wants.",
        "SETNAME <name>",
        "Gives this connection a name.",
        "UNBLOCK <clientid> [TIMEOUT|ERROR]",
        "Ends the wait of a blocking command.");
  }
}
