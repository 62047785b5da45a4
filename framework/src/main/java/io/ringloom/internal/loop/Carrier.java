package io.ringloom.internal.loop;

import io.ringloom.spi.IoWait;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform thread that runs the virtual threads of one event loop, the loop's own among them, one
 * at a time in the order in which they became ready.
 *
 * <p>Since the loop is a virtual thread itself, it can meet a lock that a parked handler holds: it
 * parks, the carrier runs the handler, and the loop goes on. The carrier waits for I/O in one of
 * two ways, both only when no virtual thread is ready: a driver whose wait is native makes it on
 * the loop's virtual thread, and so holds the carrier; for one whose wait would park a virtual
 * thread elsewhere the loop parks and the bare carrier makes the wait ({@link #awaitOnCarrier}).
 */
final class Carrier implements LoopHost, Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
  private static final VarHandle CURRENT;
  private static final VarHandle PROGRESS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CURRENT = lookup.findVarHandle(Carrier.class, "current", Runnable.class);
      PROGRESS = lookup.findVarHandle(Carrier.class, "progress", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int RUN_QUEUE_CHUNK = 1024;

  /** How many continuations may run before a loop that asked for a wait gets its poll. */
  private static final int MAX_BATCH = 1024;

  private final EventLoop loop;
  private final Thread carrierThread;
  private final Thread.Builder.OfVirtual threads;
  private final PollGate gate = new PollGate();
  private final MpscUnboundedVarHandleArrayQueue<Runnable> runQueue =
      new MpscUnboundedVarHandleArrayQueue<>(RUN_QUEUE_CHUNK);
  private final AtomicInteger liveThreads = new AtomicInteger();
  private final CountDownLatch terminated = new CountDownLatch(1);

  /** Set once in {@link #start}. */
  private @Nullable Thread loopThread;

  /** The wait that the parked loop asks for. Confined to the carrier. */
  private @Nullable IoWait requestedWait;

  /** How long {@link #requestedWait} may take. Confined to the carrier. */
  private long requestedTimeoutNanos;

  /** What {@link #requestedWait} threw. Confined to the carrier. */
  private @Nullable Throwable waitFailure;

  /**
   * What the carrier runs now, null between two batches. Written by the carrier without a fence and
   * read by the watchdog.
   */
  @SuppressWarnings("UnusedVariable") // used through CURRENT
  private @Nullable Runnable current;

  /**
   * Counts the continuations that were run; the watchdog sees from it that all is well. Written by
   * the carrier without a fence.
   */
  private long progress;

  /** Set when the carrier thread will not look into the run queue any more. */
  private volatile boolean retired;

  Carrier(EventLoop loop) {
    this.loop = loop;
    this.carrierThread =
        Thread.ofPlatform()
            .daemon(false)
            .inheritInheritableThreadLocals(false)
            .name(loop.name())
            .unstarted(this::runContinuations);
    this.threads = VirtualThreads.builder(this);
    threads.inheritInheritableThreadLocals(false);
  }

  @Override
  public void start(Runnable loopBody) {
    liveThreads.incrementAndGet();
    loopThread =
        threads
            .name(loop.name() + "-loop")
            .unstarted(
                () -> {
                  try {
                    loopBody.run();
                  } finally {
                    handlerEnded();
                  }
                });
    loopThread.start();
    carrierThread.start();
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
    return VirtualThreads.currentCarrier() == carrierThread;
  }

  @Override
  public boolean isOwner() {
    return onCarrier();
  }

  @Override
  public Thread newHandlerThread(String name, Runnable body) {
    liveThreads.incrementAndGet();
    return threads.name(name).unstarted(body);
  }

  @Override
  public void handlerEnded() {
    if (liveThreads.decrementAndGet() == 0) {
      signal();
    }
  }

  /** Makes a continuation run soon: called by the JDK on whatever thread made it ready. */
  @Override
  public void execute(Runnable continuation) {
    runQueue.offer(continuation);
    signal();
    if (retired) {
      runStragglers();
    }
  }

  @Override
  public void signal() {
    switch (gate.claimWakeup()) {
      case PollGate.POLLING -> loop.wakeupDriver();
      case PollGate.PARKED -> LockSupport.unpark(carrierThread);
      default -> {}
    }
  }

  @Override
  public boolean hasReadyHandlers() {
    return !runQueue.isEmpty();
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // on a scheduler of our own it means just what we want
  public void yieldToHandlers() {
    Thread.yield();
  }

  @Override
  public void wakeReceiver(Thread handler) {
    LockSupport.unpark(handler);
  }

  @Override
  public void wakeReceivers() {
    // They are in the run queue already.
  }

  @Override
  public void awaitOnCarrier(IoWait wait, long timeoutNanos) throws IOException {
    requestedTimeoutNanos = timeoutNanos;
    requestedWait = wait;
    while (requestedWait != null) {
      // Nobody has a reason to interrupt a loop; a set status would make every park return.
      Thread.interrupted();
      LockSupport.park(this);
    }
    rethrow();
  }

  @Override
  public void awaitInPlace(IoWait wait, long timeoutNanos) throws IOException {
    loop.waitAnnounced(gate, wait, timeoutNanos);
  }

  @Override
  public boolean awaitTermination(long timeoutNanos) throws InterruptedException {
    return terminated.await(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public Carrier carrier() {
    return this;
  }

  EventLoop loop() {
    return loop;
  }

  Thread carrierThread() {
    return carrierThread;
  }

  /** Returns a number that grows while the carrier gets on. Any thread. */
  long progress() {
    return (long) PROGRESS.getOpaque(this);
  }

  /** Returns what the carrier runs, or null if it waits for work. Any thread. */
  @Nullable Runnable current() {
    return gate.isWaiting() ? null : (Runnable) CURRENT.getOpaque(this);
  }

  /** The life of the carrier thread. */
  private void runContinuations() {
    while (true) {
      int ran = runBatch();
      if (requestedWait != null) {
        runRequestedWait();
      } else if (ran == 0) {
        if (liveThreads.get() == 0) {
          break;
        }
        parkUntilSignalled();
      }
    }
    retire();
  }

  private int runBatch() {
    int ran = 0;
    while (ran < MAX_BATCH) {
      Runnable continuation = runQueue.poll();
      if (continuation == null) {
        break;
      }
      CURRENT.setOpaque(this, continuation);
      run(continuation);
      PROGRESS.setOpaque(this, progress + 1);
      ran++;
    }
    if (ran > 0) {
      CURRENT.setOpaque(this, (Runnable) null);
    }
    return ran;
  }

  private void run(Runnable continuation) {
    try {
      continuation.run();
    } catch (Throwable e) {
      // What a virtual thread throws stays in it; this is the JDK itself, short of memory perhaps.
      LOG.error("The carrier of {} could not run a virtual thread and goes on.", loop.name(), e);
    }
  }

  private void runRequestedWait() {
    IoWait wait = requestedWait;
    if (wait == null) {
      return;
    }
    try {
      loop.waitAnnounced(gate, wait, requestedTimeoutNanos);
    } catch (Throwable e) {
      waitFailure = e;
    }
    requestedWait = null;
    LockSupport.unpark(loopThread);
  }

  private void rethrow() throws IOException {
    Throwable failure = waitFailure;
    if (failure == null) {
      return;
    }
    waitFailure = null;
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    throw new IOException("Waiting for I/O failed.", failure);
  }

  private void parkUntilSignalled() {
    gate.announce(PollGate.PARKED);
    if (runQueue.isEmpty() && liveThreads.get() != 0) {
      LockSupport.park(this);
    }
    gate.retract();
  }

  private void retire() {
    retired = true;
    terminated.countDown();
    runStragglers();
  }

  /**
   * Runs virtual threads that users started on this scheduler and that outlive the loop, on threads
   * of their own: a continuation may run on any platform thread.
   */
  private void runStragglers() {
    synchronized (runQueue) { // the queue has one consumer at a time
      Runnable continuation;
      while ((continuation = runQueue.poll()) != null) {
        Thread.ofPlatform().daemon().name(loop.name() + "-straggler").start(continuation);
      }
    }
  }
}
