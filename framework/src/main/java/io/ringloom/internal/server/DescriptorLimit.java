package io.ringloom.internal.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** How many file descriptors this process may have. */
final class DescriptorLimit {
  private static final String LINE = "Max open files";

  /** What is left for the program's own files, for listeners and for event loops. */
  private static final int RESERVED = 128;

  private DescriptorLimit() {}

  /** Returns the limit, or empty where the system does not tell. */
  static OptionalInt ofThisProcess() {
    try {
      return parse(Files.readString(Path.of("/proc/self/limits")));
    } catch (IOException e) {
      return OptionalInt.empty(); // not Linux, or a sandbox: then accepting finds out by itself
    }
  }

  static OptionalInt parse(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith(LINE))
        .map(line -> line.substring(LINE.length()).trim().split("\\s+", 2)[0])
        .filter(soft -> soft.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  /** Returns for how many connections a limit has room, at least one. */
  static int connections(int limit, int descriptorsEach) {
    return Math.max(1, (limit - RESERVED) / descriptorsEach);
  }
}
