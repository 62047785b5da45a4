package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyHashTest {
  private final Random random = new Random(8);

  @Test
  void keys_that_collide_under_one_secret_do_not_under_another() {
    KeyHash attacked = hash();
    int wanted = attacked.of(bytes("k0")) & 0xfff;
    List<byte[]> colliding = new ArrayList<>();
    for (int i = 0; colliding.size() < 200; i++) {
      byte[] key = bytes("k" + i);
      if ((attacked.of(key) & 0xfff) == wanted) {
        colliding.add(key);
      }
    }
    KeyHash other = hash();
    Set<Integer> buckets = new HashSet<>();
    colliding.forEach(key -> buckets.add(other.of(key) & 0xfff));
    assertThat(buckets).hasSizeGreaterThan(150);
  }

  @Test
  void similar_keys_spread_over_the_high_and_over_the_low_bits() {
    KeyHash hash = hash();
    int[] high = new int[256];
    int[] low = new int[256];
    for (int i = 0; i < 256_000; i++) {
      int value = hash.of(bytes("user:" + i + ":name"));
      high[value >>> 24]++;
      low[value & 0xff]++;
    }
    for (int i = 0; i < 256; i++) {
      assertThat(high[i]).isBetween(800, 1_200);
      assertThat(low[i]).isBetween(800, 1_200);
    }
  }

  @Test
  void zeros_at_the_end_make_a_difference() {
    KeyHash hash = hash();
    Set<Integer> hashes = new HashSet<>();
    for (int length = 0; length < 40; length++) {
      hashes.add(hash.of(new byte[length]));
    }
    assertThat(hashes).hasSize(40);
  }

  private KeyHash hash() {
    return new KeyHash(random.nextLong(), random.nextLong(), random.nextLong());
  }
}
