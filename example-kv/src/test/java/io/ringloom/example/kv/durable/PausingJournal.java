package io.ringloom.example.kv.durable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops who changes something first, in the middle of that and with the keyspace's lock. */
public final class PausingJournal extends NoJournal {
  private static final int PATIENCE_SECONDS = 30;

  private final CountDownLatch paused = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);

  /** Waits until somebody has been stopped. */
  public void awaitPause() throws InterruptedException {
    waitFor(paused);
  }

  /** Lets whoever was stopped go on. */
  public void goOn() {
    goesOn.countDown();
  }

  @Override
  public void changed(int database, byte[] key) {
    paused.countDown();
    try {
      waitFor(goesOn);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitFor(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the test does not go on");
    }
  }
}
