package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of the keyspace in a directory, by RocksDB.
 *
 * <p>The copy is read once at the start, and only written from then on.
 */
public final class RocksJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(RocksJournal.class);

  private final Keyspace keyspace;
  private final Notebook notebook;
  private final Disk disk;
  private final GroupWriter writer;

  // Guarded by the keyspace's lock.
  private long lastBatch;
  private boolean changed;
  private boolean closed;

  RocksJournal(Keyspace keyspace, Notebook notebook, Disk disk, Fsync fsync, String place) {
    this.keyspace = keyspace;
    this.notebook = notebook;
    this.disk = disk;
    writer = new GroupWriter(disk, fsync, place);
  }

  /**
   * Reads the data in a directory into the keyspace, and writes what changes from then on. The
   * keyspace must have no listener yet; the caller registers this, alone or with others. If it
   * fails, some of the data may be in the keyspace.
   *
   * @param directory is made if it is missing
   * @throws IOException if the directory cannot be used; the message is a sentence for the user
   */
  public static RocksJournal open(Path directory, Fsync fsync, Keyspace keyspace)
      throws IOException {
    Path rocks = DataDirectory.prepare(directory);
    RocksDisk disk = RocksDisk.open(directory, rocks);
    Notebook notebook = new Notebook(keyspace);
    boolean loaded = false;
    try {
      load(directory, disk, keyspace, notebook);
      loaded = true;
    } finally {
      if (!loaded) {
        disk.close();
      }
    }
    return new RocksJournal(keyspace, notebook, disk, fsync, directory.toString());
  }

  private static void load(Path directory, RocksDisk disk, Keyspace keyspace, Notebook notebook)
      throws IOException {
    long start = System.nanoTime();
    keyspace.lock().lock();
    try {
      long keys = new Loader(disk, keyspace, notebook).load();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      LOG.info("Loaded {} keys from {} in {} ms.", keys, directory, millis);
    } catch (IOException damaged) {
      throw new IOException(
          RocksDisk.damaged(directory, String.valueOf(damaged.getMessage())), damaged);
    } finally {
      keyspace.lock().unlock();
    }
  }

  @Override
  public void changed(int database, byte[] key) {
    if (writer.failure() == null) {
      changed = true;
      try {
        notebook.changed(database, key);
      } catch (RuntimeException | Error failed) {
        giveUp(failed);
        throw failed;
      }
    }
  }

  @Override
  public void flushed(int database, Predicate<byte[]> wasThere) {
    if (writer.failure() == null) {
      changed = true;
      notebook.flushed(database);
    }
  }

  @Override
  public long endBatch() {
    if (!changed) {
      return lastBatch;
    }
    changed = false;
    if (closed || writer.failure() != null) {
      notebook.discard();
      lastBatch++;
    } else {
      lastBatch = writer.add(take());
    }
    return lastBatch;
  }

  private List<Change> take() {
    try {
      return notebook.take();
    } catch (RuntimeException | Error failed) {
      giveUp(failed);
      throw failed;
    }
  }

  /** Some changes are not noted, so what follows would not fit to what is on the disk. */
  private void giveUp(Throwable failed) {
    writer.fail(failed);
    notebook.discard();
  }

  @Override
  public void await(long batch) throws IOException {
    writer.await(batch);
  }

  @Override
  public @Nullable String failure() {
    return writer.failure();
  }

  @Override
  public void close() {
    keyspace.lock().lock();
    try {
      if (closed) {
        return;
      }
      endBatch();
      closed = true;
      // Nobody who changes something waits for this in vain: the writer needs no keyspace.
      writer.close();
      disk.close();
    } finally {
      keyspace.lock().unlock();
    }
  }
}
