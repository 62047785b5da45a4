package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WaitSetTest {
  private static final long NEVER = WaitSet.NO_DEADLINE;

  private final WaitSet waiters = new WaitSet();
  private final Thread first = new Thread(() -> {});
  private final Thread second = new Thread(() -> {});

  @Test
  void aThreadIsTakenWhenTheCountHasReachedItsTarget() {
    waiters.add(first, NEVER, 10);

    assertThat(waiters.takeReached(9)).isNull();
    assertThat(waiters.takeReached(10)).isSameAs(first);
    assertThat(waiters.takeAll()).isNull();
  }

  @Test
  void aThreadIsTakenWhenItsDeadlineHasPassed() {
    waiters.add(first, 10, Long.MAX_VALUE);

    assertThat(waiters.takeExpired(9)).isNull();
    assertThat(waiters.takeExpired(10)).isSameAs(first);
    assertThat(waiters.soonestDeadline()).isEqualTo(NEVER);
  }

  @Test
  void aThreadWithoutADeadlineNeverExpires() {
    waiters.add(first, NEVER, 0);

    assertThat(waiters.takeExpired(Long.MAX_VALUE)).isNull();
    assertThat(waiters.takeExpired(Long.MIN_VALUE)).isNull();
    assertThat(waiters.soonestDeadline()).isEqualTo(NEVER);
  }

  @Test
  void addingAThreadAgainChangesWhatItWaitsFor() {
    waiters.add(first, 5, 1);
    waiters.add(first, 7, 2);

    assertThat(waiters.soonestDeadline()).isEqualTo(7);
    assertThat(waiters.takeReached(1)).isNull();
    assertThat(waiters.takeReached(2)).isSameAs(first);
  }

  @Test
  void theSoonestDeadlineOfAllThreadsCounts() {
    waiters.add(first, NEVER, 1);
    waiters.add(second, 30, 1);
    assertThat(waiters.soonestDeadline()).isEqualTo(30);

    waiters.add(first, 20, 1);
    assertThat(waiters.soonestDeadline()).isEqualTo(20);

    waiters.remove(first);
    assertThat(waiters.soonestDeadline()).isEqualTo(30);
  }

  @Test
  void aSecondThreadIsUnparkedByTheSetItself() throws InterruptedException {
    Thread parked = Thread.ofPlatform().daemon().start(LockSupport::park);
    waiters.add(first, NEVER, 1);
    waiters.add(parked, NEVER, 2);

    assertThat(waiters.takeReached(2)).isSameAs(first);

    // It has one thing to wait for: the permit, whether that came before its park or after.
    parked.join(10_000);
    assertThat(parked.isAlive()).isFalse();
    assertThat(waiters.takeAll()).isNull();
  }

  @Test
  void deadlinesAreComparedAcrossTheOverflowOfTheClock() {
    long before = Long.MAX_VALUE - 1;
    long after = Long.MIN_VALUE + 1;

    assertThat(WaitSet.sooner(before, after)).isEqualTo(before);
    assertThat(WaitSet.sooner(after, before)).isEqualTo(before);
    assertThat(WaitSet.sooner(after, NEVER)).isEqualTo(after);
    assertThat(WaitSet.sooner(NEVER, after)).isEqualTo(after);
    assertThat(WaitSet.isExpired(before, after)).isTrue();
    assertThat(WaitSet.isExpired(after, before)).isFalse();
  }

  @Test
  void aThreadIsThereOnceHoweverOftenItIsAdded() {
    waiters.add(first, NEVER, 1);
    waiters.add(second, 5, Long.MAX_VALUE);
    assertThat(waiters.takeReached(1)).isSameAs(first);

    waiters.add(second, 9, Long.MAX_VALUE);
    assertThat(waiters.soonestDeadline()).isEqualTo(9);

    waiters.remove(second);
    assertThat(waiters.soonestDeadline()).isEqualTo(NEVER);
  }
}
