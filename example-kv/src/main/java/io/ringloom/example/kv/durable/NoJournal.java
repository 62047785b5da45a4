package io.ringloom.example.kv.durable;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The journal of a server that keeps its data in memory alone. */
class NoJournal implements Journal {

  @Override
  public void changed(int database, byte[] key) {}

  @Override
  public void flushed(int database, Predicate<byte[]> wasThere) {}

  @Override
  public long endBatch() {
    return 0;
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
