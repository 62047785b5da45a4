package io.ringloom.example.kv.client;

import io.ringloom.example.kv.store.Glob;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who has subscribed to which channels, by name or by pattern. All guarded by the keyspace's lock.
 */
public final class Channels {
  private final Map<ByteKey, Set<Client>> byName = new HashMap<>();
  private final Map<ByteKey, Set<Client>> byPattern = new HashMap<>();

  /** Gives a message to all subscribers; returns how many it were. */
  public int publish(byte[] channel, byte[] payload) {
    int receivers = 0;
    Message message = new Message(null, channel, payload);
    for (Client client : subscribers(new ByteKey(channel))) {
      client.deliver(message);
      receivers++;
    }
    for (Map.Entry<ByteKey, Set<Client>> entry : byPattern.entrySet()) {
      byte[] pattern = entry.getKey().bytes();
      if (Glob.matches(pattern, channel)) {
        Message byPatternMessage = new Message(pattern, channel, payload);
        for (Client client : entry.getValue()) {
          client.deliver(byPatternMessage);
          receivers++;
        }
      }
    }
    return receivers;
  }

  /** The channels that have subscribers by name. */
  public Collection<ByteKey> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** Who has subscribed to a channel by its name. */
  public Collection<Client> subscribers(ByteKey channel) {
    return byName.getOrDefault(channel, Set.of());
  }

  /** How many different patterns have subscribers. */
  public int patternCount() {
    return byPattern.size();
  }

  void add(Client client, ByteKey name, boolean pattern) {
    index(pattern).computeIfAbsent(name, absent -> new LinkedHashSet<>()).add(client);
  }

  void remove(Client client, ByteKey name, boolean pattern) {
    Set<Client> clients = index(pattern).get(name);
    if (clients != null && clients.remove(client) && clients.isEmpty()) {
      index(pattern).remove(name);
    }
  }

  private Map<ByteKey, Set<Client>> index(boolean pattern) {
    return pattern ? byPattern : byName;
  }
}
