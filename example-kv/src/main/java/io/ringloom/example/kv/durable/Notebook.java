package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListTrace;
import io.ringloom.example.kv.store.ListValue;
import io.ringloom.example.kv.store.StringValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes which keys have changed, and says at the end of a batch what that means for the disk.
 *
 * <p>Only what a key has at the end counts. Guarded by the keyspace's lock.
 */
final class Notebook {
  private final Keyspace keyspace;

  // All guarded by the keyspace's lock.
  private final Set<Key> keys = new LinkedHashSet<>();
  private final boolean[] flushed = new boolean[Keyspace.DATABASES];
  private final long[] flushes = new long[Keyspace.DATABASES];
  private final ArrayList<StoredList> departed = new ArrayList<>();
  private long lastList;

  Notebook(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** Compares, so that a hash table stays fast with keys that were chosen to collide. */
  @SuppressWarnings("ArrayRecordComponent") // It compares them itself.
  private record Key(int database, byte[] bytes) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byDatabase = Integer.compare(database, other.database);
      return byDatabase != 0 ? byDatabase : Arrays.compare(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && database == key.database
          && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(bytes) + database;
    }
  }

  void changed(int database, byte[] key) {
    keys.add(new Key(database, key));
    // The list of the key may leave it by this change, which must not fail for lack of memory then.
    departed.ensureCapacity(departed.size() + 1);
  }

  void flushed(int database) {
    flushed[database] = true;
    flushes[database]++;
  }

  /** Follows a list that was just read from the disk. */
  void loaded(ListValue list, Records.ListPlace place) {
    lastList = Math.max(lastList, place.list());
    list.follow(new StoredList(place, place.size(), flushes[place.database()], departed));
  }

  /** What has changed since the last call, in the order in which it is to be written. */
  List<Change> take() {
    List<Change> changes = new ArrayList<>(2 * keys.size());
    for (int database = 0; database < flushed.length; database++) {
      if (flushed[database]) {
        flushed[database] = false;
        changes.add(new Change.Flushed(database));
      }
    }
    for (Key key : keys) {
      take(key, changes);
    }
    for (StoredList list : departed) {
      if (!list.present && isOnDisk(list)) {
        list.erased = true;
        changes.add(
            new Change.Erased(list.database, list.id, list.writtenFrom(), list.writtenTo()));
      }
    }
    keys.clear();
    departed.clear();
    return changes;
  }

  /** Forgets what has changed since the last call. */
  void discard() {
    keys.clear();
    departed.clear();
    Arrays.fill(flushed, false);
  }

  private void take(Key key, List<Change> changes) {
    Entry entry = keyspace.stored(key.database, key.bytes);
    if (entry == null) {
      changes.add(new Change.Removed(key.database, key.bytes));
    } else if (entry.value() instanceof StringValue string) {
      changes.add(new Change.ToString(key.database, key.bytes, entry.expireAtMillis(), string));
    } else if (entry.value() instanceof ListValue list) {
      takeList(key, entry.expireAtMillis(), list, changes);
    }
  }

  private void takeList(Key key, long expireAtMillis, ListValue list, List<Change> changes) {
    StoredList stored = storedIn(key.database, list);
    int database = stored.database;
    long id = stored.id;
    stored.take(
        list,
        new ListTrace.Parts() {
          @Override
          public void write(long from, byte[][] elements) {
            changes.add(Change.Elements.of(database, id, from, elements));
          }

          @Override
          public void erase(long from, long to) {
            changes.add(new Change.Erased(database, id, from, to));
          }
        });
    Records.ListPlace place = new Records.ListPlace(database, id, stored.first(), list.size());
    changes.add(new Change.ToList(key.bytes, expireAtMillis, place));
  }

  /** Where the list is on the disk, or will be if it was not in this database so far. */
  private StoredList storedIn(int database, ListValue list) {
    if (list.trace() instanceof StoredList stored) {
      if (stored.database == database && isOnDisk(stored)) {
        stored.present = true;
        return stored;
      }
      stored.left();
    }
    lastList++;
    StoredList made =
        new StoredList(
            new Records.ListPlace(database, lastList, 0, 0), 0, flushes[database], departed);
    list.follow(made);
    return made;
  }

  private boolean isOnDisk(StoredList list) {
    return !list.erased && list.age == flushes[list.database];
  }
}
