package io.ringloom.example.kv.durable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Has no memory left whenever it is to take over a batch. */
public final class BrokenJournal implements Journal {
  private final AtomicInteger batches = new AtomicInteger();

  /** How many batches it was to take over. */
  public int batches() {
    return batches.get();
  }

  @Override
  public void changed(int database, byte[] key) {}

  @Override
  public void flushed(int database, Predicate<byte[]> wasThere) {}

  @Override
  public long endBatch() {
    batches.incrementAndGet();
    throw new OutOfMemoryError("a test");
  }

  @Override
  public void await(long batch) {}

  @Override
  public @Nullable String failure() {
    return null;
  }

  @Override
  public void close() {}
}
