package io.ringloom.spi;

import java.io.IOException;

/**
 * What an event loop offers to its {@link IoDriver}. All methods but {@link #inLoop()} are for the
 * loop's thread.
 */
public interface IoDriverContext {

  /**
   * Runs a wait on the bare carrier thread of the loop, with the loop's virtual thread parked. It
   * is for calls that behave badly on a virtual thread, such as {@link
   * java.nio.channels.Selector#select(long)}, which there parks on a poller thread of the JDK.
   *
   * <p>Where the loop has no carrier of its own this is the same as {@link #awaitInPlace}.
   *
   * @param wait what waits; it is given {@code timeoutNanos}, or 0 where work has come up since
   * @param timeoutNanos how long it may wait
   * @throws IOException what the wait threw
   */
  void awaitOnCarrier(IoWait wait, long timeoutNanos) throws IOException;

  /**
   * Runs a wait on the loop's thread itself, and so holds its carrier: for a native call that
   * waits.
   *
   * @param wait what waits; it is given {@code timeoutNanos}, or 0 where work has come up since
   * @param timeoutNanos how long it may wait
   * @throws IOException what the wait threw
   */
  void awaitInPlace(IoWait wait, long timeoutNanos) throws IOException;

  /**
   * Counts a poll that brought as many completions as the system's queue has room for, or more: the
   * queue may have been too small.
   */
  void countFullCompletionQueue();

  /** {@return whether the calling thread is the loop's thread. Any thread may ask} */
  boolean inLoop();
}
