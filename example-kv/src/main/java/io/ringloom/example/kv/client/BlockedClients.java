package io.ringloom.example.kv.client;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for elements of which list. The one who has waited longest for a key is served first,
 * by the handler whose command has filled it, after that command. All guarded by the keyspace's
 * lock.
 */
public final class BlockedClients {
  private final Keyspace keyspace;
  private final Map<DatabaseKey, Set<BlockedClient>> waiters = new HashMap<>();
  private final Set<DatabaseKey> changed = new LinkedHashSet<>();
  private int count;

  BlockedClients(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** How many clients wait. */
  public int count() {
    return count;
  }

  void add(BlockedClient blocked) {
    count++;
    for (DatabaseKey key : blocked.keys()) {
      waiters.computeIfAbsent(key, absent -> new LinkedHashSet<>()).add(blocked);
    }
  }

  void remove(BlockedClient blocked) {
    count--;
    for (DatabaseKey key : blocked.keys()) {
      Set<BlockedClient> others = waiters.get(key);
      if (others != null && others.remove(blocked) && others.isEmpty()) {
        waiters.remove(key);
      }
    }
  }

  void changed(int database, byte[] key) {
    if (waiters.isEmpty()) {
      return;
    }
    DatabaseKey changedKey = new DatabaseKey(database, key);
    if (waiters.containsKey(changedKey)) {
      changed.add(changedKey);
    }
  }

  /**
   * Serves those whose lists have elements now. Where memory runs out they wait on, and the next
   * call serves them.
   */
  public void serve() {
    while (!changed.isEmpty()) {
      DatabaseKey key = changed.iterator().next();
      for (BlockedClient next = first(key); next != null; next = first(key)) {
        // To serve one may fill another list, which is then found among the changed.
        serve(next, key);
      }
      changed.remove(key);
    }
  }

  private void serve(BlockedClient next, DatabaseKey key) {
    try {
      next.serve(key);
    } catch (RuntimeException bug) {
      // Or else it would meet whoever gives the next command, too.
      changed.remove(key);
      throw bug;
    } finally {
      if (!next.isWaiting()) {
        remove(next);
      }
    }
  }

  /** Who is served next from the key, or null if nobody waits or there is nothing to take. */
  private @Nullable BlockedClient first(DatabaseKey key) {
    Set<BlockedClient> others = waiters.get(key);
    if (others == null) {
      return null;
    }
    Entry entry = keyspace.peek(key.database(), key.key());
    return entry != null && entry.value() instanceof ListValue ? others.iterator().next() : null;
  }
}
