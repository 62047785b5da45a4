package io.ringloom.spi;

import java.io.IOException;

/** A call that waits for the operating system; {@link IoDriver#wakeup()} makes it return. */
@FunctionalInterface
public interface IoWait {

  /**
   * Waits.
   *
   * @param timeoutNanos how long to wait at most, in nanoseconds; 0 does not wait, {@link
   *     Long#MAX_VALUE} waits until something happens
   * @throws IOException if the wait itself failed
   */
  void await(long timeoutNanos) throws IOException;
}
