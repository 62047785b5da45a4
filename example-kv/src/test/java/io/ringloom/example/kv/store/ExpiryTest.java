package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExpiryTest extends KeyspaceFixture {
  @Test
  void a_key_goes_when_its_time_has_come_and_not_before() {
    keyspace.put(0, bytes("k"), value("v"), now + 10);
    later(9);
    assertThat(keyspace.get(0, bytes("k"))).isNotNull();
    changes.clear();

    later(1);
    assertThat(keyspace.get(0, bytes("k"))).isNull();
    assertThat(changes).containsExactly("0:k");
    assertThat(keyspace.expiredKeys()).isEqualTo(1);
    assertThat(keyspace.usedBytes()).isZero();
  }

  @Test
  void a_time_that_is_past_removes_the_key_at_once() {
    keyspace.put(0, bytes("k"), value("v"));
    assertThat(keyspace.expireAt(0, bytes("k"), now)).isTrue();
    assertThat(keyspace.size(0)).isZero();
  }

  @Test
  void a_new_value_for_a_key_takes_its_expiry_away() {
    keyspace.put(0, bytes("k"), value("v"), now + 10);
    keyspace.put(0, bytes("k"), value("w"));
    later(10);
    assertThat(keyspace.get(0, bytes("k"))).isNotNull();
    assertThat(keyspace.expiringSize(0)).isZero();
  }

  @Test
  void a_value_put_in_place_of_another_keeps_the_expiry() {
    Entry entry = keyspace.put(0, bytes("k"), value("1"), now + 10);
    keyspace.replace(0, entry, StringValue.of(2));
    later(10);
    assertThat(keyspace.get(0, bytes("k"))).isNull();
  }

  @Test
  void what_has_expired_is_neither_scanned_nor_drawn() {
    keyspace.put(0, bytes("gone"), value("v"), now + 10);
    keyspace.put(0, bytes("here"), value("v"));
    later(10);
    List<String> shown = new ArrayList<>();
    assertThat(keyspace.scan(0, 0, 10, entry -> shown.add(Keys.text(entry.key())))).isZero();
    assertThat(shown).containsExactly("here");

    keyspace.put(1, bytes("gone"), value("v"), now);
    assertThat(keyspace.randomKey(1)).isNull();
  }

  @Test
  void all_that_is_due_goes_without_anyone_asking_if_much_is_due() {
    for (int i = 0; i < 1_000; i++) {
      keyspace.put(i % 16, bytes("k" + i), value("v"), now + 10);
    }
    assertThat(keyspace.activeExpire(Long.MAX_VALUE, () -> 0)).isZero();
    later(10);
    assertThat(keyspace.activeExpire(Long.MAX_VALUE, () -> 0)).isEqualTo(1_000);
    assertThat(keyspace.usedBytes()).isZero();
  }

  @Test
  void what_is_due_among_many_that_are_not_goes_within_one_walk() {
    for (int i = 0; i < 1_000; i++) {
      keyspace.put(0, bytes("k" + i), value("v"), i % 100 == 0 ? now + 10 : now + 1_000);
    }
    later(10);
    int gone = 0;
    for (int call = 0; call < 1_000 / 20; call++) {
      gone += keyspace.activeExpire(Long.MAX_VALUE, () -> 0);
    }
    assertThat(gone).isEqualTo(10);
  }

  @Test
  void ends_when_its_budget_is_spent_and_then_goes_on_there() {
    for (int i = 0; i < 100; i++) {
      keyspace.put(0, bytes("k" + i), value("v"), now);
    }
    long[] nanos = new long[1];
    for (int call = 0; call < 5; call++) {
      assertThat(keyspace.activeExpire(1, () -> nanos[0]++)).isEqualTo(20);
    }
    assertThat(keyspace.size(0)).isZero();
  }
}
