package io.ringloom.example.kv.store;

import org.jspecify.annotations.Nullable;

/**
 * One numbered database: its entries, and those of them that expire. Guarded by the keyspace's
 * lock.
 */
final class Database {
  final int number;

  // All guarded by the keyspace's lock.
  private final Memory memory;
  private KeyTable table = new KeyTable();
  private EntryBag expiring = new EntryBag(EntryBag.Kind.EXPIRING);

  /** What its entries take together. */
  private long usedBytes;

  /** Where a walk through the expiring entries goes on, downwards. */
  private int expiryWalk;

  Database(int number, Memory memory) {
    this.number = number;
    this.memory = memory;
  }

  KeyTable table() {
    return table;
  }

  EntryBag expiring() {
    return expiring;
  }

  @Nullable Entry find(byte[] key) {
    return table.find(key);
  }

  /** Whether this very entry is in. */
  boolean holds(Entry entry) {
    return table.holds(entry);
  }

  void add(Entry entry) {
    table.add(entry);
    account(entry);
  }

  void remove(Entry entry) {
    table.remove(entry);
    expiring.remove(entry);
    memory.forget(entry);
    count(entry, 0);
    entry.value.left();
  }

  /** Counts what the entry takes now in place of what it took before. */
  void account(Entry entry) {
    count(entry, entry.approximateBytes());
  }

  private void count(Entry entry, long bytes) {
    usedBytes += bytes - entry.accountedBytes;
    memory.count(bytes - entry.accountedBytes);
    entry.accountedBytes = bytes;
  }

  /** Gives an entry another value. */
  void replace(Entry entry, Value value) {
    entry.value.left();
    entry.value = value;
    account(entry);
  }

  void expireAt(Entry entry, long millis) {
    entry.expireAtMillis = millis;
    if (millis == Entry.NEVER) {
      expiring.remove(entry);
      memory.noLongerExpires(entry);
    } else {
      expiring.add(entry);
    }
  }

  /**
   * Empties it, and returns what was in. No entry is looked at, since there may be many; neither
   * they nor their values are told that they have left.
   */
  KeyTable flush() {
    KeyTable before = table;
    table = new KeyTable();
    expiring = new EntryBag(EntryBag.Kind.EXPIRING);
    memory.forgetAll(this);
    memory.count(-usedBytes);
    usedBytes = 0;
    return before;
  }

  /**
   * The next of the expiring entries, in turns. There must be one.
   *
   * <p>As it goes downwards, and a removal moves the last entry, removing what was returned brings
   * nothing unseen behind the walk.
   */
  Entry nextExpiring() {
    if (expiryWalk == 0 || expiryWalk > expiring.size()) {
      expiryWalk = expiring.size();
    }
    expiryWalk--;
    return expiring.get(expiryWalk);
  }
}
