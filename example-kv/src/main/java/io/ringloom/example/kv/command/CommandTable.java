package io.ringloom.example.kv.command;

import io.ringloom.example.kv.resp.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All commands by their names. Filled once, then only read.
 *
 * <p>A subcommand such as {@code CLIENT ID} is a command of its own, by the name {@code client|id}.
 */
final class CommandTable {
  private static final char SUBCOMMAND = '|';
  private static final int BUCKETS = 1024;

  private final List<Command> commands = new ArrayList<>();
  private final Command[][] buckets = new Command[BUCKETS][0];
  private final Command[][] subcommands = new Command[BUCKETS][0];

  /**
   * Adds a command without keys.
   *
   * @param arity how many arguments it has with its name; if negative, at least so many
   * @param kind flags, and categories with an at sign, as {@code COMMAND INFO} tells them
   */
  void add(String name, int arity, String kind, Command.Body body) {
    add(name, arity, kind, 0, 0, 0, body);
  }

  /** Adds a command whose keys are those from the first to the last in steps. */
  void add(
      String name,
      int arity,
      String kind,
      int firstKey,
      int lastKey,
      int keyStep,
      Command.Body body) {
    add(Command.of(name, arity, kind, new Command.Keys(firstKey, lastKey, keyStep), false, body));
  }

  /** Adds a command whose second argument names a subcommand, which is added by itself. */
  void addContainer(String name, int arity, String kind, Command.Body withoutSubcommand) {
    add(Command.of(name, arity, kind, Command.Keys.NONE, true, withoutSubcommand));
  }

  /** Adds a command that is nothing without a subcommand. */
  void addContainer(String name) {
    addContainer(
        name,
        -2,
        "@slow",
        call -> {
          throw new IllegalStateException(name + " without a subcommand");
        });
  }

  private void add(Command command) {
    byte[] name = Text.bytes(command.name());
    int bucket = bucket(name);
    if (find(name) != null) {
      throw new IllegalStateException("two commands " + command.name());
    }
    commands.add(command);
    Command[][] table = isSubcommand(command) ? subcommands : buckets;
    Command[] before = table[bucket];
    table[bucket] = Arrays.copyOf(before, before.length + 1);
    table[bucket][before.length] = command;
  }

  /** The commands that are no subcommands. */
  List<Command> all() {
    return commands.stream().filter(command -> !isSubcommand(command)).toList();
  }

  private static boolean isSubcommand(Command command) {
    return command.name().indexOf(SUBCOMMAND) >= 0;
  }

  /** The subcommands of a command. */
  List<Command> subcommands(Command container) {
    String prefix = container.name() + SUBCOMMAND;
    return commands.stream().filter(command -> command.name().startsWith(prefix)).toList();
  }

  /** The command or subcommand that is asked for, or null if there is none. */
  @Nullable Command find(Request request) {
    Command command = find(buckets, request.argument(0));
    if (command == null || !command.isContainer() || request.count() < 2) {
      return command;
    }
    String name = command.name() + SUBCOMMAND + Text.of(request.argument(1));
    return find(subcommands, Text.bytes(name));
  }

  /** Whether a command with subcommands is asked for. */
  boolean isContainer(Request request) {
    Command command = find(request.argument(0));
    return command != null && command.isContainer();
  }

  /** Null if there is none of this name; capitals do not matter. */
  @Nullable Command find(byte[] name) {
    Command command = find(buckets, name);
    return command == null ? find(subcommands, name) : command;
  }

  private static @Nullable Command find(Command[][] table, byte[] name) {
    for (Command command : table[bucket(name)]) {
      if (Text.is(name, command.nameInCapitals())) {
        return command;
      }
    }
    return null;
  }

  /** The same for capitals and small letters. */
  private static int bucket(byte[] name) {
    int hash = 0;
    for (byte b : name) {
      hash = 31 * hash + (b & ~0x20);
    }
    return (hash ^ hash >>> 10) & (BUCKETS - 1);
  }
}
