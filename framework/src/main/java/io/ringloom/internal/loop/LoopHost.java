package io.ringloom.internal.loop;

import io.ringloom.spi.IoWait;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The thread or threads that an event loop and its handlers run on. */
interface LoopHost {

  /** Starts the loop's thread. */
  void start(Runnable loopBody);

  /** Returns the loop's thread: the one that may touch what is loop only. */
  Thread loopThread();

  /**
   * Returns whether the caller runs where nothing of this loop can run at the same time: on the
   * loop's thread, or on a handler that shares its carrier.
   */
  boolean onCarrier();

  /** Returns whether the caller is the loop's thread or belongs to one of its handlers. */
  boolean isOwner();

  /** Makes a thread for a handler. Loop only. */
  Thread newHandlerThread(String name, Runnable body);

  /** Returns whether handlers wait for the carrier that the loop now holds. Loop only. */
  boolean hasReadyHandlers();

  /** Lets every handler that is ready run once. Loop only. */
  void yieldToHandlers();

  /** See {@link io.ringloom.spi.IoDriverContext#awaitOnCarrier}. Loop only. */
  void awaitOnCarrier(IoWait wait, long timeoutNanos) throws IOException;

  /** See {@link io.ringloom.spi.IoDriverContext#awaitInPlace}. Loop only. */
  void awaitInPlace(IoWait wait, long timeoutNanos) throws IOException;

  /** Wakes a handler thread made here, now or in {@link #wakeReceivers()}. Loop only. */
  void wakeReceiver(Thread handler);

  /** Wakes all whose wake-up was put off. The loop never waits before it has. Loop only. */
  void wakeReceivers();

  /** Wakes the loop if it waits, after work was published for it. Any thread. */
  void signal();

  /** Says that a handler thread made here has ended. Any thread. */
  void handlerEnded();

  /**
   * Waits until the loop and every handler thread have ended.
   *
   * @return false if they have not after {@code timeoutNanos}
   */
  boolean awaitTermination(long timeoutNanos) throws InterruptedException;

  /** What the watchdog wants to know, or null where no handler can hold up the loop. */
  @Nullable Carrier carrier();
}
