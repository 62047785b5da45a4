package io.ringloom.example.kv.client;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which clients watch which keys, for transactions. All guarded by the keyspace's lock. */
final class Watches {
  private final Map<DatabaseKey, Set<Client>> watchers = new HashMap<>();

  void add(Client client, DatabaseKey key) {
    watchers.computeIfAbsent(key, absent -> new LinkedHashSet<>()).add(client);
  }

  void remove(Client client, DatabaseKey key) {
    Set<Client> clients = watchers.get(key);
    if (clients != null && clients.remove(client) && clients.isEmpty()) {
      watchers.remove(key);
    }
  }

  void changed(int database, byte[] key) {
    if (watchers.isEmpty()) {
      return;
    }
    Set<Client> clients = watchers.get(new DatabaseKey(database, key));
    if (clients != null) {
      clients.forEach(Client::breakWatch);
    }
  }

  /** Looks at watched keys alone, not at all that went. */
  void flushed(int database, Predicate<byte[]> wasThere) {
    watchers.forEach(
        (key, clients) -> {
          if (key.database() == database && wasThere.test(key.key())) {
            clients.forEach(Client::breakWatch);
          }
        });
  }
}
