package io.ringloom.testkit;

import io.ringloom.internal.loop.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class FakeClock implements Clock {
  // Deadlines must not depend on the sign of the time, so it begins shortly before an overflow.
  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void onAdvance(Runnable listener) {
    listeners.add(listener);
  }

  /** Moves the time on, and has everybody who waits look again. */
  public void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
    listeners.forEach(Runnable::run);
  }
}
