package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.Entry;
import org.jspecify.annotations.Nullable;

/** The options of {@code SET} and {@code GETEX}, of which each has its own. */
final class SetOptions {
  private final Call call;
  private final boolean ofSet;

  // Written while parsing only.
  private boolean onlyIfAbsent;
  private boolean onlyIfPresent;
  private boolean withOldValue;
  private boolean keepsExpiry;
  private boolean persists;
  private @Nullable ExpiryForm form;
  private int timeAt;

  private SetOptions(Call call, boolean ofSet) {
    this.call = call;
    this.ofSet = ofSet;
  }

  static SetOptions ofSet(Call call) throws CommandException {
    SetOptions options = new SetOptions(call, true);
    options.parse(3);
    return options;
  }

  static SetOptions ofGetex(Call call) throws CommandException {
    SetOptions options = new SetOptions(call, false);
    options.parse(2);
    return options;
  }

  /** Whether the key is set, as there is one already or not. */
  boolean allows(boolean present) {
    return present ? !onlyIfAbsent : !onlyIfPresent;
  }

  /** Whether the reply is what the key held before. */
  boolean withOldValue() {
    return withOldValue;
  }

  /** Whether the key expires as before. */
  boolean keepsExpiry() {
    return keepsExpiry;
  }

  /** Whether the key is to stay for ever. */
  boolean persists() {
    return persists;
  }

  boolean hasExpiry() {
    return form != null;
  }

  /** When the key expires, in milliseconds since 1970, or never. */
  long expireAtMillis() throws CommandException {
    return form == null ? Entry.NEVER : form.positive(call, timeAt);
  }

  private void parse(int first) throws CommandException {
    int at = first;
    while (at < call.count()) {
      if (takeWord(at)) {
        at++;
      } else if (takeExpiry(at)) {
        at += 2;
      } else {
        throw CommandException.SYNTAX;
      }
    }
  }

  private boolean takeWord(int at) {
    if (!ofSet) {
      boolean isPersist = call.is(at, "PERSIST") && form == null;
      persists |= isPersist;
      return isPersist;
    }
    if (call.is(at, "NX") && !onlyIfPresent) {
      onlyIfAbsent = true;
    } else if (call.is(at, "XX") && !onlyIfAbsent) {
      onlyIfPresent = true;
    } else if (call.is(at, "GET")) {
      withOldValue = true;
    } else if (call.is(at, "KEEPTTL") && form == null) {
      keepsExpiry = true;
    } else {
      return false;
    }
    return true;
  }

  /** As in Redis, the same form may come again, and the last one counts. */
  private boolean takeExpiry(int at) {
    ExpiryForm named = ExpiryForm.named(call, at);
    boolean conflict = keepsExpiry || persists || (form != null && form != named);
    if (named == null || conflict || at + 1 == call.count()) {
      return false;
    }
    form = named;
    timeAt = at + 1;
    return true;
  }
}
