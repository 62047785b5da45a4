package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.ServerProcess;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time in which others have their turn, and a server should cost next to nothing. */
final class Rest {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(400);

  /** How long a server has to close its connections and to compile what it has begun to. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A shorter time tells nothing. */
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerProcess server;
  private final long since;
  private final long cpuBefore;

  private Rest(ServerProcess server, long since, long cpuBefore) {
    this.server = server;
    this.since = since;
    this.cpuBefore = cpuBefore;
  }

  /** Begins it as soon as the server has nothing to do any more, so that it disturbs nobody. */
  static Rest begin(ServerProcess server) throws IOException {
    long begin = System.nanoTime();
    long now = begin;
    long cpu = server.cpuNanos();
    long before;
    do {
      before = cpu;
      LockSupport.parkNanos(LOOK_NANOS);
      now = System.nanoTime();
      cpu = server.cpuNanos();
    } while (cpu - before > BUSY_NANOS && now - begin < PATIENCE_NANOS);
    return new Rest(server, now, cpu);
  }

  /**
   * Returns how many processors the server has kept busy so far, unless it is too early to tell.
   */
  OptionalDouble cores() throws IOException {
    long nanos = System.nanoTime() - since;
    return nanos < LEAST_NANOS
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (server.cpuNanos() - cpuBefore) / nanos);
  }
}
