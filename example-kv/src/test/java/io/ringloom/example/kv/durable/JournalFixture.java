package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory, and a keyspace that is kept in it while it is open. */
abstract class JournalFixture {
  @TempDir Path temporary;
  long now = 1_000_000;
  Keyspace keyspace = new Keyspace(() -> now, new Random(1));
  private @Nullable RocksJournal journal;

  @AfterEach
  final void closeWhatIsOpen() {
    if (journal != null) {
      journal.close();
    }
  }

  final Path directory() {
    return temporary.resolve("data");
  }

  /** Reads the directory into a new keyspace. */
  final RocksJournal open() throws IOException {
    return open(directory(), Fsync.NO);
  }

  final RocksJournal open(Path directory, Fsync fsync) throws IOException {
    keyspace = new Keyspace(() -> now, new Random(1));
    RocksJournal opened = RocksJournal.open(directory, fsync, keyspace);
    journal = opened;
    locked(() -> keyspace.listener(opened));
    return opened;
  }

  /** Makes changes as one batch, and waits until they are kept. */
  final void batch(RocksJournal to, Runnable changes) throws IOException {
    long[] batch = new long[1];
    locked(
        () -> {
          changes.run();
          batch[0] = to.endBatch();
        });
    to.await(batch[0]);
  }

  final void locked(Runnable action) {
    keyspace.lock().lock();
    try {
      keyspace.lookAtClock();
      action.run();
    } finally {
      keyspace.lock().unlock();
    }
  }

  final void put(String key, String value) {
    keyspace.put(0, Contents.bytes(key), Contents.string(value));
  }

  /** The files of RocksDB with this ending. */
  static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("rocksdb"))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
