package io.ringloom.internal.loop;

import io.ringloom.spi.IoWait;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs an event loop on a platform thread, and its handlers on the JDK's own scheduler. */
final class SharedHost implements LoopHost {
  /** The loop of the connection that a handler serves; no carrier tells it here. */
  private static final ScopedValue<EventLoop> LOOP_OF_HANDLER = ScopedValue.newInstance();

  private final EventLoop loop;
  private final WakeRelay relay;
  private final PollGate gate = new PollGate();
  private final AtomicInteger liveHandlers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Set once in {@link #start}. */
  private @Nullable Thread loopThread;

  SharedHost(EventLoop loop) {
    this.loop = loop;
    this.relay =
        new WakeRelay(
            Thread.ofVirtual()
                .name(loop.name() + "-relay")
                .inheritInheritableThreadLocals(false)
                .factory());
  }

  @Override
  public void start(Runnable loopBody) {
    loopThread =
        Thread.ofPlatform()
            .daemon(false)
            .inheritInheritableThreadLocals(false)
            .name(loop.name())
            .unstarted(
                () -> {
                  try {
                    loopBody.run();
                  } finally {
                    relay.end();
                  }
                });
    loopThread.start();
  }

  @Override
  public Thread loopThread() {
    Thread thread = loopThread;
    if (thread == null) {
      throw new IllegalStateException("The event loop has not been started.");
    }
    return thread;
  }

  @Override
  public boolean onCarrier() {
    return Thread.currentThread() == loopThread;
  }

  @Override
  public boolean isOwner() {
    return onCarrier() || (LOOP_OF_HANDLER.isBound() && LOOP_OF_HANDLER.get() == loop);
  }

  @Override
  public Thread newHandlerThread(String name, Runnable body) {
    liveHandlers.incrementAndGet();
    return Thread.ofVirtual()
        .name(name)
        .inheritInheritableThreadLocals(false)
        .unstarted(() -> ScopedValue.where(LOOP_OF_HANDLER, loop).run(body));
  }

  @Override
  public void handlerEnded() {
    if (liveHandlers.decrementAndGet() == 0) {
      lock.lock();
      try {
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public boolean hasReadyHandlers() {
    return false;
  }

  @Override
  public void yieldToHandlers() {
    // Handlers run elsewhere and need no invitation.
  }

  @Override
  public void wakeReceiver(Thread handler) {
    relay.collect(handler);
  }

  @Override
  public void wakeReceivers() {
    relay.passOn();
  }

  @Override
  public void awaitOnCarrier(IoWait wait, long timeoutNanos) throws IOException {
    awaitInPlace(wait, timeoutNanos);
  }

  @Override
  public void awaitInPlace(IoWait wait, long timeoutNanos) throws IOException {
    wakeReceivers(); // those of whom the loop heard outside of its last poll
    loop.waitAnnounced(gate, wait, timeoutNanos);
  }

  @Override
  public void signal() {
    if (gate.claimWakeup() != PollGate.RUNNING) {
      loop.wakeupDriver();
    }
  }

  @Override
  public boolean awaitTermination(long timeoutNanos) throws InterruptedException {
    long deadline = System.nanoTime() + timeoutNanos;
    if (!loopThread().join(Duration.ofNanos(timeoutNanos))) {
      return false;
    }
    lock.lockInterruptibly();
    try {
      while (liveHandlers.get() > 0) {
        if (!ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
            && liveHandlers.get() > 0) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Carrier carrier() {
    return null;
  }
}
