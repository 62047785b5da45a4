package io.ringloom.example.kv.durable;

import java.util.concurrent.atomic.AtomicInteger;

/** Has no memory left whenever it is to take over a batch. */
public final class BrokenJournal extends NoJournal {
  private final AtomicInteger batches = new AtomicInteger();

  /** How many batches it was to take over. */
  public int batches() {
    return batches.get();
  }

  @Override
  public long endBatch() {
    batches.incrementAndGet();
    throw new OutOfMemoryError("a test");
  }
}
