package io.ringloom.example.kv.client;

import io.ringloom.example.kv.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** What was published on a channel. */
final class Message {
  private static final long OBJECT_BYTES = 64;

  private final byte @Nullable [] pattern;
  private final byte[] channel;
  private final byte[] payload;

  /**
   * Makes a message; nobody may write to the arrays any more.
   *
   * @param pattern by which the channel was subscribed, or null if by its name
   */
  Message(byte @Nullable [] pattern, byte[] channel, byte[] payload) {
    this.pattern = pattern;
    this.channel = channel;
    this.payload = payload;
  }

  /** About what it takes while it waits for a subscriber. */
  long bytes() {
    return OBJECT_BYTES + channel.length + payload.length;
  }

  void write(ReplyWriter replies) {
    if (pattern == null) {
      replies.push(3);
      replies.bulk("message");
    } else {
      replies.push(4);
      replies.bulk("pmessage");
      replies.bulk(pattern);
    }
    replies.bulk(channel);
    replies.bulk(payload);
  }
}
