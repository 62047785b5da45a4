package io.ringloom.example.kv.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a client tells when a key expires; the names are those of the options of {@code SET}. */
enum ExpiryForm {
  /** In so many seconds. */
  EX(1000, true),
  /** In so many milliseconds. */
  PX(1, true),
  /** In so many seconds from the beginning of 1970. */
  EXAT(1000, false),
  /** In so many milliseconds from the beginning of 1970. */
  PXAT(1, false);

  private final long unitMillis;
  private final boolean fromNow;

  ExpiryForm(long unitMillis, boolean fromNow) {
    this.unitMillis = unitMillis;
    this.fromNow = fromNow;
  }

  /** Null if the argument is no name of a form. */
  static @Nullable ExpiryForm named(Call call, int index) {
    for (ExpiryForm form : values()) {
      if (call.is(index, form.name())) {
        return form;
      }
    }
    return null;
  }

  /** The time that an argument tells, in milliseconds since 1970; it must be above 0. */
  long positive(Call call, int index) throws CommandException {
    if (call.integer(index) <= 0) {
      throw invalid(call);
    }
    return any(call, index);
  }

  /** The time that an argument tells, in milliseconds since 1970, which may be negative. */
  long any(Call call, int index) throws CommandException {
    long number = call.integer(index);
    if (number > Long.MAX_VALUE / unitMillis || number < Long.MIN_VALUE / unitMillis) {
      throw invalid(call);
    }
    long millis = number * unitMillis;
    long base = fromNow ? call.keyspace().nowMillis() : 0;
    if (millis > Long.MAX_VALUE - base) {
      throw invalid(call);
    }
    return millis + base;
  }

  private static CommandException invalid(Call call) {
    String command = Text.of(call.argument(0)).toLowerCase(Locale.ROOT);
    return new CommandException("ERR invalid expire time in '" + command + "' command");
  }
}
