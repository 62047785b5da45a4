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

  void add(Entry entry) {
    table.add(entry);
    memory.account(entry);
  }

  void remove(Entry entry) {
    table.remove(entry);
    expiring.remove(entry);
    memory.forget(entry);
    entry.value.left();
  }

  /** Gives an entry another value. */
  void replace(Entry entry, Value value) {
    entry.value.left();
    entry.value = value;
    memory.account(entry);
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

  /** Empties it, and returns what was in. Values are not told that they have left. */
  KeyTable flush() {
    KeyTable before = table;
    before.forEach(
        entry -> {
          memory.forget(entry);
          entry.slotOfAll = EntryBag.ABSENT;
          entry.slotOfExpiring = EntryBag.ABSENT;
        });
    table = new KeyTable();
    expiring = new EntryBag(EntryBag.Kind.EXPIRING);
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
