package io.ringloom.example.kv.durable;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When changes are brought from the memory of the operating system to the disk. */
public enum Fsync {
  /** Before a client is told of them: nothing that was acknowledged is lost. */
  ALWAYS,
  /**
   * Every second: a crash of the machine loses about that much. A reply does not wait until the
   * operating system has the change, so a kill of the process loses what waits to be written.
   */
  EVERYSEC,
  /** When the operating system does it; a kill of the process is as with {@link #EVERYSEC}. */
  NO;

  /** The name in configurations. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null if none has this name; capitals do not matter. */
  public static @Nullable Fsync byConfigName(String name) {
    for (Fsync fsync : values()) {
      if (fsync.configName().equalsIgnoreCase(name)) {
        return fsync;
      }
    }
    return null;
  }
}
