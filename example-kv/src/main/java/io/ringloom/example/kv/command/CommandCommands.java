package io.ringloom.example.kv.command;

import io.ringloom.example.kv.resp.ReplyWriter;
import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.store.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What commands there are. Clients ask for it to know where keys are. */
final class CommandCommands {
  private static final String KIND = "loading stale @slow @connection";

  private CommandCommands() {}

  static void addTo(CommandTable table) {
    table.addContainer("command", -1, KIND, CommandCommands::all);
    table.add("command|count", 2, KIND, CommandCommands::count);
    table.add("command|info", -2, KIND, CommandCommands::info);
    table.add("command|list", -2, KIND, CommandCommands::list);
    table.add("command|docs", -2, KIND, call -> call.reply().map(0));
    table.add("command|getkeys", -4, KIND, CommandCommands::keys);
    table.add("command|help", 2, KIND, CommandCommands::help);
  }

  private static void all(Call call) {
    CommandTable table = call.commands().table();
    List<Command> commands = table.all();
    call.reply().array(commands.size());
    for (Command command : commands) {
      write(call.reply(), table, command);
    }
  }

  private static void count(Call call) {
    call.reply().integer(call.commands().table().all().size());
  }

  private static void info(Call call) {
    if (call.count() == 2) {
      all(call);
      return;
    }
    CommandTable table = call.commands().table();
    call.reply().array(call.count() - 2);
    for (int i = 2; i < call.count(); i++) {
      write(call.reply(), table, table.find(call.argument(i)));
    }
  }

  private static void write(ReplyWriter reply, CommandTable table, @Nullable Command command) {
    if (command == null) {
      reply.nullValue();
      return;
    }
    reply.array(10);
    reply.bulk(command.name());
    reply.integer(command.arity());
    reply.set(command.flags().size());
    command.flags().forEach(reply::simple);
    reply.integer(command.keys().first());
    reply.integer(command.keys().last());
    reply.integer(command.keys().step());
    reply.set(command.categories().size());
    command.categories().forEach(reply::simple);
    // There are no tips, and no other description of where keys are.
    reply.set(0);
    reply.set(0);
    List<Command> subcommands = table.subcommands(command);
    reply.set(subcommands.size());
    for (Command subcommand : subcommands) {
      write(reply, table, subcommand);
    }
  }

  private static void list(Call call) throws CommandException {
    Predicate<Command> filter = command -> true;
    if (call.count() == 5 && call.is(2, "FILTERBY")) {
      filter = filter(call);
    } else if (call.count() != 2) {
      throw CommandException.SYNTAX;
    }
    List<String> names = new ArrayList<>();
    CommandTable table = call.commands().table();
    for (Command command : table.all()) {
      for (Command each : withSubcommands(table, command)) {
        if (filter.test(each)) {
          names.add(each.name());
        }
      }
    }
    call.reply().set(names.size());
    names.forEach(call.reply()::bulk);
  }

  private static List<Command> withSubcommands(CommandTable table, Command command) {
    List<Command> all = new ArrayList<>(table.subcommands(command));
    all.add(0, command);
    return all;
  }

  private static Predicate<Command> filter(Call call) throws CommandException {
    byte[] value = call.argument(4);
    if (call.is(3, "PATTERN")) {
      byte[] pattern = Text.bytes(Text.of(value).toLowerCase(Locale.ROOT));
      return command -> Glob.matches(pattern, Text.bytes(command.name()));
    }
    if (call.is(3, "ACLCAT")) {
      String category = "@" + Text.of(value).toLowerCase(Locale.ROOT);
      return command -> command.categories().contains(category);
    }
    if (call.is(3, "MODULE")) {
      return command -> false;
    }
    throw CommandException.SYNTAX;
  }

  private static void keys(Call call) throws CommandException {
    Request whole = call.request().copyFrom(2);
    Command command = call.commands().table().find(whole);
    if (command == null) {
      throw new CommandException("ERR Invalid command specified");
    }
    if (!command.accepts(whole.count())) {
      throw new CommandException("ERR Invalid number of arguments specified for command");
    }
    List<byte[]> keys = KeyPositions.of(command, whole);
    if (keys.isEmpty()) {
      throw new CommandException("ERR The command has no key arguments");
    }
    call.reply().array(keys.size());
    keys.forEach(call.reply()::bulk);
  }

  private static void help(Call call) {
    Help.write(
        call.reply(),
        "COMMAND",
        "(no subcommand)",
        "Tells of all commands how they are called.",
        "COUNT",
        "Tells how many commands there are.",
        "DOCS",
        "Tells nothing: descriptions are not kept in the server.",
        "GETKEYS <full-command>",
        "Tells which arguments of a command are keys.",
        "INFO [<command-name> ...]",
        "Tells of these commands how they are called, or of all.",
        "LIST [FILTERBY (PATTERN <pattern> | ACLCAT <category> | MODULE <name>)]",
        "Tells the names of commands.");
  }
}
