package io.ringloom.transport.uring;

import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * Ends the loop's wait at its next deadline. Loop only.
 *
 * <p>One timer of the kernel runs at a time, and stays when the wait has ended for another reason:
 * most waits do, and most deadlines, such as idle timeouts, only ever move away. So a turn has to
 * submit something only if its deadline comes before the running timer. A timer that ends too early
 * costs one empty turn.
 */
final class RingTimer extends RingHandle {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Ring ring;
  private final IoRegistration registration;

  /** A {@code struct timespec}, which the kernel reads when the ring is next entered. */
  private final ByteBuffer timespec = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());

  private final long timespecAddress = Memory.address(timespec);
  private boolean running;
  private long submission;
  private long endNanos;

  RingTimer(Ring ring, Completions completions) {
    super(completions);
    this.ring = ring;
    this.registration = ring.register(this);
  }

  /** Makes sure that the next wait lasts no longer than this; nearly forever is no limit. */
  void limit(long timeoutNanos) {
    if (timeoutNanos == Long.MAX_VALUE) {
      return;
    }
    long deadline = System.nanoTime() + Math.min(timeoutNanos, Long.MAX_VALUE / 2);
    if (running && endNanos - deadline <= 0) {
      return;
    }
    timespec.putLong(0, timeoutNanos / NANOS_PER_SECOND);
    timespec.putLong(8, timeoutNanos % NANOS_PER_SECOND);
    endNanos = deadline;
    if (running) {
      ring.changeTimer(registration, submission, timespecAddress);
    } else {
      running = true;
      submission = ring.startTimer(registration, timespecAddress);
    }
  }

  /** Ends a running timer. */
  void cancel() {
    if (running) {
      ring.cancel(registration, submission);
    }
  }

  @Override
  void completed(byte operation, int result, int flags) {
    if (operation == Operation.TIMEOUT) {
      running = false; // a change that came too late has failed; the next wait starts a timer anew
    }
  }

  @Override
  void failed(IOException bug) {
    running = false;
  }
}
