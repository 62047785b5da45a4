package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.BlockedClient;
import io.ringloom.example.kv.client.BlockedClient.Reply;
import io.ringloom.example.kv.client.BlockedClient.Service;
import io.ringloom.example.kv.client.DatabaseKey;
import io.ringloom.example.kv.command.ListCommands.End;
import io.ringloom.example.kv.command.ListMoves.SeveralLists;
import io.ringloom.example.kv.resp.ReplyWriter;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that wait for an element. The handler of the client waits in the middle of its loop;
 * whoever fills a list does what the one waits for who came first.
 */
final class BlockingCommands {
  private static final String WAITS = "write noscript blocking @write @list @slow @blocking";
  private static final String WAITS_AND_PUSHES =
      "write denyoom noscript blocking @write @list @slow @blocking";

  private BlockingCommands() {}

  static void addTo(CommandTable table) {
    table.add("blpop", -3, WAITS, 1, -2, 1, call -> pop(call, End.LEFT));
    table.add("brpop", -3, WAITS, 1, -2, 1, call -> pop(call, End.RIGHT));
    table.add(
        "blmove",
        6,
        WAITS_AND_PUSHES,
        1,
        2,
        1,
        call -> {
          End from = End.parse(call, 3);
          End to = End.parse(call, 4);
          move(call, from, to, timeout(call, 5));
        });
    table.add(
        "brpoplpush",
        4,
        WAITS_AND_PUSHES,
        1,
        2,
        1,
        call -> move(call, End.RIGHT, End.LEFT, timeout(call, 3)));
    table.add(
        "blmpop",
        -5,
        "write blocking movablekeys @write @list @slow @blocking",
        BlockingCommands::popFromFirst);
  }

  private static void pop(Call call, End end) throws CommandException {
    int keys = call.count() - 2;
    Duration timeout = timeout(call, call.count() - 1);
    Keyspace keyspace = call.keyspace();
    Service service = key -> pop(keyspace, key, end);
    takeOrWait(call, 1, keys, timeout, service, ReplyWriter::nullArray);
  }

  private static Reply pop(Keyspace keyspace, DatabaseKey key, End end) {
    Entry entry = listAt(keyspace, key);
    ListValue list = (ListValue) entry.value();
    byte[] element = end.peek(list, 0);
    Reply reply =
        replies -> {
          replies.array(2);
          replies.bulk(key.key());
          replies.bulk(element);
        };
    keyspace.take(key.database(), entry, () -> end.pop(list));
    return reply;
  }

  private static void popFromFirst(Call call) throws CommandException {
    SeveralLists lists = SeveralLists.parse(call, 2);
    Duration timeout = timeout(call, 1);
    Keyspace keyspace = call.keyspace();
    Service service = key -> lists.pop(keyspace, listAt(keyspace, key), key);
    takeOrWait(call, lists.firstKey(), lists.keys(), timeout, service, ReplyWriter::nullArray);
  }

  private static void move(Call call, End from, End to, Duration timeout) throws CommandException {
    byte[] element = ListMoves.move(call, 1, 2, from, to);
    if (element != null) {
      call.reply().bulk(element);
      return;
    }
    Keyspace keyspace = call.keyspace();
    byte[] destination = call.argument(2);
    Service service = key -> move(keyspace, key, destination, from, to);
    if (call.inTransaction()) {
      // There it is the reply of LMOVE, but that of BLPOP after waiting in vain. So does Redis.
      call.reply().nullValue();
    } else {
      takeOrWait(call, 1, 1, timeout, service, ReplyWriter::nullArray);
    }
  }

  private static Reply move(
      Keyspace keyspace, DatabaseKey key, byte[] destination, End from, End to) {
    Entry target = keyspace.get(key.database(), destination);
    if (target != null && !(target.value() instanceof ListValue)) {
      return replies -> replies.error(CommandException.WRONG_TYPE.reply());
    }
    Entry source = listAt(keyspace, key);
    byte[] element = ListMoves.move(keyspace, key.database(), source, destination, from, to);
    return replies -> replies.bulk(element);
  }

  /** Serves the call from the first list that has elements, or has the client wait for one. */
  private static void takeOrWait(
      Call call, int firstKey, int keys, Duration timeout, Service service, Reply atTimeout)
      throws CommandException {
    List<DatabaseKey> all = new ArrayList<>(keys);
    for (int i = firstKey; i < firstKey + keys; i++) {
      DatabaseKey key = new DatabaseKey(call.database(), call.argument(i));
      if (call.list(i) != null) {
        service.serve(key).write(call.reply());
        return;
      }
      all.add(key);
    }
    if (call.inTransaction()) {
      atTimeout.write(call.reply());
    } else {
      call.client().block(new BlockedClient(call.client(), all, timeout, service, atTimeout));
    }
  }

  private static Entry listAt(Keyspace keyspace, DatabaseKey key) {
    Entry entry = keyspace.get(key.database(), key.key());
    if (entry == null) {
      throw new IllegalStateException("no list where there was one");
    }
    return entry;
  }

  private static Duration timeout(Call call, int index) throws CommandException {
    return Timeouts.seconds(call.argument(index));
  }
}
