package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringloom.testkit.FakeClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Very many deadlines on one timer queue. */
class ManyTimersTest {
  private static final int COUNT = 100_000;

  private final FakeClock clock = new FakeClock();
  private final TimerQueue queue = new TimerQueue();
  private final List<Deadline> fired = new ArrayList<>(COUNT);

  @Test
  void allFireInTheirOrderAndNoneTooEarly() {
    Random random = new Random(1);
    long start = clock.nanoTime();
    // Each is armed for now and moved to its own time, most of them past an overflow of the clock.
    for (int i = 0; i < COUNT; i++) {
      Deadline deadline = new Deadline(start + random.nextLong(Duration.ofSeconds(20).toNanos()));
      queue.schedule(deadline, start);
      queue.schedule(deadline, deadline.at);
    }
    while (queue.size() > 0) {
      clock.advance(Duration.ofMillis(100));
      queue.fireExpired(clock.nanoTime());
      for (Deadline deadline : fired.subList(Math.max(0, fired.size() - 1), fired.size())) {
        assertThat(deadline.at - clock.nanoTime()).isNotPositive();
      }
      assertThat(queue.nanosUntilNext(clock.nanoTime())).isPositive();
    }
    assertThat(fired).hasSize(COUNT);
    for (int i = 1; i < COUNT; i++) {
      assertThat(fired.get(i).at - fired.get(i - 1).at).isNotNegative();
    }
  }

  @Test
  void cancelledOnesDoNotFire() {
    List<Deadline> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Deadline deadline = new Deadline(clock.nanoTime() + i);
      all.add(deadline);
      queue.schedule(deadline, deadline.at);
    }
    for (int i = 0; i < COUNT; i += 2) {
      queue.cancel(all.get(i));
    }
    clock.advance(Duration.ofSeconds(1));
    queue.fireExpired(clock.nanoTime());
    assertThat(fired).hasSize(COUNT / 2);
    assertThat(queue.size()).isZero();
    assertThat(queue.nanosUntilNext(clock.nanoTime())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void armingAgainAndAgainAllocatesNothing() {
    List<Deadline> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Deadline deadline = new Deadline(clock.nanoTime() + i);
      all.add(deadline);
      queue.schedule(deadline, deadline.at);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    armAll(all, 1); // what is loaded and compiled for the first time allocates
    long before = threads.getCurrentThreadAllocatedBytes();
    armAll(all, 5);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes for %d schedules", 5 * COUNT).isLessThan(COUNT);
  }

  private void armAll(List<Deadline> all, int times) {
    for (int round = 1; round <= times; round++) {
      for (int i = 0; i < COUNT; i++) {
        Deadline deadline = all.get(i);
        if ((i & 7) == 0) {
          queue.cancel(deadline);
        }
        queue.schedule(deadline, deadline.at + round * 31L * (i % 1000));
      }
    }
  }

  private final class Deadline extends TimerEntry {
    private final long at;

    Deadline(long at) {
      this.at = at;
    }

    @Override
    protected void fire() {
      assertThat(isScheduled()).isFalse();
      fired.add(this);
    }
  }
}
