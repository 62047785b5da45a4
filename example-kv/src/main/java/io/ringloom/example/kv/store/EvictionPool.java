package io.ringloom.example.kv.store;

import org.jspecify.annotations.Nullable;

/**
 * The best candidates for eviction of all that were sampled so far.
 *
 * <p>A few samples alone know little of the order among all keys. Keeping the best of earlier ones
 * comes near to it, and costs no list through all entries. Guarded by the keyspace's lock.
 */
final class EvictionPool {
  private static final int CAPACITY = 16;

  // All guarded by the keyspace's lock. Both arrays belong together.
  private final @Nullable Entry[] entries = new @Nullable Entry[CAPACITY];
  private final Database[] homes = new Database[CAPACITY];
  private EvictionPolicy policy = EvictionPolicy.NOEVICTION;

  /** An entry and where it is. */
  record Candidate(Database home, Entry entry) {}

  /** Forgets all candidates, which another policy had chosen. */
  void use(EvictionPolicy newPolicy) {
    policy = newPolicy;
    for (int at = 0; at < CAPACITY; at++) {
      drop(at);
    }
  }

  /** Takes the entry in if there is room or it is a better candidate than one that is in. */
  void offer(Database home, Entry entry) {
    if (entry.pooled) {
      return;
    }
    int place = -1;
    long latest = stamp(entry);
    for (int at = 0; at < CAPACITY; at++) {
      Entry candidate = entries[at];
      if (candidate == null) {
        place = at;
        break;
      }
      if (stamp(candidate) > latest) {
        place = at;
        latest = stamp(candidate);
      }
    }
    if (place >= 0) {
      drop(place);
      entries[place] = entry;
      homes[place] = home;
      entry.pooled = true;
    }
  }

  /** Takes out the best; its stamp of now counts, not the one when it was sampled. */
  @Nullable Candidate takeBest() {
    int best = -1;
    long earliest = Long.MAX_VALUE;
    for (int at = 0; at < CAPACITY; at++) {
      Entry candidate = entries[at];
      if (candidate != null && (best < 0 || stamp(candidate) < earliest)) {
        best = at;
        earliest = stamp(candidate);
      }
    }
    if (best < 0) {
      return null;
    }
    Entry entry = entries[best];
    Database home = homes[best];
    drop(best);
    return entry == null ? null : new Candidate(home, entry);
  }

  /** Lets go of an entry that leaves its database or expires no more. */
  void forget(Entry entry) {
    if (!entry.pooled) {
      return;
    }
    for (int at = 0; at < CAPACITY; at++) {
      if (entries[at] == entry) {
        drop(at);
      }
    }
  }

  /** Lets go of all entries of a database. */
  void forgetAll(Database home) {
    for (int at = 0; at < CAPACITY; at++) {
      if (homes[at] == home) {
        drop(at);
      }
    }
  }

  private void drop(int at) {
    Entry entry = entries[at];
    if (entry != null) {
      entry.pooled = false;
      entries[at] = null;
    }
  }

  /** The lower, the better a candidate. */
  private long stamp(Entry entry) {
    return policy.order == EvictionPolicy.Order.SOONEST_EXPIRY
        ? entry.expireAtMillis
        : entry.lastAccessMillis;
  }
}
