package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.store.EvictionPolicy;
import io.ringloom.example.kv.store.Glob;
import io.ringloom.example.kv.store.Keyspace;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be read of the configuration, and set while the server runs. */
final class ConfigCommands {
  private static final Map<String, Parameter> PARAMETERS = parameters();

  private ConfigCommands() {}

  static void addTo(CommandTable table) {
    String kind = "admin noscript loading stale @admin @slow @dangerous";
    table.addContainer("config");
    table.add("config|get", -3, kind, ConfigCommands::get);
    table.add("config|set", -4, kind, ConfigCommands::set);
    table.add("config|resetstat", 2, kind, ConfigCommands::resetStatistics);
    table.add("config|rewrite", 2, kind, ConfigCommands::rewrite);
    table.add("config|help", 2, "loading stale @slow", ConfigCommands::help);
  }

  /** Sets one parameter, after all were checked. */
  @FunctionalInterface
  private interface Change {
    void apply(SharedState shared);
  }

  /** Makes a change of a text. */
  @FunctionalInterface
  private interface Parser {

    /** Throws what is wrong with the text. */
    Change parse(String value) throws CommandException;
  }

  /**
   * One parameter.
   *
   * @param get its value now
   * @param parser null if it cannot be set
   */
  private record Parameter(Function<SharedState, String> get, @Nullable Parser parser) {}

  private static Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    all.put("databases", new Parameter(shared -> "" + Keyspace.DATABASES, null));
    all.put("appendonly", new Parameter(ConfigCommands::appendOnly, null));
    all.put("appendfsync", new Parameter(shared -> shared.settings().fsync(), null));
    all.put("save", new Parameter(shared -> "", null));
    all.put(
        "maxmemory",
        new Parameter(
            shared -> "" + shared.keyspace().maxMemoryBytes(), ConfigCommands::maxMemory));
    all.put(
        "maxmemory-policy",
        new Parameter(
            shared -> shared.keyspace().evictionPolicy().configName(), ConfigCommands::policy));
    all.put(
        "maxmemory-clients",
        new Parameter(
            shared -> "" + shared.clientMemory().maxBytes(), ConfigCommands::maxClientMemory));
    all.put(
        "proto-max-bulk-len",
        new Parameter(shared -> "" + shared.settings().maxBulkBytes(), ConfigCommands::maxBulk));
    all.put("requirepass", new Parameter(ConfigCommands::password, ConfigCommands::password));
    all.put(
        "pubsub-max-inbox-bytes",
        new Parameter(shared -> "" + shared.settings().maxInboxBytes(), ConfigCommands::maxInbox));
    return all;
  }

  private static String appendOnly(SharedState shared) {
    return shared.settings().durable() ? "yes" : "no";
  }

  private static String password(SharedState shared) {
    byte[] password = shared.settings().password();
    return password == null ? "" : Text.of(password);
  }

  private static Change maxMemory(String value) throws CommandException {
    long bytes = memory(value);
    return shared -> shared.keyspace().limit(bytes, shared.keyspace().evictionPolicy());
  }

  private static Change maxClientMemory(String value) throws CommandException {
    long bytes = memory(value);
    return shared -> shared.clientMemory().maxBytes(bytes);
  }

  private static Change policy(String value) throws CommandException {
    EvictionPolicy policy = EvictionPolicy.byConfigName(value);
    if (policy == null) {
      throw new CommandException(
          "argument(s) must be one of the following: " + EvictionPolicy.configNames());
    }
    return shared -> shared.keyspace().limit(shared.keyspace().maxMemoryBytes(), policy);
  }

  private static Change maxBulk(String value) throws CommandException {
    long bytes = memory(value);
    long least = 1024 * 1024;
    long most = 1024 * 1024 * 1024;
    if (bytes < least || bytes > most) {
      throw new CommandException(
          "argument must be between " + least + " and " + most + " inclusive");
    }
    return shared -> shared.settings().maxBulkBytes((int) bytes);
  }

  private static Change maxInbox(String value) throws CommandException {
    long bytes = memory(value);
    return shared -> shared.settings().maxInboxBytes(bytes);
  }

  private static Change password(String value) {
    return shared -> shared.settings().password(value.isEmpty() ? null : Text.bytes(value));
  }

  private static long memory(String value) throws CommandException {
    Long bytes = MemorySize.parse(value);
    if (bytes == null) {
      throw new CommandException("argument must be a memory value");
    }
    return bytes;
  }

  private static void get(Call call) {
    Set<String> found = new LinkedHashSet<>();
    for (int i = 2; i < call.count(); i++) {
      byte[] pattern = Text.bytes(Text.of(call.argument(i)).toLowerCase(Locale.ROOT));
      for (String name : PARAMETERS.keySet()) {
        if (Glob.matches(pattern, Text.bytes(name))) {
          found.add(name);
        }
      }
    }
    call.reply().map(found.size());
    PARAMETERS.forEach(
        (name, parameter) -> {
          if (found.contains(name)) {
            call.reply().bulk(name);
            call.reply().bulk(Text.bytes(parameter.get.apply(call.shared())));
          }
        });
  }

  /** Sets all that are named, or none. */
  private static void set(Call call) throws CommandException {
    if (call.count() % 2 != 0) {
      throw CommandException.SYNTAX;
    }
    Map<String, Change> changes = new LinkedHashMap<>();
    for (int i = 2; i < call.count(); i += 2) {
      String given = Text.of(call.argument(i));
      String name = given.toLowerCase(Locale.ROOT);
      Parameter parameter = PARAMETERS.get(name);
      if (parameter == null) {
        throw new CommandException(
            "ERR Unknown option or number of arguments for CONFIG SET - '" + given + "'");
      }
      if (parameter.parser == null) {
        throw failed(given, "can't set immutable config");
      }
      if (changes.put(name, parse(given, parameter.parser, call.argument(i + 1))) != null) {
        throw failed(given, "duplicate parameter");
      }
    }
    changes.values().forEach(change -> change.apply(call.shared()));
    call.ok();
  }

  private static Change parse(String name, Parser parser, byte[] value) throws CommandException {
    try {
      return parser.parse(Text.of(value));
    } catch (CommandException e) {
      throw failed(name, e.reply());
    }
  }

  private static CommandException failed(String name, String reason) {
    return new CommandException(
        "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
  }

  private static void resetStatistics(Call call) {
    call.shared().counters().reset();
    call.ok();
  }

  private static void rewrite(Call call) throws CommandException {
    throw new CommandException("ERR The server is running without a config file");
  }

  private static void help(Call call) {
    Help.write(
        call.reply(),
        "CONFIG",
        "GET <pattern> [<pattern> ...]",
        "Tells the parameters whose names match a pattern.",
        "SET <name> <value> [<name> <value> ...]",
        "Sets all these parameters, or none if one cannot be set.",
        "RESETSTAT",
        "Begins to count anew what INFO tells.",
        "REWRITE",
        "Fails, since there is no file of the configuration.");
  }
}
