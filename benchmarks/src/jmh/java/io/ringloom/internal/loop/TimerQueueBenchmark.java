package io.ringloom.internal.loop;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The timer queue of a loop with many connections, each of which has a deadline. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set up before the first run
public class TimerQueueBenchmark {
  private static final int DEADLINES = 4096;
  private static final long LATEST_NANOS = 30_000_000_000L;

  /** How many connections wait. */
  @Param({"100", "10000"})
  public int entries;

  // The benchmark's thread has all of these.
  private final TimerQueue queue = new TimerQueue();
  private final long[] deadlines = new long[DEADLINES];
  private final Entry entry = new Entry();
  private Entry[] others;
  private int next;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    others = new Entry[entries];
    for (int i = 0; i < entries; i++) {
      others[i] = new Entry();
      queue.schedule(others[i], 1 + random.nextLong(LATEST_NANOS));
    }
    for (int i = 0; i < DEADLINES; i++) {
      deadlines[i] = 1 + random.nextLong(LATEST_NANOS);
    }
  }

  /** A deadline that is somewhere among the others is added and goes away. */
  @Benchmark
  public void addAndCancel() {
    queue.schedule(entry, deadlines[next++ & (DEADLINES - 1)]);
    queue.cancel(entry);
  }

  /** A connection's deadline moves. */
  @Benchmark
  public void move() {
    int index = next++;
    queue.schedule(others[index % entries], deadlines[index & (DEADLINES - 1)]);
  }

  /** A deadline that is sooner than all others is added and passes. */
  @Benchmark
  public int addAndExpire() {
    queue.schedule(entry, 0);
    queue.fireExpired(0);
    return entry.fired;
  }

  private static final class Entry extends TimerEntry {
    private int fired;

    @Override
    protected void fire() {
      fired++;
    }
  }
}
