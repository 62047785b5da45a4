package io.ringloom.example.kv.durable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.CompressionType;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A database of RocksDB. What fails with an {@link IOException} says why in its message. */
final class RocksDisk implements Disk {
  private static final long WRITE_BUFFER_BYTES = 64L << 20;
  private static final long MAX_LOG_BYTES = 2 * WRITE_BUFFER_BYTES;
  private static final long READ_AHEAD_BYTES = 2L << 20;
  private static final int BACKGROUND_JOBS = 2;

  private final Options options;
  private final RocksLog log;
  private final RocksDB database;
  private final WriteOptions quickly = new WriteOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);

  private RocksDisk(Options options, RocksLog log, RocksDB database) {
    this.options = options;
    this.log = log;
    this.database = database;
  }

  /**
   * Opens the database, or makes one.
   *
   * @param directory how users know it
   * @param rocks where its files are
   * @throws IOException with a sentence for the user
   */
  static RocksDisk open(Path directory, Path rocks) throws IOException {
    loadLibrary(directory);
    RocksLog log = new RocksLog();
    Options options = options(log);
    try {
      RocksDB database = RocksDB.open(options, rocks.toString());
      log.tellWhatWasCut(rocks);
      return new RocksDisk(options, log, database);
    } catch (RocksDBException failed) {
      options.close();
      log.close();
      throw new IOException(whyNotOpen(directory, failed), failed);
    }
  }

  private static void loadLibrary(Path directory) throws IOException {
    try {
      // Left to itself it unpacks the library into the directory for temporary files under another
      // name each time, and a process that is killed leaves it there.
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
      RocksDB.loadLibrary();
    } catch (IOException | LinkageError | RuntimeException missing) {
      throw new IOException(
          "No data can be kept in %s, because RocksDB's library for %s on %s cannot be loaded: %s"
              .formatted(
                  directory,
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  oneLine(String.valueOf(missing.getMessage()))),
          missing);
    }
  }

  private static Options options(RocksLog log) {
    Options options = new Options();
    options
        .setLogger(log)
        .setCreateIfMissing(true)
        // A crash leaves a log that ends in the middle of a group, and that is no reason to refuse
        // what is before it. Damage anywhere else is.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setParanoidChecks(true)
        .setWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxTotalWalSize(MAX_LOG_BYTES)
        .setMaxBackgroundJobs(BACKGROUND_JOBS)
        // The library that we depend on has it built in, on every system.
        .setCompressionType(CompressionType.LZ4_COMPRESSION);
    return options;
  }

  private static String whyNotOpen(Path directory, RocksDBException failed) {
    String why = why(failed);
    if (why.contains("lock file") || why.startsWith("lock hold")) {
      return "The data directory %s is in use by another process.".formatted(directory);
    }
    return isCorruption(failed)
        ? damaged(directory, why)
        : "The data directory %s cannot be opened: %s.".formatted(directory, why);
  }

  /** The sentence for data that must not be served. */
  static String damaged(Path directory, String why) {
    return "The data in %s is damaged: %s.".formatted(directory, why);
  }

  private static boolean isCorruption(RocksDBException failed) {
    Status status = failed.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }

  /** What happened, without the end of a sentence. */
  private static String why(RocksDBException failed) {
    return oneLine(String.valueOf(failed.getMessage()));
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  /** Walks through the records in the order of their keys. */
  final class Reader implements AutoCloseable {
    private final ReadOptions how =
        new ReadOptions()
            .setVerifyChecksums(true)
            .setFillCache(false)
            .setReadaheadSize(READ_AHEAD_BYTES);
    private final RocksIterator at = database.newIterator(how);

    /** Goes to the first record from this key on. */
    void seek(byte[] key) {
      at.seek(key);
    }

    /** Whether there is a record. */
    boolean isThere() throws IOException {
      if (at.isValid()) {
        return true;
      }
      try {
        at.status();
        return false;
      } catch (RocksDBException failed) {
        throw new IOException(why(failed), failed);
      }
    }

    void next() {
      at.next();
    }

    byte[] key() {
      return at.key();
    }

    byte[] value() {
      return at.value();
    }

    @Override
    public void close() {
      at.close();
      how.close();
    }
  }

  Reader reader() {
    return new Reader();
  }

  @Override
  public void write(List<Change> changes, boolean sync) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      BatchSink sink = new BatchSink(batch);
      for (Change change : changes) {
        change.writeTo(sink);
      }
      database.write(sync ? synced : quickly, batch);
    } catch (RocksDBException failed) {
      throw new IOException(why(failed), failed);
    }
  }

  private record BatchSink(WriteBatch batch) implements Sink {
    @Override
    public void put(byte[] key, byte[] value) throws IOException {
      try {
        batch.put(key, value);
      } catch (RocksDBException failed) {
        throw new IOException(why(failed), failed);
      }
    }

    @Override
    public void delete(byte[] key) throws IOException {
      try {
        batch.delete(key);
      } catch (RocksDBException failed) {
        throw new IOException(why(failed), failed);
      }
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) throws IOException {
      try {
        batch.deleteRange(from, to);
      } catch (RocksDBException failed) {
        throw new IOException(why(failed), failed);
      }
    }
  }

  @Override
  public void sync() throws IOException {
    try {
      database.syncWal();
    } catch (RocksDBException failed) {
      throw new IOException(why(failed), failed);
    }
  }

  @Override
  public void close() {
    database.close();
    quickly.close();
    synced.close();
    options.close();
    log.close();
  }
}
