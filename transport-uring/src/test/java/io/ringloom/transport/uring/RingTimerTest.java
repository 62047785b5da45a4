package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.transport.uring.FakeRing.Submission;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RingTimerTest {
  private static final int ETIME = 62;
  private static final int ENOENT = 2;

  private final FakeRing ring = new FakeRing();
  private final Completions completions = new Completions();
  private final RingTimer timer = new RingTimer(ring, completions);

  @Test
  void aWaitWithoutLimitTakesNoTimer() {
    timer.limit(Long.MAX_VALUE);

    assertThat(ring.submissions()).isEmpty();
  }

  @Test
  void aLimitStartsATimerOfThatTime() {
    timer.limit(TimeUnit.SECONDS.toNanos(3) + 7);

    Submission started = ring.only(Operation.TIMEOUT);
    assertThat(FakeRing.readLong(started.address())).isEqualTo(3);
    assertThat(FakeRing.readLong(started.address() + 8)).isEqualTo(7);
  }

  @Test
  void aLaterDeadlineSubmitsNothing() {
    timer.limit(TimeUnit.HOURS.toNanos(1));

    timer.limit(TimeUnit.HOURS.toNanos(2));
    timer.limit(TimeUnit.HOURS.toNanos(1));
    timer.limit(Long.MAX_VALUE - 1);

    assertThat(ring.submissions()).hasSize(1);
  }

  @Test
  void aSoonerDeadlineChangesTheTimerThatRuns() {
    timer.limit(TimeUnit.HOURS.toNanos(2));

    timer.limit(TimeUnit.HOURS.toNanos(1));

    Submission change = ring.only(Operation.TIMEOUT_REMOVE);
    assertThat(FakeRing.readLong(change.address())).isEqualTo(3600);
    assertThat(FakeRing.readLong(change.address() + 8)).isZero();
    assertThat(ring.submissions(Operation.TIMEOUT)).hasSize(1);
  }

  @Test
  void afterAChangeTheSoonerDeadlineCounts() {
    timer.limit(TimeUnit.HOURS.toNanos(3));
    timer.limit(TimeUnit.HOURS.toNanos(1));
    complete(ring.only(Operation.TIMEOUT_REMOVE), 0);

    timer.limit(TimeUnit.HOURS.toNanos(2));

    assertThat(ring.submissions()).hasSize(2);
  }

  @Test
  void aTimerThatHasFiredIsStartedAnew() {
    timer.limit(TimeUnit.HOURS.toNanos(1));
    complete(ring.only(Operation.TIMEOUT), -ETIME);

    timer.limit(TimeUnit.HOURS.toNanos(2));

    assertThat(FakeRing.readLong(ring.only(Operation.TIMEOUT).address())).isEqualTo(7200);
  }

  @Test
  void aChangeThatCameTooLateIsMadeUpForByANewTimer() {
    timer.limit(TimeUnit.HOURS.toNanos(2));
    timer.limit(TimeUnit.HOURS.toNanos(1));
    complete(ring.only(Operation.TIMEOUT), -ETIME);
    complete(ring.only(Operation.TIMEOUT_REMOVE), -ENOENT);

    timer.limit(TimeUnit.HOURS.toNanos(1));

    ring.only(Operation.TIMEOUT);
  }

  @Test
  void whatAChangeSaysOfItselfDoesNotEndTheTimer() {
    timer.limit(TimeUnit.HOURS.toNanos(2));
    timer.limit(TimeUnit.HOURS.toNanos(1));
    complete(ring.only(Operation.TIMEOUT_REMOVE), 0);

    timer.limit(TimeUnit.HOURS.toNanos(1));

    assertThat(ring.submissions(Operation.TIMEOUT)).hasSize(1);
  }

  @Test
  void onlyATimerThatRunsIsCancelled() {
    timer.cancel();
    assertThat(ring.submissions()).isEmpty();

    timer.limit(TimeUnit.HOURS.toNanos(1));
    timer.cancel();

    assertThat(ring.only(Operation.ASYNC_CANCEL).address())
        .isEqualTo(ring.only(Operation.TIMEOUT).id());
  }

  private void complete(Submission submission, int result) {
    ring.complete(submission, result, FakeLoop.NO_MORE);
    completions.dispatch();
  }
}
