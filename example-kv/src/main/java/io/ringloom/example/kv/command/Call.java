package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.resp.ReplyWriter;
import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.store.CanonicalLong;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import io.ringloom.example.kv.store.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * One call of a command: its arguments, who gives it, and where the reply goes. The command itself
 * is argument 0. Exists while the keyspace's lock is held.
 */
final class Call {
  private final Commands commands;
  private final Client client;
  private final Request request;
  private final boolean inTransaction;

  Call(Commands commands, Client client, Request request, boolean inTransaction) {
    this.commands = commands;
    this.client = client;
    this.request = request;
    this.inTransaction = inTransaction;
  }

  Client client() {
    return client;
  }

  Commands commands() {
    return commands;
  }

  SharedState shared() {
    return client.shared();
  }

  Keyspace keyspace() {
    return client.shared().keyspace();
  }

  ReplyWriter reply() {
    return client.replies();
  }

  /** Whether it is one of the commands that {@code EXEC} carries out, so that it must not wait. */
  boolean inTransaction() {
    return inTransaction;
  }

  /** The database that the client has selected. */
  int database() {
    return client.database();
  }

  /** The arguments, of which the first is the command. */
  Request request() {
    return request;
  }

  /** How many arguments there are, with the command. */
  int count() {
    return request.count();
  }

  byte[] argument(int index) {
    return request.argument(index);
  }

  /** Whether an argument is a word, in any mixture of capitals and small letters. */
  boolean is(int index, String wordInCapitals) {
    return Text.is(request.argument(index), wordInCapitals);
  }

  /** An argument as a whole number, written in the one canonical way. */
  long integer(int index) throws CommandException {
    byte[] text = request.argument(index);
    if (!CanonicalLong.matches(text)) {
      throw CommandException.NOT_AN_INTEGER;
    }
    return CanonicalLong.parse(text);
  }

  /** The entry whose key is an argument, or null if there is none. Notes that it was used. */
  @Nullable Entry find(int index) {
    return keyspace().get(database(), argument(index));
  }

  /** The string whose key is an argument, or null if there is no such key. */
  @Nullable StringValue string(int index) throws CommandException {
    return string(find(index));
  }

  /** The string of an entry, or null if there is no entry. */
  static @Nullable StringValue string(@Nullable Entry entry) throws CommandException {
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof StringValue string) {
      return string;
    }
    throw CommandException.WRONG_TYPE;
  }

  /** The list whose key is an argument, or null if there is no such key. */
  @Nullable ListValue list(int index) throws CommandException {
    return list(find(index));
  }

  /** The list of an entry, or null if there is no entry. */
  static @Nullable ListValue list(@Nullable Entry entry) throws CommandException {
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof ListValue list) {
      return list;
    }
    throw CommandException.WRONG_TYPE;
  }

  /** Replies with a string, or with null if there is none. */
  void reply(@Nullable StringValue value) {
    if (value == null) {
      reply().nullValue();
    } else if (value.isNumber()) {
      reply().bulk(value.number());
    } else {
      reply().bulk(value.array(), 0, value.length());
    }
  }

  void ok() {
    reply().ok();
  }
}
