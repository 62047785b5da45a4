package io.ringloom.example.kv.command;

import java.util.List;
import java.util.Locale;

/**
 * A command that clients can give.
 *
 * @param name its name in small letters
 * @param nameInCapitals its name in capitals
 * @param arity how many arguments it has with its name; if negative, at least so many
 * @param flags what kind it is of, as {@code COMMAND INFO} tells it
 * @param categories the access categories, as {@code COMMAND INFO} tells them
 * @param keys which arguments are keys
 * @param writes whether it may change data
 * @param needsMemory whether it is refused when memory is short
 * @param withoutAuthentication whether any client may give it
 * @param isContainer whether its second argument is the name of a subcommand
 * @param body what it does
 */
record Command(
    String name,
    String nameInCapitals,
    int arity,
    List<String> flags,
    List<String> categories,
    Keys keys,
    boolean writes,
    boolean needsMemory,
    boolean withoutAuthentication,
    boolean isContainer,
    Body body) {

  /**
   * Which arguments are keys.
   *
   * @param first the first of them, 0 if there is none
   * @param last the last, counted from the end if negative
   * @param step how far they are apart
   */
  record Keys(int first, int last, int step) {
    static final Keys NONE = new Keys(0, 0, 0);
  }

  /** Parses the arguments of a call, carries it out and writes the reply. */
  @FunctionalInterface
  interface Body {

    /**
     * Carries out the call, with the keyspace's lock. Does not wait for anybody.
     *
     * @throws CommandException if it cannot; then nothing was changed and no reply written
     */
    void run(Call call) throws CommandException;
  }

  /**
   * Makes a command.
   *
   * @param kind flags, and categories with an at sign, with a space between them
   */
  static Command of(
      String name, int arity, String kind, Keys keys, boolean isContainer, Body body) {
    List<String> words = kind.isEmpty() ? List.of() : List.of(kind.split(" "));
    List<String> flags = words.stream().filter(word -> !word.startsWith("@")).toList();
    List<String> categories = words.stream().filter(word -> word.startsWith("@")).toList();
    return new Command(
        name,
        name.toUpperCase(Locale.ROOT),
        arity,
        flags,
        categories,
        keys,
        flags.contains("write"),
        flags.contains("denyoom"),
        flags.contains("no_auth"),
        isContainer,
        body);
  }

  /** Whether it can be given so many arguments, with its name. */
  boolean accepts(int count) {
    return arity >= 0 ? count == arity : count >= -arity;
  }
}
