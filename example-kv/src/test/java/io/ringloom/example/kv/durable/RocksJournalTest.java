package io.ringloom.example.kv.durable;

import static io.ringloom.example.kv.durable.Contents.bytes;
import static io.ringloom.example.kv.durable.Contents.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.example.kv.store.Changes;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.ListValue;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class RocksJournalTest extends JournalFixture {
  private final Random random = new Random(3);

  @Test
  void whatever_was_changed_is_there_again() throws IOException {
    RocksJournal journal = open();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 400; i++) {
        keyspace.lock().lock();
        try {
          change();
          if (random.nextInt(3) == 0) {
            journal.endBatch();
          }
        } finally {
          keyspace.lock().unlock();
        }
      }
      Map<String, String> before = Contents.of(keyspace);
      journal.close();
      journal = open();
      assertThat(Contents.of(keyspace)).isEqualTo(before);
      assertThat(before).isNotEmpty();
      journal.close();
      checkNothingElseIsKept();
      journal = open();
    }
    journal.close();
  }

  private void change() {
    now += random.nextInt(3);
    keyspace.lookAtClock();
    int database = random.nextInt(3);
    int toDatabase = random.nextInt(5) == 0 ? random.nextInt(3) : database;
    byte[] key = bytes("k" + random.nextInt(12));
    byte[] to = bytes("k" + random.nextInt(12));
    byte[] text = bytes("v" + random.nextInt(10));
    Entry entry = keyspace.peek(database, key);
    switch (random.nextInt(12)) {
      case 0 -> keyspace.put(database, key, string("" + random.nextInt(1_000)));
      case 1 -> keyspace.put(database, key, string("s" + random.nextInt()), now + 100);
      case 2 -> keyspace.expireAt(database, key, now + random.nextInt(400));
      case 3 -> keyspace.persist(database, key);
      case 4 -> keyspace.remove(database, key);
      case 5 -> keyspace.rename(database, key, toDatabase, to);
      case 6 -> {
        if (entry != null && entry.value() instanceof ListValue list) {
          keyspace.put(toDatabase, to, list.copy(), entry.expireAtMillis());
        }
      }
      case 7 -> {
        if (random.nextInt(20) == 0) {
          keyspace.flush(database);
        } else if (random.nextInt(100) == 0) {
          keyspace.flushAll();
        }
      }
      default -> changeList(database, key, text);
    }
  }

  private void changeList(int database, byte[] key, byte[] text) {
    Entry entry = keyspace.peek(database, key);
    if (entry == null || !(entry.value() instanceof ListValue list)) {
      ListValue made = new ListValue();
      made.pushLast(text);
      if (entry != null && random.nextBoolean()) {
        keyspace.replace(database, entry, made);
      } else {
        keyspace.put(database, key, made);
      }
      return;
    }
    int size = list.size();
    switch (random.nextInt(9)) {
      case 0, 1 -> list.pushFirst(text);
      case 2, 3 -> {
        for (int i = random.nextInt(100); i >= 0; i--) {
          list.pushLast(text);
        }
      }
      case 4 -> list.popFirst();
      case 5 -> list.popLast();
      case 6 -> list.set(random.nextInt(size), text);
      case 7 -> list.insert(random.nextInt(size + 1), text);
      default -> {
        if (random.nextBoolean()) {
          list.remove(random.nextInt(5) - 2, text);
        } else {
          int from = random.nextInt(size);
          list.trim(from, from + random.nextInt(size - from + 1));
        }
      }
    }
    keyspace.modified(database, entry);
  }

  /** One record for each key and each element, and no more. */
  private void checkNothingElseIsKept() throws IOException {
    long expected = 0;
    for (String value : Contents.of(keyspace).values()) {
      expected++;
      if (value.contains(" list")) {
        expected += value.split(" ", -1).length - 2;
      }
    }
    assertThat(recordsOnDisk()).isEqualTo(expected);
  }

  private long recordsOnDisk() throws IOException {
    RocksDisk disk = RocksDisk.open(directory(), directory().resolve("rocksdb"));
    long records = 0;
    try (RocksDisk.Reader reader = disk.reader()) {
      for (reader.seek(new byte[0]); reader.isThere(); reader.next()) {
        records++;
      }
    } finally {
      disk.close();
    }
    return records;
  }

  @Test
  void keys_that_have_expired_meanwhile_go_from_the_disk() throws IOException {
    RocksJournal journal = open();
    batch(
        journal,
        () -> {
          put("stays", "1");
          keyspace.put(0, bytes("string"), string("x"), now + 10);
          ListValue list = new ListValue();
          list.pushLast(bytes("x"));
          keyspace.put(0, bytes("list"), list, now + 10);
        });
    journal.close();
    now += 10;
    journal = open();
    assertThat(Contents.of(keyspace)).containsOnlyKeys("0:stays");
    journal.close();
    assertThat(recordsOnDisk()).isEqualTo(1);
  }

  @Test
  void a_batch_without_changes_has_the_number_of_the_last() throws IOException {
    RocksJournal journal = open(directory(), Fsync.ALWAYS);
    locked(
        () -> {
          long before = journal.endBatch();
          put("a", "1");
          long first = journal.endBatch();
          assertThat(first).isGreaterThan(before);
          assertThat(journal.endBatch()).isEqualTo(first);
          put("a", "2");
          assertThat(journal.endBatch()).isGreaterThan(first);
        });
  }

  @Test
  void closing_writes_what_belongs_to_no_batch_yet_and_may_be_done_twice() throws IOException {
    RocksJournal journal = open();
    locked(() -> put("late", "1"));
    journal.close();
    journal.close();
    assertThat(journal.failure()).isNull();

    locked(() -> put("too late", "1"));
    long[] batch = new long[1];
    locked(() -> batch[0] = journal.endBatch());
    assertThatThrownBy(() -> journal.await(batch[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was closed before the change was kept");

    open();
    assertThat(Contents.of(keyspace)).containsOnlyKeys("0:late");
  }

  @Test
  void a_flush_is_a_few_records_however_many_keys_there_were() throws IOException {
    RocksJournal journal = open();
    batch(
        journal,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            put("k" + i, "v");
          }
        });
    Notebook notebook = new Notebook(keyspace);
    locked(
        () -> {
          notebook.flushed(0);
          assertThat(notebook.take()).singleElement().isInstanceOf(Change.Flushed.class);
        });
    batch(journal, () -> keyspace.flush(0));
    journal.close();
    assertThat(recordsOnDisk()).isZero();
  }

  @Test
  void a_list_that_was_elsewhere_during_a_flush_is_kept() throws IOException {
    RocksJournal journal = open();
    byte[] key = bytes("list");
    batch(
        journal,
        () -> {
          ListValue list = new ListValue();
          list.pushLast(bytes("x"));
          keyspace.put(0, key, list);
        });
    batch(
        journal,
        () -> {
          keyspace.rename(0, key, 1, key);
          keyspace.flush(0);
          keyspace.rename(1, key, 0, key);
        });
    journal.close();
    journal = open();
    assertThat(Contents.of(keyspace)).containsEntry("0:list", "-1 list x");
    journal.close();
    assertThat(recordsOnDisk()).isEqualTo(2);
  }

  @Test
  void a_renamed_list_keeps_its_elements_where_they_are() throws IOException {
    Notebook notebook = new Notebook(keyspace);
    locked(
        () -> {
          keyspace.listener(changesOf(notebook));
          ListValue list = new ListValue();
          for (int i = 0; i < 1_000; i++) {
            list.pushLast(bytes("v" + i));
          }
          keyspace.put(0, bytes("from"), list);
          notebook.take();
          keyspace.rename(0, bytes("from"), 0, bytes("to"));
          assertThat(notebook.take())
              .hasExactlyElementsOfTypes(Change.Removed.class, Change.ToList.class);
          keyspace.remove(0, bytes("to"));
          assertThat(notebook.take())
              .hasExactlyElementsOfTypes(Change.Removed.class, Change.Erased.class);
        });
  }

  private static Changes changesOf(Notebook notebook) {
    return new Changes() {
      @Override
      public void changed(int database, byte[] key) {
        notebook.changed(database, key);
      }

      @Override
      public void flushed(int database, Predicate<byte[]> wasThere) {
        notebook.flushed(database);
      }
    };
  }

  @Test
  void rocksdb_leaves_no_logs_of_its_own() throws IOException {
    open().close();
    open().close();
    assertThat(directory().resolve("rocksdb")).isDirectoryNotContaining("glob:**LOG");
    assertThat(directory().resolve("rocksdb")).isDirectoryNotContaining("glob:**LOG.*");
  }

  @Test
  void keeps_nothing_any_more_after_a_batch_that_was_taken_in_part() throws IOException {
    RocksJournal journal = open();
    locked(() -> put("lost", "1"));
    // What it cannot do without the lock stands for what it cannot do without memory.
    assertThatThrownBy(journal::endBatch).isInstanceOf(IllegalStateException.class);
    assertThat(journal.failure()).contains("not kept any more");
    assertThatThrownBy(() -> batch(journal, () -> put("later", "1")))
        .isInstanceOf(JournalException.class);
    journal.close();
    open();
    locked(() -> assertThat(keyspace.size(0)).isZero());
  }
}
