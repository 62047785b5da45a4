package io.ringloom.example.kv.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All commands by their names. Filled when the class of a family is asked to, then only read. */
final class CommandTable {
  private final Map<String, Command> commands = new LinkedHashMap<>();

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
    Command command = Command.of(name, arity, kind, firstKey, lastKey, keyStep, body);
    if (commands.put(name, command) != null) {
      throw new IllegalStateException("two commands " + name);
    }
  }

  Collection<Command> all() {
    return commands.values();
  }

  /** Null if there is none of this name; capitals do not matter. */
  @Nullable Command find(byte[] name) {
    return find(Text.of(name));
  }

  @Nullable Command find(String name) {
    return commands.get(name.toLowerCase(Locale.ROOT));
  }
}
