package io.ringloom.example.kv.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All keys of the server, in 16 numbered databases.
 *
 * <p>One lock guards all of it: the caller takes {@link #lock} once for all commands that it has at
 * hand, and no method here takes it. No key passed in may be written to afterwards. Expired keys
 * are never shown, whether they were removed already or not.
 */
public final class Keyspace {
  public static final int DATABASES = 16;

  private static final int EXPIRY_SAMPLES = 20;
  private static final int MAX_EVICTIONS = 1000;
  private static final int RANDOM_KEY_TRIES = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier clockMillis;
  private final RandomGenerator random;
  private final Memory memory;
  private final Database[] databases = new Database[DATABASES];

  // All guarded by the keyspace's lock.
  private long now;
  private Changes changes = Changes.IGNORED;
  private int nextToExpire;
  private long expiredKeys;
  private long evictedKeys;

  /**
   * Makes an empty one.
   *
   * @param clockMillis the time, in milliseconds since 1970
   * @param random chooses keys; only used with the lock
   */
  public Keyspace(LongSupplier clockMillis, RandomGenerator random) {
    this.clockMillis = clockMillis;
    now = clockMillis.getAsLong();
    this.random = random;
    memory = new Memory(random);
    for (int number = 0; number < DATABASES; number++) {
      databases[number] = new Database(number, memory);
    }
  }

  /** The lock that a caller of any other method holds. */
  public ReentrantLock lock() {
    return lock;
  }

  /** Replaces the listener; one is enough, which may pass on to others. */
  public void listener(Changes listener) {
    checkLocked();
    changes = listener;
  }

  /** The time of the commands that are carried out, in milliseconds since 1970. */
  public long nowMillis() {
    return now;
  }

  /**
   * Looks at the clock. Whoever takes the lock does this first, so that time stands still for all
   * that is done under one taking of it.
   */
  public void lookAtClock() {
    checkLocked();
    now = clockMillis.getAsLong();
  }

  /** The entry, whose use is noted, or null if there is none. */
  public @Nullable Entry get(int database, byte[] key) {
    Entry entry = peek(database, key);
    if (entry != null) {
      entry.lastAccessMillis = nowMillis();
    }
    return entry;
  }

  /** The entry, as if nobody had looked, or null if there is none. */
  public @Nullable Entry peek(int database, byte[] key) {
    checkLocked();
    Database home = databases[database];
    Entry entry = home.find(key);
    if (entry == null || !expireIfDue(home, entry)) {
      return entry;
    }
    return null;
  }

  /** The entry, expired or not, or null if there is none. Changes nothing. */
  public @Nullable Entry stored(int database, byte[] key) {
    checkLocked();
    return databases[database].find(key);
  }

  /** Sets the key, which then does not expire. */
  public Entry put(int database, byte[] key, Value value) {
    return put(database, key, value, Entry.NEVER);
  }

  /** Sets the key until a time, or for ever if that is {@link Entry#NEVER}. */
  public Entry put(int database, byte[] key, Value value, long expireAtMillis) {
    checkLocked();
    Database home = databases[database];
    Entry entry = home.find(key);
    if (entry != null) {
      overwrite(database, entry, value, expireAtMillis);
      return entry;
    }
    Entry added = new Entry(key, value);
    home.add(added);
    noteSet(home, added, expireAtMillis);
    return added;
  }

  /** As {@link #put}, for an entry that was just found. */
  public void overwrite(int database, Entry entry, Value value, long expireAtMillis) {
    checkLocked();
    checkPresent(database, entry);
    Database home = databases[database];
    home.replace(entry, value);
    noteSet(home, entry, expireAtMillis);
  }

  private void noteSet(Database home, Entry entry, long expireAtMillis) {
    entry.lastAccessMillis = nowMillis();
    home.expireAt(entry, expireAtMillis);
    changes.changed(home.number, entry.key);
  }

  /** Gives an entry that was just found another value, and leaves its expiry as it is. */
  public void replace(int database, Entry entry, Value value) {
    checkLocked();
    checkPresent(database, entry);
    databases[database].replace(entry, value);
    modified(database, entry);
  }

  /**
   * Must be called after the value of an entry was changed in place. A list without elements goes.
   */
  public void modified(int database, Entry entry) {
    checkLocked();
    checkPresent(database, entry);
    settle(databases[database], entry);
    changes.changed(database, entry.key);
  }

  /**
   * Takes something out of the value of an entry, such that nothing is lost where memory is short:
   * who listens is told first, and when that has not failed, nothing does any more.
   *
   * @param taking changes the value in place, and takes no memory
   */
  public void take(int database, Entry entry, Runnable taking) {
    checkLocked();
    checkPresent(database, entry);
    changes.changed(database, entry.key);
    taking.run();
    settle(databases[database], entry);
  }

  private static void settle(Database home, Entry entry) {
    if (entry.value.isVoid()) {
      home.remove(entry);
    } else {
      home.account(entry);
    }
  }

  /** Returns what was removed, or null if the key was not there. */
  public @Nullable Entry remove(int database, byte[] key) {
    Entry entry = peek(database, key);
    if (entry != null) {
      removePresent(databases[database], entry);
    }
    return entry;
  }

  /**
   * Moves value and expiry to another key, which may be of another database, over what is there.
   *
   * @return whether the first key was there
   */
  public boolean rename(int database, byte[] from, int toDatabase, byte[] to) {
    Entry entry = peek(database, from);
    if (entry == null) {
      return false;
    }
    if (database == toDatabase && Arrays.equals(from, to)) {
      return true;
    }
    // The key leaves first, so that the bytes of its value are not counted twice.
    long expireAtMillis = entry.expireAtMillis;
    removePresent(databases[database], entry);
    put(toDatabase, to, entry.value, expireAtMillis);
    return true;
  }

  /**
   * Sets when the key expires, {@link Entry#NEVER} for not at all. If that is past, it goes now;
   * pass 0 for times before 1970.
   *
   * @return whether the key was there
   */
  public boolean expireAt(int database, byte[] key, long millis) {
    Entry entry = peek(database, key);
    if (entry == null) {
      return false;
    }
    Database home = databases[database];
    home.expireAt(entry, millis);
    if (!expireIfDue(home, entry)) {
      changes.changed(database, entry.key);
    }
    return true;
  }

  /** Lets the key stay for ever; returns whether it was there and would have expired. */
  public boolean persist(int database, byte[] key) {
    Entry entry = peek(database, key);
    return entry != null
        && entry.expireAtMillis != Entry.NEVER
        && expireAt(database, key, Entry.NEVER);
  }

  /** How many keys are there, with those that expired but were not removed yet. */
  public int size(int database) {
    checkLocked();
    return databases[database].table().size();
  }

  /** How many of the keys expire some time. */
  public int expiringSize(int database) {
    checkLocked();
    return databases[database].expiring().size();
  }

  /** Removes all keys of a database, in no more time than it takes for one. */
  public void flush(int database) {
    checkLocked();
    KeyTable before = databases[database].flush();
    changes.flushed(database, key -> before.find(key) != null);
  }

  public void flushAll() {
    for (int database = 0; database < DATABASES; database++) {
      flush(database);
    }
  }

  /** Any key, with equal chances, or null if there is none. */
  public byte @Nullable [] randomKey(int database) {
    checkLocked();
    Database home = databases[database];
    // Only where nearly all have expired, and active expiry lags behind, does it draw in vain.
    for (int tries = 0; home.table().size() > 0; tries++) {
      Entry entry = home.table().at(random.nextInt(home.table().size()));
      if (tries < RANDOM_KEY_TRIES && expireIfDue(home, entry)) {
        continue;
      }
      return entry.key;
    }
    return null;
  }

  /**
   * Shows some entries, and returns the cursor from which to go on, 0 when all were shown.
   *
   * <p>What is there from the first call to the last is shown at least once. A cursor is an
   * unsigned number of at most 40 bits; any made up is as good. The consumer may change the
   * keyspace.
   *
   * @param count about how many to show, from 1
   */
  public long scan(int database, long cursor, int count, Consumer<Entry> consumer) {
    checkLocked();
    Database home = databases[database];
    List<Entry> found = new ArrayList<>();
    long next = home.table().scan(cursor, count, found::add);
    for (Entry entry : found) {
      if (home.holds(entry) && !expireIfDue(home, entry)) {
        consumer.accept(entry);
      }
    }
    return next;
  }

  /** Shows all entries that have not expired; the consumer must not change the keyspace. */
  public void forEach(int database, Consumer<Entry> consumer) {
    checkLocked();
    long now = nowMillis();
    databases[database]
        .table()
        .forEach(
            entry -> {
              if (!entry.isExpired(now)) {
                consumer.accept(entry);
              }
            });
  }

  /**
   * Removes expired keys that nobody asks for.
   *
   * <p>In each database it looks at some of the keys that expire, and goes on there while more than
   * a tenth of them were due. The next call goes on where this ends.
   *
   * @param budgetNanos after which it ends
   * @param nanoTime what the budget is measured with
   * @return how many keys went
   */
  public int activeExpire(long budgetNanos, LongSupplier nanoTime) {
    checkLocked();
    long start = nanoTime.getAsLong();
    int gone = 0;
    for (int i = 0; i < DATABASES; i++) {
      Database home = databases[nextToExpire];
      int looked;
      int due;
      do {
        looked = Math.min(EXPIRY_SAMPLES, home.expiring().size());
        due = expireSome(home, looked);
        gone += due;
        if (nanoTime.getAsLong() - start >= budgetNanos) {
          return gone;
        }
      } while (10 * due > looked);
      nextToExpire = (nextToExpire + 1) % DATABASES;
    }
    return gone;
  }

  /**
   * Limits what all entries take together.
   *
   * @param maxMemoryBytes 0 for no limit
   */
  public void limit(long maxMemoryBytes, EvictionPolicy policy) {
    checkLocked();
    memory.limit(maxMemoryBytes, policy);
  }

  public long maxMemoryBytes() {
    checkLocked();
    return memory.maxBytes();
  }

  public EvictionPolicy evictionPolicy() {
    checkLocked();
    return memory.policy();
  }

  /** About what all entries take together. */
  public long usedBytes() {
    checkLocked();
    return memory.usedBytes();
  }

  /** How many keys went since the start because their time was over. */
  public long expiredKeys() {
    checkLocked();
    return expiredKeys;
  }

  /** How many keys went since the start because memory was short. */
  public long evictedKeys() {
    checkLocked();
    return evictedKeys;
  }

  /**
   * Lets keys go until the limit is kept, but not too many at a time; the next call goes on.
   *
   * @return false if no key may go although the limit is not kept
   */
  public boolean makeRoom() {
    checkLocked();
    for (int evicted = 0; !memory.hasRoom() && evicted < MAX_EVICTIONS; evicted++) {
      EvictionPool.Candidate candidate = memory.choose(databases);
      if (candidate == null) {
        return false;
      }
      evictedKeys++;
      removePresent(candidate.home(), candidate.entry());
    }
    return true;
  }

  private int expireSome(Database home, int count) {
    int due = 0;
    for (int i = 0; i < count; i++) {
      if (expireIfDue(home, home.nextExpiring())) {
        due++;
      }
    }
    return due;
  }

  private boolean expireIfDue(Database home, Entry entry) {
    if (!entry.isExpired(nowMillis())) {
      return false;
    }
    expiredKeys++;
    removePresent(home, entry);
    return true;
  }

  private void removePresent(Database home, Entry entry) {
    home.remove(entry);
    changes.changed(home.number, entry.key);
  }

  private void checkLocked() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("the keyspace's lock is not held");
    }
  }

  private void checkPresent(int database, Entry entry) {
    if (!databases[database].holds(entry)) {
      throw new IllegalStateException("the entry is not in the keyspace");
    }
  }
}
