package io.ringloom.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * When the messages were sent that are under way on a connection, which come back in that order.
 * Has room for a number of them and allocates nothing. Confined to the load's thread.
 */
final class SentTimes {
  private final long[] times;
  private int first;
  private int count;

  SentTimes(int most) {
    times = new long[most];
  }

  /** Notes that so many messages begin now. */
  void begin(int messages, long now) {
    if (count + messages > times.length) {
      throw new IllegalStateException("So many messages must not be under way.");
    }
    for (int i = 0; i < messages; i++) {
      times[(first + count++) % times.length] = now;
    }
  }

  /** Lets the messages that are under way begin now, since nobody looked after them before. */
  void restart(long now) {
    for (int i = 0; i < count; i++) {
      times[(first + i) % times.length] = now;
    }
  }

  /** Records how long the oldest messages took that are complete now. */
  void complete(int messages, long now, Histogram latencies) {
    if (messages > count) {
      throw new IllegalStateException("So many messages are not under way.");
    }
    int left = messages;
    while (left > 0) {
      int alike = 1;
      long time = times[first];
      while (alike < left && times[(first + alike) % times.length] == time) {
        alike++;
      }
      Latencies.record(latencies, now - time, alike);
      first = (first + alike) % times.length;
      left -= alike;
    }
    count -= messages;
  }
}
