package io.ringloom.example.kv;

import static org.awaitility.Awaitility.await;

import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Keyspace;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ActiveExpiryTest {
  /** Never has memory for what it is to do. */
  private static final class BrokenJournal implements Journal {
    final AtomicInteger batches = new AtomicInteger();

    @Override
    public void changed(int database, byte[] key) {}

    @Override
    public void flushed(int database, Iterable<byte[]> keys) {}

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

  @Test
  void goes_on_after_a_failure() {
    BrokenJournal journal = new BrokenJournal();
    SharedState shared = new SharedState(new Keyspace(() -> 0, new Random(1)), journal);
    try (ActiveExpiry expiry = new ActiveExpiry(shared)) {
      expiry.start();
      await().until(() -> journal.batches.get() >= 2);
    }
  }
}
