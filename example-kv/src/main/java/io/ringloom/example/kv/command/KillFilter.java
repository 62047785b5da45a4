package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.store.CanonicalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which clients {@code CLIENT KILL} closes: those for whom all holds that is not null.
 *
 * @param skipMe whether the client that asks for it stays
 */
record KillFilter(
    @Nullable Long id,
    @Nullable String address,
    @Nullable String localAddress,
    @Nullable String type,
    boolean skipMe) {

  static KillFilter parse(Call call) throws CommandException {
    Long id = null;
    String address = null;
    String localAddress = null;
    String type = null;
    boolean skipMe = true;
    for (int i = 2; i < call.count(); i += 2) {
      if (i + 1 >= call.count()) {
        throw CommandException.SYNTAX;
      }
      byte[] value = call.argument(i + 1);
      if (call.is(i, "ID")) {
        id = number(value);
      } else if (call.is(i, "ADDR")) {
        address = Text.of(value);
      } else if (call.is(i, "LADDR")) {
        localAddress = Text.of(value);
      } else if (call.is(i, "TYPE")) {
        type = ClientCommands.type(value);
      } else if (call.is(i, "USER")) {
        if (!Text.of(value).equals("default")) {
          throw new CommandException("ERR No such user '" + Text.of(value) + "'");
        }
      } else if (call.is(i, "SKIPME") && Text.is(value, "YES")) {
        skipMe = true;
      } else if (call.is(i, "SKIPME") && Text.is(value, "NO")) {
        skipMe = false;
      } else {
        throw CommandException.SYNTAX;
      }
    }
    return new KillFilter(id, address, localAddress, type, skipMe);
  }

  private static long number(byte[] text) throws CommandException {
    if (!CanonicalLong.matches(text) || CanonicalLong.parse(text) < 1) {
      throw new CommandException("ERR client-id should be greater than 0");
    }
    return CanonicalLong.parse(text);
  }

  boolean matches(Client client, Client me) {
    return (id == null || id == client.id())
        && (address == null
            || address.equals(ClientCommands.text(client.connection().remoteAddress())))
        && (localAddress == null
            || localAddress.equals(ClientCommands.text(client.connection().localAddress())))
        && (type == null || type.equals(ClientCommands.typeOf(client)))
        && !(skipMe && client == me);
  }
}
