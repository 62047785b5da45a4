package io.ringloom.example.kv.command;

import java.util.List;
import java.util.Set;

/**
 * A command that clients can give.
 *
 * @param name its name in small letters
 * @param arity how many arguments it has with its name; if negative, at least so many
 * @param flags what kind it is of, as {@code COMMAND INFO} tells it
 * @param categories the access categories, as {@code COMMAND INFO} tells them
 * @param firstKey which argument is its first key, 0 if it has none
 * @param lastKey which is its last, counted from the end if negative
 * @param keyStep how far keys are apart
 * @param body what it does
 */
record Command(
    String name,
    int arity,
    Set<String> flags,
    List<String> categories,
    int firstKey,
    int lastKey,
    int keyStep,
    boolean writes,
    boolean needsMemory,
    boolean withoutAuthentication,
    Body body) {

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

  static Command of(
      String name, int arity, String kind, int firstKey, int lastKey, int keyStep, Body body) {
    List<String> words = kind.isEmpty() ? List.of() : List.of(kind.split(" "));
    List<String> categories = words.stream().filter(word -> word.startsWith("@")).toList();
    List<String> flags = words.stream().filter(word -> !word.startsWith("@")).toList();
    return new Command(
        name,
        arity,
        new java.util.LinkedHashSet<>(flags),
        categories,
        firstKey,
        lastKey,
        keyStep,
        flags.contains("write"),
        flags.contains("denyoom"),
        flags.contains("no_auth"),
        body);
  }

  /** Whether it can be given so many arguments, with its name. */
  boolean accepts(int count) {
    return arity >= 0 ? count == arity : count >= -arity;
  }
}
