package io.ringloom.internal.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after carriers whose current virtual thread does not come back, since nothing else of that
 * loop runs meanwhile, and warns once per stall with the thread's name and stack.
 */
final class Watchdog implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** How often a carrier is looked at within the threshold. */
  private static final int LOOKS = 4;

  private final List<Watched> watched = new ArrayList<>();
  private final long thresholdNanos;
  private final Thread thread;
  private volatile boolean stopped;

  private Watchdog(String name, List<EventLoop> loops, long thresholdNanos) {
    this.thresholdNanos = thresholdNanos;
    for (EventLoop loop : loops) {
      Carrier carrier = loop.carrier();
      if (carrier != null) {
        watched.add(new Watched(carrier));
      }
    }
    this.thread = Thread.ofPlatform().daemon().name(name + "-watchdog").unstarted(this);
  }

  static Watchdog start(String name, List<EventLoop> loops, long thresholdNanos) {
    Watchdog watchdog = new Watchdog(name, loops, thresholdNanos);
    watchdog.thread.start();
    return watchdog;
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!stopped) {
      LockSupport.parkNanos(this, Math.max(1, thresholdNanos / LOOKS));
      long now = System.nanoTime();
      for (Watched carrier : watched) {
        carrier.look(now);
      }
    }
  }

  /** One carrier; confined to the watchdog's thread. */
  private final class Watched {
    private final Carrier carrier;
    private @Nullable Runnable current;
    private long progress;
    private long sinceNanos;
    private boolean warned;

    Watched(Carrier carrier) {
      this.carrier = carrier;
    }

    void look(long now) {
      Runnable seen = carrier.current();
      long seenProgress = carrier.progress();
      if (seen == null || !seen.equals(current) || seenProgress != progress) {
        current = seen;
        progress = seenProgress;
        sinceNanos = now;
        warned = false;
        return;
      }
      if (!warned && now - sinceNanos >= thresholdNanos) {
        warned = true;
        warn(seen, now - sinceNanos);
      }
    }

    private void warn(Runnable continuation, long heldNanos) {
      Thread virtual = VirtualThreads.threadOf(continuation);
      StackTraceElement[] stack =
          virtual == null ? new StackTraceElement[0] : virtual.getStackTrace();
      String name = virtual == null ? "A virtual thread" : describe(virtual);
      if (stack.length == 0) {
        stack = carrier.carrierThread().getStackTrace();
      }
      StringBuilder trace = new StringBuilder();
      for (StackTraceElement frame : stack) {
        trace.append(System.lineSeparator()).append("\tat ").append(frame);
      }
      LOG.warn(
          "{} has held the carrier of the event loop {} for {} ms; nothing else on that loop runs "
              + "meanwhile. Let it call what takes long through Offload.{}",
          name,
          carrier.loop().name(),
          TimeUnit.NANOSECONDS.toMillis(heldNanos),
          trace);
    }

    private String describe(Thread virtual) {
      String name = virtual.getName();
      return name.isEmpty()
          ? "A virtual thread without a name (id " + virtual.threadId() + ")"
          : "The thread of " + name;
    }
  }
}
