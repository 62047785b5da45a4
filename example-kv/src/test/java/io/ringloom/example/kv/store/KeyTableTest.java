package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.text;
import static io.ringloom.example.kv.store.Keys.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTableTest {
  private final KeyTable table = new KeyTable();

  @Test
  void holds_what_a_hash_map_holds_after_the_same_operations() {
    Random random = new Random(1);
    Map<String, Entry> model = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      // The number of keys in use swells and ebbs, so segments grow and shrink.
      int range = 1 + Math.abs(6_000 - i % 12_000);
      String key = "key:" + random.nextInt(range);
      Entry found = table.find(bytes(key));
      assertThat(found).isSameAs(model.get(key));
      if (found == null) {
        Entry entry = new Entry(bytes(key), value("v"));
        table.add(entry);
        model.put(key, entry);
      } else if (random.nextInt(10) < 6) {
        table.remove(found);
        model.remove(key);
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
    Set<Entry> all = new HashSet<>();
    table.forEach(all::add);
    assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
    Set<Entry> numbered = new HashSet<>();
    for (int number = 0; number < table.size(); number++) {
      numbered.add(table.at(number));
    }
    assertThat(numbered).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000})
  void a_scan_of_a_table_at_rest_shows_each_key_once(int count) {
    add("key:", 5_000);

    List<String> shown = new ArrayList<>();
    long cursor = 0;
    do {
      cursor = table.scan(cursor, count, entry -> shown.add(text(entry.key())));
    } while (cursor != 0);

    assertThat(shown).hasSize(5_000).doesNotHaveDuplicates();
  }

  @Test
  void a_scan_shows_what_stays_while_the_table_grows() {
    add("stays:", 3_000);
    Set<String> shown = new HashSet<>();
    int calls = 0;
    long cursor = 0;
    do {
      cursor = table.scan(cursor, 10, entry -> shown.add(text(entry.key())));
      // Not for ever, else ever more keys would be before the cursor.
      if (calls++ < 150) {
        add("new:" + calls + ":", 300);
      }
    } while (cursor != 0);
    assertThat(shown).containsAll(names("stays:", 3_000));
  }

  @Test
  void a_scan_shows_what_stays_while_the_table_shrinks() {
    add("stays:", 3_000);
    List<Entry> leaving = add("leaves:", 100_000);
    Set<String> shown = new HashSet<>();
    long cursor = 0;
    do {
      cursor = table.scan(cursor, 10, entry -> shown.add(text(entry.key())));
      for (int i = 0; i < 100 && !leaving.isEmpty(); i++) {
        table.remove(leaving.remove(leaving.size() - 1));
      }
    } while (cursor != 0);
    assertThat(leaving).isEmpty();
    assertThat(shown).containsAll(names("stays:", 3_000));
  }

  @Test
  void a_scan_shows_what_stays_while_the_table_grows_and_shrinks_to_and_fro() {
    Random random = new Random(2);
    for (int round = 0; round < 20; round++) {
      KeyTable changing = new KeyTable();
      for (String name : names("stays:", 600)) {
        changing.add(new Entry(bytes(name), value("v")));
      }
      List<Entry> guests = new ArrayList<>();
      Set<String> shown = new HashSet<>();
      long cursor = 0;
      do {
        cursor = changing.scan(cursor, 5, entry -> shown.add(text(entry.key())));
        if (guests.isEmpty()) {
          for (String name : names("guest:", random.nextInt(10_000))) {
            Entry guest = new Entry(bytes(name), value("v"));
            changing.add(guest);
            guests.add(guest);
          }
        } else {
          guests.forEach(changing::remove);
          guests.clear();
        }
      } while (cursor != 0);
      assertThat(shown).containsAll(names("stays:", 600));
    }
  }

  @Test
  void a_scan_from_a_cursor_that_was_made_up_ends() {
    add("key:", 1_000);
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      long cursor = random.nextLong();
      int calls = 0;
      do {
        cursor = table.scan(cursor, 100, entry -> {});
        calls++;
      } while (cursor != 0 && calls < 100);
      assertThat(cursor).isZero();
    }
  }

  @Test
  void a_scan_of_nothing_ends_at_once() {
    assertThat(table.scan(0, 10, entry -> {})).isZero();
  }

  @Test
  void a_segment_without_entries_is_as_small_as_a_new_one() {
    Segment segment = new Segment();
    List<Entry> entries = add("key:", 1_000);
    entries.forEach(table::remove);
    entries.forEach(segment::add);
    assertThat(segment.bucketCount()).isEqualTo(1_024);
    entries.forEach(segment::remove);
    assertThat(segment.bucketCount()).isEqualTo(1);
  }

  private List<Entry> add(String prefix, int count) {
    List<Entry> entries = new ArrayList<>();
    for (String name : names(prefix, count)) {
      Entry entry = new Entry(bytes(name), value("v"));
      table.add(entry);
      entries.add(entry);
    }
    return entries;
  }

  private static List<String> names(String prefix, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    return names;
  }
}
