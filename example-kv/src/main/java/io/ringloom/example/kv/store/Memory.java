package io.ringloom.example.kv.store;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all entries together take, and the choice of what goes when that is too much. Guarded by the
 * keyspace's lock.
 */
final class Memory {
  private static final int SAMPLES = 5;

  private final EvictionPool pool = new EvictionPool();
  private final RandomGenerator random;

  // All guarded by the keyspace's lock.
  private long usedBytes;
  private long maxBytes;
  private EvictionPolicy policy = EvictionPolicy.NOEVICTION;

  Memory(RandomGenerator random) {
    this.random = random;
  }

  long usedBytes() {
    return usedBytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  EvictionPolicy policy() {
    return policy;
  }

  /** Sets the limit, 0 for none. */
  void limit(long newMaxBytes, EvictionPolicy newPolicy) {
    maxBytes = newMaxBytes;
    if (policy != newPolicy) {
      policy = newPolicy;
      pool.use(newPolicy);
    }
  }

  boolean hasRoom() {
    return maxBytes == 0 || usedBytes <= maxBytes;
  }

  /** Counts so many bytes more, or fewer if negative. */
  void count(long bytes) {
    usedBytes += bytes;
  }

  /** The entry can go no more, since it has left. */
  void forget(Entry entry) {
    pool.forget(entry);
  }

  /** All entries of the database have left. */
  void forgetAll(Database home) {
    pool.forgetAll(home);
  }

  void noLongerExpires(Entry entry) {
    if (policy.onlyExpiring) {
      pool.forget(entry);
    }
  }

  /** What should go next, or null if the policy lets nothing go. */
  EvictionPool.@Nullable Candidate choose(Database[] databases) {
    return switch (policy.order) {
      case NONE -> null;
      case RANDOM -> sample(databases);
      case LEAST_RECENTLY_USED, SOONEST_EXPIRY -> chooseFromPool(databases);
    };
  }

  private EvictionPool.@Nullable Candidate chooseFromPool(Database[] databases) {
    for (int i = 0; i < SAMPLES; i++) {
      EvictionPool.Candidate candidate = sample(databases);
      if (candidate == null) {
        return null;
      }
      pool.offer(candidate.home(), candidate.entry());
    }
    return pool.takeBest();
  }

  /** Any that may go, with equal chances over all databases. */
  private EvictionPool.@Nullable Candidate sample(Database[] databases) {
    long total = 0;
    for (Database database : databases) {
      total += eligible(database);
    }
    if (total == 0) {
      return null;
    }
    long rest = random.nextLong(total);
    for (Database database : databases) {
      int count = eligible(database);
      if (rest < count) {
        int number = (int) rest;
        return new EvictionPool.Candidate(
            database,
            policy.onlyExpiring ? database.expiring().get(number) : database.table().at(number));
      }
      rest -= count;
    }
    throw new IllegalStateException("fewer keys than counted");
  }

  private int eligible(Database database) {
    return policy.onlyExpiring ? database.expiring().size() : database.table().size();
  }
}
