package io.ringloom.example.kv.client;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The channels of one client. All but the inbox is guarded by the keyspace's lock. */
final class Subscriptions {
  private final Set<ByteKey> names = new LinkedHashSet<>();
  private final Set<ByteKey> patterns = new LinkedHashSet<>();
  private final Inbox inbox;

  Subscriptions(Inbox inbox) {
    this.inbox = inbox;
  }

  Inbox inbox() {
    return inbox;
  }

  boolean contains(ByteKey name, boolean pattern) {
    return of(pattern).contains(name);
  }

  void add(ByteKey name, boolean pattern) {
    of(pattern).add(name);
  }

  boolean remove(ByteKey name, boolean pattern) {
    return of(pattern).remove(name);
  }

  int count() {
    return names.size() + patterns.size();
  }

  List<ByteKey> list(boolean pattern) {
    return List.copyOf(of(pattern));
  }

  private Set<ByteKey> of(boolean pattern) {
    return pattern ? patterns : names;
  }
}
