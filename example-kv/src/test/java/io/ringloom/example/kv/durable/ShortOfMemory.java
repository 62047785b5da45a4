package io.ringloom.example.kv.durable;

import java.util.concurrent.atomic.AtomicInteger;

/** Once has no memory left when it is told of a change. */
public final class ShortOfMemory extends NoJournal {
  private final AtomicInteger changesLeft = new AtomicInteger();

  /** Fails at the change of this number, counted from 1 and from now on. */
  public void failAtChange(int number) {
    changesLeft.set(number);
  }

  @Override
  public void changed(int database, byte[] key) {
    if (changesLeft.getAndDecrement() == 1) {
      throw new OutOfMemoryError("a test");
    }
  }
}
