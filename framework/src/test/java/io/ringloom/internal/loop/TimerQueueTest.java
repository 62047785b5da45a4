package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  /** Close to the overflow, which a clock of nanoseconds may cross at any time. */
  private static final long EPOCH = Long.MAX_VALUE - 500;

  private final TimerQueue timers = new TimerQueue();
  private final List<Entry> fired = new ArrayList<>();

  @Test
  void firesInTheOrderOfTheDeadlinesAndNothingEarly() {
    Entry late = schedule(30);
    Entry early = schedule(10);
    Entry middle = schedule(20);

    timers.fireExpired(EPOCH + 20);

    assertThat(fired).containsExactly(early, middle);
    assertThat(timers.size()).isEqualTo(1);
    assertThat(timers.nanosUntilNext(EPOCH + 21)).isEqualTo(9);
    assertThat(late.isQueued()).isTrue();
  }

  @Test
  void saysHowLongItIsUntilTheNextEntry() {
    assertThat(timers.nanosUntilNext(EPOCH)).isEqualTo(Long.MAX_VALUE);

    schedule(10);

    assertThat(timers.nanosUntilNext(EPOCH)).isEqualTo(10);
    assertThat(timers.nanosUntilNext(EPOCH + 15)).isZero();
  }

  @Test
  void anEntryMayScheduleItselfAgainWhileItFires() {
    Entry entry = new Entry();
    entry.whenFired = () -> timers.schedule(entry, EPOCH + 100);
    timers.schedule(entry, EPOCH);

    timers.fireExpired(EPOCH + 50);

    assertThat(fired).containsExactly(entry);
    assertThat(timers.nanosUntilNext(EPOCH + 50)).isEqualTo(50);
  }

  @Test
  void anEntryMayCancelAndMoveOthersWhileItFires() {
    Entry cancelled = schedule(2);
    Entry moved = schedule(3);
    Entry entry = schedule(1);
    entry.whenFired =
        () -> {
          timers.cancel(cancelled);
          timers.schedule(moved, EPOCH + 100);
        };

    timers.fireExpired(EPOCH + 50);

    assertThat(fired).containsExactly(entry);
    assertThat(cancelled.isQueued()).isFalse();
    assertThat(moved.isQueued()).isTrue();
  }

  @Test
  void cancellingWhatIsNotThereDoesNothing() {
    Entry entry = schedule(1);
    timers.cancel(entry);
    timers.cancel(entry);
    timers.cancel(new Entry());

    assertThat(timers.size()).isZero();
  }

  @Test
  void agreesWithAPlainListWhateverIsDoneToIt() {
    Random random = new Random(11);
    Map<Entry, Long> model = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      entries.add(new Entry());
    }
    long now = EPOCH;
    for (int step = 0; step < 20_000; step++) {
      Entry entry = entries.get(random.nextInt(entries.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3, 4 -> {
          long deadline = now + random.nextInt(1000);
          timers.schedule(entry, deadline);
          model.put(entry, deadline);
        }
        case 5, 6 -> {
          timers.cancel(entry);
          model.remove(entry);
        }
        default -> {
          now += random.nextInt(20);
          fireAndCompare(model, now);
        }
      }
      assertThat(timers.size()).isEqualTo(model.size());
    }
  }

  private void fireAndCompare(Map<Entry, Long> model, long now) {
    fired.clear();
    timers.fireExpired(now);
    List<Long> lateBy = new ArrayList<>();
    for (Entry entry : fired) {
      lateBy.add(now - model.getOrDefault(entry, Long.MAX_VALUE));
      model.remove(entry);
    }
    assertThat(lateBy).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(lateBy).allMatch(nanos -> nanos >= 0);
    assertThat(model.values()).allMatch(deadline -> deadline - now > 0);
  }

  private Entry schedule(long nanosFromEpoch) {
    Entry entry = new Entry();
    timers.schedule(entry, EPOCH + nanosFromEpoch);
    return entry;
  }

  private final class Entry extends TimerEntry {
    private Runnable whenFired = () -> {};

    @Override
    protected void fire() {
      assertThat(isQueued()).isFalse();
      fired.add(this);
      whenFired.run();
    }

    boolean isQueued() {
      return isScheduled();
    }
  }
}
