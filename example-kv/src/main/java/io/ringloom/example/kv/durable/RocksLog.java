package io.ringloom.example.kv.durable;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.InfoLogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what RocksDB logs, which then writes no log files of its own. What it says about the end of
 * a log of changes that it could not read becomes one line.
 */
final class RocksLog extends org.rocksdb.Logger {
  private static final Logger LOG = LoggerFactory.getLogger(RocksLog.class);
  private static final Pattern DROPPED =
      Pattern.compile("([0-9]+\\.log): dropping (\\d+) bytes(?:; (?:Corruption: )?(.*))?");

  // All guarded by this.
  private @Nullable String file;
  private String reason = "";
  private long bytes;

  RocksLog() {
    super(InfoLogLevel.WARN_LEVEL);
  }

  /** Called by any thread of RocksDB. */
  @Override
  protected synchronized void log(InfoLogLevel level, String message) {
    Matcher dropped = DROPPED.matcher(message);
    if (dropped.find()) {
      note(dropped);
    } else {
      // What it cannot do fails the next write at the latest, and is told then.
      LOG.debug("RocksDB says: {}", message.strip());
    }
  }

  private synchronized void note(Matcher dropped) {
    if (file == null) {
      file = dropped.group(1);
      reason = dropped.group(3) == null ? "damaged" : dropped.group(3).strip();
    }
    bytes += Long.parseLong(dropped.group(2));
  }

  /** Logs what was cut off when the database was opened. */
  synchronized void tellWhatWasCut(Path directory) {
    if (file != null) {
      LOG.warn(
          "{} damaged bytes and all that follows them in {} were dropped ({}); all that was written"
              + " before them is there.",
          bytes,
          directory.resolve(file),
          reason);
    }
  }
}
