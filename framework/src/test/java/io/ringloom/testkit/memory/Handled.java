package io.ringloom.testkit.memory;

import io.ringloom.Connection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What handlers tell the test, in order. */
public final class Handled<T> {
  private final BlockingQueue<T> told = new LinkedBlockingQueue<>();

  /** Tells the test something, such as the {@link Connection} or an exception. */
  public void tell(T news) {
    told.add(news);
  }

  /** Waits for the next that was told. */
  public T await() throws InterruptedException {
    T news = told.poll(20, TimeUnit.SECONDS);
    if (news == null) {
      throw new AssertionError("The handler has told nothing.");
    }
    return news;
  }

  /** Returns whether there is nothing that was told and not awaited. */
  public boolean isEmpty() {
    return told.isEmpty();
  }
}
