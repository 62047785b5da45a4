package io.ringloom.example.kv.client;

/** What {@code INFO} counts. All guarded by the keyspace's lock. */
public final class Counters {
  private long connections;
  private long commands;
  private long slowSubscribers;

  void connected() {
    connections++;
  }

  void commandGiven() {
    commands++;
  }

  void subscriberCutOff() {
    slowSubscribers++;
  }

  /** How many clients have come. */
  public long connections() {
    return connections;
  }

  /** How many commands were carried out. */
  public long commands() {
    return commands;
  }

  /** How many subscribers were cut off, since they did not take their messages. */
  public long slowSubscribers() {
    return slowSubscribers;
  }

  /** Begins anew. */
  public void reset() {
    connections = 0;
    commands = 0;
    slowSubscribers = 0;
  }
}
