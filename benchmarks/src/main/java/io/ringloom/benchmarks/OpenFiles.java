package io.ringloom.benchmarks;

import io.ringloom.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The limit of open files, which is that of connections too, for the client and each server. */
final class OpenFiles {
  /** What a process has open besides its connections. */
  private static final int SPARE = 500;

  private OpenFiles() {}

  /** Refuses workloads with more connections than this process may have open. */
  static void check(List<Workload> workloads) throws IOException {
    check(workloads, limit());
  }

  static void check(List<Workload> workloads, long limit) {
    for (Workload workload : workloads) {
      int needed = workload.connections() + SPARE;
      if (needed > limit) {
        throw new IllegalArgumentException(
            ("The workload %s needs %,d open files, and a process may have %,d here: raise that"
                    + " with ulimit -n, or choose others with --workload.")
                .formatted(workload.name(), needed, limit));
      }
    }
  }

  private static long limit() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String soft = line.substring("Max open files".length()).trim().split("\\s+", 2)[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    return Long.MAX_VALUE;
  }
}
