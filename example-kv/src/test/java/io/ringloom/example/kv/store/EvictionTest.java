package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class EvictionTest extends KeyspaceFixture {
  private static final int KEYS = 4_000;

  @Test
  void without_a_limit_there_is_always_room() {
    fill(0, KEYS, Entry.NEVER);
    assertThat(keyspace.makeRoom()).isTrue();
    assertThat(keyspace.size(0)).isEqualTo(KEYS);
  }

  @Test
  void noeviction_removes_nothing_and_says_that_there_is_no_room() {
    fill(0, KEYS, Entry.NEVER);
    keyspace.limit(keyspace.usedBytes() - 1, EvictionPolicy.NOEVICTION);
    assertThat(keyspace.makeRoom()).isFalse();
    assertThat(keyspace.size(0)).isEqualTo(KEYS);
    keyspace.limit(keyspace.usedBytes(), EvictionPolicy.NOEVICTION);
    assertThat(keyspace.makeRoom()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOEVICTION")
  void keys_go_until_the_limit_is_kept_and_no_further(EvictionPolicy policy) {
    fill(0, KEYS, now + 1_000_000);
    fill(7, KEYS, now + 1_000_000);
    long half = keyspace.usedBytes() / 2;
    keyspace.limit(half, policy);
    changes.clear();

    while (keyspace.usedBytes() > half) {
      long before = keyspace.evictedKeys();
      assertThat(keyspace.makeRoom()).isTrue();
      assertThat(keyspace.evictedKeys() - before).as("at a time").isBetween(1L, 1000L);
    }

    assertThat(keyspace.usedBytes()).isBetween(half - 200, half);
    assertThat(keyspace.evictedKeys()).isEqualTo(2 * KEYS - keyspace.size(0) - keyspace.size(7));
    assertThat(changes).hasSize((int) keyspace.evictedKeys()).doesNotHaveDuplicates();
    keyspace.flushAll();
    assertThat(keyspace.usedBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"VOLATILE_LRU", "VOLATILE_RANDOM", "VOLATILE_TTL"})
  void volatile_policies_leave_keys_that_do_not_expire(EvictionPolicy policy) {
    fill(0, 100, Entry.NEVER);
    fill(1, 100, now + 1_000);
    keyspace.limit(1, policy);
    assertThat(keyspace.makeRoom()).isFalse();
    assertThat(keyspace.size(0)).isEqualTo(100);
    assertThat(keyspace.size(1)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALLKEYS_LRU", "VOLATILE_TTL"})
  void what_was_sampled_before_a_flush_does_not_go_after_it(EvictionPolicy policy) {
    fill(0, KEYS, now + 1_000);
    fill(1, 10, now + 2_000);
    keyspace.limit(keyspace.usedBytes() - 1, policy);
    assertThat(keyspace.makeRoom()).isTrue();
    keyspace.flush(0);
    fill(0, 10, now + 1_000);
    changes.clear();

    keyspace.limit(1, policy);
    assertThat(keyspace.makeRoom()).isTrue();
    assertThat(changes).hasSize(20);
    assertThat(keyspace.usedBytes()).isZero();
  }

  @Test
  void keys_used_of_late_survive() {
    fill(0, KEYS, Entry.NEVER);
    // Every other key is used again, so age at first does not tell.
    for (int i = 0; i < KEYS; i += 2) {
      later(1);
      keyspace.get(0, bytes("k" + i));
    }
    keyspace.limit(keyspace.usedBytes() * 6 / 10, EvictionPolicy.ALLKEYS_LRU);
    assertThat(keyspace.makeRoom()).isTrue();

    // A choice by chance would keep 60 % of them, a perfect one all.
    assertThat(survivors(2)).isGreaterThan(KEYS / 2 * 95 / 100);
  }

  @Test
  void a_candidate_that_is_used_again_is_none_any_more() {
    fill(0, 20, Entry.NEVER);
    long oneKey = keyspace.usedBytes() / 20;
    evict(10 * oneKey);
    int left = keyspace.size(0);
    fill(1, 400, Entry.NEVER);
    later(1);
    for (int i = 0; i < 20; i++) {
      keyspace.get(0, bytes("k" + i));
    }

    evict(100 * oneKey);

    assertThat(keyspace.size(0)).isEqualTo(left).isPositive();
    assertThat(keyspace.size(1)).isLessThan(320);
  }

  @Test
  void volatile_ttl_takes_what_would_go_first_anyway() {
    for (int i = 0; i < KEYS; i++) {
      keyspace.put(0, bytes("k" + i), value("v"), now + (i % 2 == 0 ? 1_000_000 : 1_000) + i);
    }
    keyspace.limit(keyspace.usedBytes() * 6 / 10, EvictionPolicy.VOLATILE_TTL);
    assertThat(keyspace.makeRoom()).isTrue();
    assertThat(survivors(2)).isGreaterThan(KEYS / 2 * 95 / 100);
  }

  @Test
  void policies_have_the_names_of_configurations() {
    assertThat(EvictionPolicy.byConfigName("allkeys-LRU")).isEqualTo(EvictionPolicy.ALLKEYS_LRU);
    assertThat(EvictionPolicy.byConfigName("allkeys_lru")).isNull();
    assertThat(EvictionPolicy.VOLATILE_TTL.configName()).isEqualTo("volatile-ttl");
  }

  private void fill(int database, int count, long expireAt) {
    for (int i = 0; i < count; i++) {
      later(1);
      keyspace.put(database, bytes("k" + i), value("value"), expireAt);
    }
  }

  private void evict(long bytes) {
    keyspace.limit(keyspace.usedBytes() - bytes, EvictionPolicy.ALLKEYS_LRU);
    assertThat(keyspace.makeRoom()).isTrue();
  }

  private int survivors(int step) {
    int survivors = 0;
    for (int i = 0; i < KEYS; i += step) {
      if (keyspace.peek(0, bytes("k" + i)) != null) {
        survivors++;
      }
    }
    return survivors;
  }
}
