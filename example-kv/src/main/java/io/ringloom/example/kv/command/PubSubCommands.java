package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.ByteKey;
import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.resp.ReplyWriter;
import io.ringloom.example.kv.store.Glob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages on channels, for whoever listens at the moment. */
final class PubSubCommands {
  private PubSubCommands() {}

  static void addTo(CommandTable table) {
    String kind = "pubsub noscript loading stale @pubsub @slow";
    String about = "pubsub loading stale @pubsub @slow";
    table.add("publish", 3, "pubsub loading stale fast @pubsub @fast", PubSubCommands::publish);
    table.add("subscribe", -2, kind, call -> subscribe(call, false));
    table.add("unsubscribe", -1, kind, call -> unsubscribe(call, false));
    table.add("psubscribe", -2, kind, call -> subscribe(call, true));
    table.add("punsubscribe", -1, kind, call -> unsubscribe(call, true));
    table.addContainer("pubsub");
    table.add("pubsub|channels", -2, about, PubSubCommands::channels);
    table.add("pubsub|numsub", -2, about, PubSubCommands::subscriberCounts);
    table.add("pubsub|numpat", 2, about, PubSubCommands::patternCount);
    table.add("pubsub|help", 2, "loading stale @slow", PubSubCommands::help);
  }

  private static void publish(Call call) {
    int receivers = call.shared().channels().publish(call.argument(1), call.argument(2));
    // Who has subscribed to the channel itself gets the message before the reply.
    call.client().deliverMessages();
    call.reply().integer(receivers);
  }

  private static void subscribe(Call call, boolean pattern) {
    for (int i = 1; i < call.count(); i++) {
      if (!call.client().subscribe(new ByteKey(call.argument(i)), pattern)) {
        call.reply().error(CommandException.CLIENT_MEMORY.reply());
        return;
      }
      confirm(call, pattern ? "psubscribe" : "subscribe", call.argument(i));
    }
  }

  private static void unsubscribe(Call call, boolean pattern) {
    String kind = pattern ? "punsubscribe" : "unsubscribe";
    Client client = call.client();
    if (call.count() == 1) {
      List<ByteKey> all = client.subscribed(pattern);
      for (ByteKey channel : all) {
        client.unsubscribe(channel, pattern);
        confirm(call, kind, channel.bytes());
      }
      if (all.isEmpty()) {
        confirm(call, kind, null);
      }
    }
    for (int i = 1; i < call.count(); i++) {
      client.unsubscribe(new ByteKey(call.argument(i)), pattern);
      confirm(call, kind, call.argument(i));
    }
  }

  private static void confirm(Call call, String kind, byte @Nullable [] channel) {
    ReplyWriter pushes = call.client().pushes();
    pushes.push(3);
    pushes.bulk(kind);
    if (channel == null) {
      pushes.nullValue();
    } else {
      pushes.bulk(channel);
    }
    pushes.integer(call.client().subscriptionCount());
  }

  private static void channels(Call call) throws CommandException {
    if (call.count() > 3) {
      throw Commands.wrongSubcommandCount(call);
    }
    byte[] pattern = call.count() == 3 ? call.argument(2) : new byte[] {'*'};
    List<ByteKey> found =
        call.shared().channels().names().stream()
            .filter(name -> Glob.matches(pattern, name.bytes()))
            .toList();
    call.reply().array(found.size());
    for (ByteKey name : found) {
      call.reply().bulk(name.bytes());
    }
  }

  private static void subscriberCounts(Call call) {
    call.reply().array(2 * (call.count() - 2));
    for (int i = 2; i < call.count(); i++) {
      call.reply().bulk(call.argument(i));
      call.reply()
          .integer(call.shared().channels().subscribers(new ByteKey(call.argument(i))).size());
    }
  }

  private static void patternCount(Call call) {
    call.reply().integer(call.shared().channels().patternCount());
  }

  private static void help(Call call) {
    Help.write(
        call.reply(),
        "PUBSUB",
        "CHANNELS [<pattern>]",
        "Tells which channels have subscribers by name.",
        "NUMPAT",
        "Tells how many different patterns have subscribers.",
        "NUMSUB [<channel> ...]",
        "Tells how many have subscribed to each channel by its name.");
  }
}
