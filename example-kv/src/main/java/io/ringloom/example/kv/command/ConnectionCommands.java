package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.resp.ReplyWriter;
import io.ringloom.example.kv.store.CanonicalLong;
import io.ringloom.example.kv.store.Keyspace;
import java.security.MessageDigest;

/** Who a client is, which protocol it speaks, and which database it uses. */
final class ConnectionCommands {
  /** The version of Redis whose commands are followed; clients decide by it what they may use. */
  static final String REDIS_VERSION = "7.0.15";

  private static final String DEFAULT_USER = "default";
  private static final String WRONG_PASSWORD =
      "WRONGPASS invalid username-password pair or user is disabled.";

  private ConnectionCommands() {}

  static void addTo(CommandTable table) {
    table.add("ping", -1, "fast @fast @connection", ConnectionCommands::ping);
    table.add("echo", 2, "loading stale fast @fast @connection", ConnectionCommands::echo);
    String open = "noscript loading stale fast no_auth allow_busy @fast @connection";
    table.add("hello", -1, open, ConnectionCommands::hello);
    table.add("auth", -2, open, ConnectionCommands::auth);
    table.add("select", 2, "loading stale fast @fast @connection", ConnectionCommands::select);
    table.add("quit", -1, open, ConnectionCommands::quit);
    table.add("reset", 1, open, ConnectionCommands::reset);
  }

  private static void ping(Call call) throws CommandException {
    if (call.count() > 2) {
      throw new CommandException("ERR wrong number of arguments for 'ping' command");
    }
    boolean text = call.count() == 2;
    if (call.client().subscriptionCount() > 0 && call.client().protocol() == 2) {
      call.reply().array(2);
      call.reply().bulk("pong");
      call.reply().bulk(text ? call.argument(1) : new byte[0]);
    } else if (text) {
      call.reply().bulk(call.argument(1));
    } else {
      call.reply().simple("PONG");
    }
  }

  private static void echo(Call call) {
    call.reply().bulk(call.argument(1));
  }

  private static void hello(Call call) throws CommandException {
    Client client = call.client();
    int version = call.count() > 1 ? protocol(call.argument(1)) : client.protocol();
    boolean authenticated = client.isAuthenticated();
    byte[] name = client.name();
    int at = 2;
    while (at < call.count()) {
      int rest = call.count() - at;
      if (rest > 2 && call.is(at, "AUTH")) {
        authenticate(call, call.argument(at + 1), call.argument(at + 2));
        authenticated = true;
        at += 3;
      } else if (rest > 1 && call.is(at, "SETNAME")) {
        name = ClientCommands.checkedName(call.argument(at + 1));
        at += 2;
      } else {
        throw new CommandException(
            "ERR Syntax error in HELLO option '" + Text.of(call.argument(at)) + "'");
      }
    }
    if (!authenticated) {
      throw new CommandException(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");
    }
    client.authenticated(true);
    client.name(name);
    client.protocol(version);
    writeHello(call.reply(), client);
  }

  private static int protocol(byte[] text) throws CommandException {
    if (!CanonicalLong.matches(text)) {
      throw new CommandException("ERR Protocol version is not an integer or out of range");
    }
    long version = CanonicalLong.parse(text);
    if (version != 2 && version != 3) {
      throw new CommandException("NOPROTO unsupported protocol version");
    }
    return (int) version;
  }

  private static void writeHello(ReplyWriter reply, Client client) {
    reply.map(7);
    reply.bulk("server");
    reply.bulk("redis");
    reply.bulk("version");
    reply.bulk(REDIS_VERSION);
    reply.bulk("proto");
    reply.integer(client.protocol());
    reply.bulk("id");
    reply.integer(client.id());
    reply.bulk("mode");
    reply.bulk("standalone");
    reply.bulk("role");
    reply.bulk("master");
    reply.bulk("modules");
    reply.array(0);
  }

  private static void auth(Call call) throws CommandException {
    if (call.count() > 3) {
      throw CommandException.SYNTAX;
    }
    if (call.count() == 3) {
      authenticate(call, call.argument(1), call.argument(2));
    } else if (call.shared().settings().password() == null) {
      throw new CommandException(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");
    } else {
      authenticate(call, Text.bytes(DEFAULT_USER), call.argument(1));
    }
    call.client().authenticated(true);
    call.ok();
  }

  private static void authenticate(Call call, byte[] user, byte[] given) throws CommandException {
    byte[] password = call.shared().settings().password();
    boolean right = password == null || MessageDigest.isEqual(password, given);
    if (!Text.of(user).equals(DEFAULT_USER) || !right) {
      throw new CommandException(WRONG_PASSWORD);
    }
  }

  private static void select(Call call) throws CommandException {
    long number = call.integer(1);
    if (number != (int) number) {
      throw new CommandException(
          "ERR value is out of range, value must between -2147483648 and 2147483647");
    }
    if (number < 0 || number >= Keyspace.DATABASES) {
      throw new CommandException("ERR DB index is out of range");
    }
    call.client().database((int) number);
    call.ok();
  }

  private static void quit(Call call) {
    call.client().closeAfterReplies();
    call.ok();
  }

  private static void reset(Call call) {
    call.client().reset();
    call.reply().simple("RESET");
  }
}
