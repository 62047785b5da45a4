package io.ringloom.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters of one event loop: written by the loop, without a fence, and read by any thread. */
public final class LoopStatistics {
  private static final VarHandle TURNS = handle("turns");
  private static final VarHandle WAITED = handle("waitedNanos");
  private static final VarHandle RECEIVED = handle("bytesReceived");
  private static final VarHandle SENT = handle("bytesSent");
  private static final VarHandle FULL_QUEUES = handle("fullCompletionQueues");
  private static final VarHandle STARTED = handle("startedNanos");

  // Read through the handles above.
  private final Clock clock;
  private long turns;
  private long waitedNanos;
  private long bytesReceived;
  private long bytesSent;
  private long fullCompletionQueues;

  @SuppressWarnings("UnusedVariable") // as the others
  private long startedNanos;

  LoopStatistics(Clock clock) {
    this.clock = clock;
  }

  void start(long nowNanos) {
    STARTED.setOpaque(this, nowNanos);
  }

  void countTurn() {
    TURNS.setOpaque(this, turns + 1);
  }

  void addWait(long nanos) {
    WAITED.setOpaque(this, waitedNanos + nanos);
  }

  /** Counts received bytes. Loop only. */
  public void addReceived(long bytes) {
    RECEIVED.setOpaque(this, bytesReceived + bytes);
  }

  /** Counts sent bytes. Loop only. */
  public void addSent(long bytes) {
    SENT.setOpaque(this, bytesSent + bytes);
  }

  void countFullCompletionQueue() {
    FULL_QUEUES.setOpaque(this, fullCompletionQueues + 1);
  }

  /** Returns how many polls have filled the completion queue. */
  public long fullCompletionQueues() {
    return (long) FULL_QUEUES.getOpaque(this);
  }

  /** Returns how many turns the loop has made. */
  public long turns() {
    return (long) TURNS.getOpaque(this);
  }

  /** Returns how many bytes were received. */
  public long bytesReceived() {
    return (long) RECEIVED.getOpaque(this);
  }

  /** Returns how many bytes were sent. */
  public long bytesSent() {
    return (long) SENT.getOpaque(this);
  }

  /** Returns which part of its life the loop did not wait for I/O, from 0 to 1. */
  public double utilization() {
    long began = (long) STARTED.getOpaque(this);
    long lived = clock.nanoTime() - began;
    if (began == 0 || lived <= 0) {
      return 0;
    }
    return Math.clamp(1 - (double) (long) WAITED.getOpaque(this) / lived, 0.0, 1.0);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(LoopStatistics.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
