package io.ringloom.transport.nio;

import java.util.ArrayDeque;

/**
 * The channels that let much wait and are sent much: they take turns to receive. Loop only.
 *
 * <p>One of them receives in a turn of the loop, besides all others that are ready; and it is the
 * same one until its socket is empty or it has had its share. So what it has received is answered
 * while the processor's caches have it, and whoever is sent little waits for one such receive at
 * most.
 */
final class BulkReceive {

  /** What has become of a channel's turn. */
  enum Turn {
    /** It has more to receive, and goes on in the next turn. */
    GOES_ON,

    /** It has more to receive, and has had its share. */
    NEXT_PLEASE,

    /** It has received all, or cannot receive: the selector tells when it can. */
    DONE,

    /** It was closed meanwhile, and has used no turn. */
    GONE
  }

  private final ArrayDeque<NioStreamChannel> waiting = new ArrayDeque<>();

  /** Has a channel receive behind those that wait. */
  void add(NioStreamChannel channel) {
    waiting.addLast(channel);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Lets one channel receive. A bug in the care for one socket must not harm the others. */
  void serveOne() {
    Turn turn = Turn.GONE;
    while (turn == Turn.GONE && !waiting.isEmpty()) {
      NioStreamChannel channel = waiting.removeFirst();
      try {
        turn = channel.receiveInBulk();
      } catch (RuntimeException | Error e) {
        channel.failedBy(e);
        return;
      }
      switch (turn) {
        case GOES_ON -> waiting.addFirst(channel);
        case NEXT_PLEASE -> waiting.addLast(channel);
        default -> {
          // The selector, or nobody, tells of it again.
        }
      }
    }
  }
}
