package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.text;
import static io.ringloom.example.kv.store.Keys.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyspaceTest extends KeyspaceFixture {
  private record Timed(String text, long expireAt) {}

  @Test
  void does_what_hash_maps_do_under_random_operations() {
    Random random = new Random(7);
    Map<String, Timed> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      later(random.nextInt(3));
      model.values().removeIf(timed -> timed.expireAt != Entry.NEVER && timed.expireAt <= now);
      String name = "k" + random.nextInt(100);
      byte[] key = bytes(name);
      Timed expected = model.get(name);
      switch (random.nextInt(6)) {
        case 0 -> {
          keyspace.put(3, key, value("v" + i));
          model.put(name, new Timed("v" + i, Entry.NEVER));
        }
        case 1 -> {
          boolean there = keyspace.expireAt(3, key, now + 50);
          assertThat(there).isEqualTo(expected != null);
          if (expected != null) {
            model.put(name, new Timed(expected.text, now + 50));
          }
        }
        case 2 -> {
          assertThat(keyspace.remove(3, key) != null).isEqualTo(expected != null);
          model.remove(name);
        }
        case 3 -> {
          String to = "k" + random.nextInt(100);
          assertThat(keyspace.rename(3, key, 3, bytes(to))).isEqualTo(expected != null);
          if (expected != null) {
            model.remove(name);
            model.put(to, expected);
          }
        }
        case 4 -> {
          boolean persisted = expected != null && expected.expireAt != Entry.NEVER;
          assertThat(keyspace.persist(3, key)).isEqualTo(persisted);
          if (expected != null) {
            model.put(name, new Timed(expected.text, Entry.NEVER));
          }
        }
        default -> {
          Entry entry = keyspace.get(3, key);
          assertThat(entry == null ? null : timed(entry)).isEqualTo(expected);
        }
      }
    }
    Map<String, Timed> shown = new HashMap<>();
    keyspace.forEach(3, entry -> shown.put(text(entry.key()), timed(entry)));
    model.values().removeIf(timed -> timed.expireAt != Entry.NEVER && timed.expireAt <= now);
    assertThat(shown).isEqualTo(model);

    model.keySet().forEach(name -> keyspace.remove(3, bytes(name)));
    later(1_000);
    keyspace.activeExpire(Long.MAX_VALUE, () -> 0);
    assertThat(keyspace.size(3)).isZero();
    assertThat(keyspace.expiringSize(3)).isZero();
    assertThat(keyspace.usedBytes()).isZero();
  }

  @Test
  void databases_do_not_see_each_other() {
    keyspace.put(0, bytes("k"), value("a"));
    assertThat(keyspace.get(1, bytes("k"))).isNull();
    assertThat(keyspace.rename(0, bytes("k"), 1, bytes("k"))).isTrue();
    assertThat(keyspace.get(0, bytes("k"))).isNull();
    assertThat(keyspace.get(1, bytes("k"))).isNotNull();
  }

  @Test
  void tells_of_each_change_once() {
    keyspace.put(2, bytes("a"), value("1"));
    keyspace.expireAt(2, bytes("a"), now + 10);
    keyspace.persist(2, bytes("a"));
    keyspace.persist(2, bytes("a"));
    keyspace.rename(2, bytes("a"), 5, bytes("b"));
    keyspace.remove(5, bytes("b"));
    keyspace.remove(5, bytes("b"));
    assertThat(changes).containsExactly("2:a", "2:a", "2:a", "2:a", "5:b", "5:b");
  }

  @Test
  void a_list_that_has_become_empty_goes() {
    ListValue list = new ListValue();
    list.pushLast(bytes("x"));
    Entry entry = keyspace.put(0, bytes("list"), list);
    long before = keyspace.usedBytes();

    list.pushLast(new byte[1_000]);
    keyspace.modified(0, entry);
    assertThat(keyspace.usedBytes()).isEqualTo(before + Sizes.ofBytes(1_000));

    list.trim(0, 0);
    keyspace.modified(0, entry);
    assertThat(keyspace.get(0, bytes("list"))).isNull();
    assertThat(keyspace.usedBytes()).isZero();
    assertThat(changes).containsExactly("0:list", "0:list", "0:list");
  }

  @Test
  void a_flush_empties_one_database_and_tells_which_keys_it_had() {
    Entry entry = keyspace.put(0, bytes("a"), value("1"), now + 5);
    keyspace.put(1, bytes("b"), value("1"));
    changes.clear();

    keyspace.flush(0);
    assertThat(changes).containsExactly("0:*");
    assertThat(flushed.test(bytes("a"))).isTrue();
    assertThat(flushed.test(bytes("b"))).isFalse();
    assertThat(keyspace.size(0)).isZero();
    assertThat(keyspace.expiringSize(0)).isZero();
    assertThat(keyspace.size(1)).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> keyspace.modified(0, entry))
        .withMessageContaining("not in the keyspace");

    keyspace.flushAll();
    assertThat(keyspace.usedBytes()).isZero();
  }

  @Test
  void a_flush_leaves_what_the_other_databases_take() {
    keyspace.put(0, bytes("a"), value("1"));
    long one = keyspace.usedBytes();
    keyspace.put(0, bytes("b"), value("1"));
    keyspace.put(3, bytes("a"), value("1"));
    keyspace.put(0, bytes("c"), value("a longer value than the others have"));
    keyspace.remove(0, bytes("b"));

    keyspace.flush(0);
    assertThat(keyspace.usedBytes()).isEqualTo(one);
    keyspace.put(0, bytes("a"), value("1"));
    assertThat(keyspace.usedBytes()).isEqualTo(2 * one);
  }

  @Test
  void a_flush_touches_no_entry_since_there_may_be_many() {
    Entry entry = keyspace.put(0, bytes("a"), value("1"), now + 5);
    keyspace.flush(0);
    assertThat(entry.slotOfAll).isZero();
    assertThat(entry.slotOfExpiring).isZero();
    assertThat(entry.accountedBytes).isPositive();
  }

  @Test
  void draws_every_key_some_time() {
    assertThat(keyspace.randomKey(0)).isNull();
    Map<String, Integer> drawn = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      keyspace.put(0, bytes("k" + i), value("v"));
    }
    for (int i = 0; i < 10_000; i++) {
      byte[] key = keyspace.randomKey(0);
      drawn.merge(key == null ? "none" : text(key), 1, Integer::sum);
    }
    assertThat(drawn)
        .hasSize(10)
        .allSatisfy((key, times) -> assertThat(times).isBetween(800, 1200));
  }

  @Test
  void refuses_a_caller_without_the_lock() {
    keyspace.lock().unlock();
    try {
      assertThatIllegalStateException().isThrownBy(() -> keyspace.get(0, bytes("a")));
    } finally {
      keyspace.lock().lock();
    }
  }

  private static Timed timed(Entry entry) {
    return new Timed(text(((StringValue) entry.value()).bytes()), entry.expireAtMillis());
  }
}
