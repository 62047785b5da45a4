package io.ringloom.example.kv.client;

import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Changes;
import io.ringloom.example.kv.store.Keyspace;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What all clients share. All of it is guarded by the keyspace's lock, which every batch of
 * commands holds.
 */
public final class SharedState {
  private final Keyspace keyspace;
  private final Journal journal;
  private final Channels channels = new Channels();
  private final Watches watches = new Watches();
  private final BlockedClients blockedClients;
  private final Settings settings = new Settings();
  private final ClientMemory clientMemory = new ClientMemory();
  private final Counters counters = new Counters();
  private final SortedMap<Long, Client> clients = new TreeMap<>();
  private long lastClientId;

  /** Listens to the keyspace's changes from now on. */
  public SharedState(Keyspace keyspace, Journal journal) {
    this.keyspace = keyspace;
    this.journal = journal;
    blockedClients = new BlockedClients(keyspace);
    keyspace.lock().lock();
    try {
      keyspace.listener(new ChangeListener());
    } finally {
      keyspace.lock().unlock();
    }
  }

  public Keyspace keyspace() {
    return keyspace;
  }

  public Journal journal() {
    return journal;
  }

  public Channels channels() {
    return channels;
  }

  public BlockedClients blockedClients() {
    return blockedClients;
  }

  public Settings settings() {
    return settings;
  }

  public ClientMemory clientMemory() {
    return clientMemory;
  }

  public Counters counters() {
    return counters;
  }

  /** All that are connected, the oldest first. */
  public Collection<Client> clients() {
    return Collections.unmodifiableCollection(clients.values());
  }

  /** Null if no client has this number. */
  public @Nullable Client client(long id) {
    return clients.get(id);
  }

  Watches watches() {
    return watches;
  }

  /** Notes a new client and returns its number. */
  long add(Client client) {
    counters.connected();
    clients.put(++lastClientId, client);
    return lastClientId;
  }

  void remove(Client client) {
    clients.remove(client.id());
  }

  /** Tells all who want to know of a change. */
  private final class ChangeListener implements Changes {

    @Override
    public void changed(int database, byte[] key) {
      journal.changed(database, key);
      watches.changed(database, key);
      blockedClients.changed(database, key);
    }

    @Override
    public void flushed(int database, Predicate<byte[]> wasThere) {
      journal.flushed(database, wasThere);
      watches.flushed(database, wasThere);
    }
  }
}
