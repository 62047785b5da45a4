package io.ringloom.internal.loop;

import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops of one {@link EventLoopGroup}. Thread-safe. */
public final class LoopGroup implements EventLoopGroup {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoopGroup.class);

  /** How long closing waits for handlers that were interrupted. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final List<EventLoop> loops;
  private final TransportChoice choice;
  private final HandlerScheduling scheduling;
  private final String schedulingReason;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Watchdog watchdog;

  private LoopGroup(
      List<EventLoop> loops,
      TransportChoice choice,
      HandlerScheduling scheduling,
      String schedulingReason) {
    this.loops = List.copyOf(loops);
    this.choice = choice;
    this.scheduling = scheduling;
    this.schedulingReason = schedulingReason;
  }

  /** Starts a group; see {@link EventLoopGroup.Builder#start()}. */
  public static LoopGroup start(LoopGroupSettings settings) throws IOException {
    List<TransportChoice> choices =
        TransportChoice.candidates(settings.transport(), settings.ownTransport());
    HandlerScheduling scheduling = chooseScheduling(settings.scheduling());
    String reason =
        settings.scheduling() != null
            ? "asked for"
            : scheduling == HandlerScheduling.LOOP
                ? "the best one there is"
                : VirtualThreads.cause();
    LoopSettings common =
        new LoopSettings(
            scheduling == HandlerScheduling.LOOP,
            settings.chunkBytes(),
            settings.poolBytes(),
            settings.spinNanos(),
            settings.clock());
    LoopGroup group = startWithFirst(choices, settings, common, scheduling, reason);
    if (settings.watchdogNanos() > 0 && scheduling == HandlerScheduling.LOOP) {
      group.watchdog = Watchdog.start(settings.name(), group.loops, settings.watchdogNanos());
    }
    return group;
  }

  /** Starts the loops with the first transport that lets them start. */
  private static LoopGroup startWithFirst(
      List<TransportChoice> choices,
      LoopGroupSettings settings,
      LoopSettings common,
      HandlerScheduling scheduling,
      String schedulingReason)
      throws IOException {
    TransportChoice choice = choices.get(0);
    for (int next = 1; ; next++) {
      List<EventLoop> loops = new ArrayList<>();
      for (int i = 0; i < settings.loops(); i++) {
        loops.add(new EventLoop(settings.name() + "-" + i, common));
      }
      LoopGroup group = new LoopGroup(loops, choice, scheduling, schedulingReason);
      try {
        group.startLoops();
        return group;
      } catch (IOException e) {
        if (next == choices.size()) {
          throw e;
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        choice = choices.get(next).after(choice, String.valueOf(cause.getMessage()));
      }
    }
  }

  private static HandlerScheduling chooseScheduling(@Nullable HandlerScheduling asked) {
    if (asked == HandlerScheduling.LOOP && !VirtualThreads.canSchedule()) {
      throw new IllegalStateException(
          "Loop scheduling is not available here: " + VirtualThreads.cause() + ".");
    }
    if (asked != null) {
      return asked;
    }
    return VirtualThreads.canSchedule() ? HandlerScheduling.LOOP : HandlerScheduling.SHARED;
  }

  private void startLoops() throws IOException {
    List<CompletableFuture<Void>> started = new ArrayList<>();
    try {
      for (EventLoop loop : loops) {
        started.add(loop.start(choice.transport()));
      }
      started.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      close();
      Throwable cause = e.getCause();
      throw new IOException(
          "An event loop with the transport "
              + transport()
              + " could not be started: "
              + (cause == null ? e : cause).getMessage(),
          cause);
    } catch (Error e) { // no memory for another thread
      beginClose();
      throw e;
    }
  }

  @Override
  public int size() {
    return loops.size();
  }

  @Override
  public String transport() {
    return choice.transport().name();
  }

  @Override
  public HandlerScheduling scheduling() {
    return scheduling;
  }

  /** Returns the loops. */
  public List<EventLoop> loops() {
    return loops;
  }

  /** Returns whether {@link #close()} was called. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Returns the loop with the fewest connections. */
  public EventLoop leastLoaded() {
    EventLoop best = loops.get(0);
    int fewest = Integer.MAX_VALUE;
    for (EventLoop loop : loops) {
      int connections = loop.assignedConnections();
      if (connections < fewest && !loop.hasEnded()) {
        best = loop;
        fewest = connections;
      }
    }
    return best;
  }

  /** Returns the loop whose handler the caller is, or null. */
  public @Nullable EventLoop currentLoop() {
    for (EventLoop loop : loops) {
      if (loop.isOwner()) {
        return loop;
      }
    }
    return null;
  }

  /** Returns what an operator wants to know of this group, as a part of a sentence. */
  public String describe() {
    return transport()
        + " transport ("
        + choice.reason()
        + "), "
        + (scheduling == HandlerScheduling.LOOP ? "loop" : "shared")
        + " scheduling ("
        + schedulingReason
        + "), "
        + loops.size()
        + (loops.size() == 1 ? " event loop" : " event loops");
  }

  @Override
  public void close() {
    beginClose();
    if (currentLoop() == null) {
      awaitLoops();
    }
  }

  /** Closes without waiting for the end. */
  public void beginClose() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (watchdog != null) {
      watchdog.stop();
    }
    loops.forEach(EventLoop::stop);
  }

  private void awaitLoops() {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    boolean interrupted = false;
    for (EventLoop loop : loops) {
      boolean ended = false;
      while (true) {
        try {
          ended = loop.awaitTermination(Math.max(0, deadline - System.nanoTime()));
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (!ended) {
        LOG.warn(
            "The event loop {} was closed, but a handler on it does not end; it is left behind.",
            loop.name());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
