package io.ringloom.internal.loop;

import io.ringloom.internal.buffer.ChunkPool;
import io.ringloom.internal.buffer.RecordBuffers;
import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.IoWait;
import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop: polls its driver, which hands completions to connections, fires timers, lets the
 * handlers that became ready run, and sends what they wrote, once a turn.
 *
 * <p>Loop only, unless a method says otherwise: its caller is the loop's thread, which {@link
 * #assertInLoop()} asserts.
 */
public final class EventLoop implements IoDriverContext {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /** How often a turn lets handlers run before it polls again. */
  private static final int MAX_HANDLER_ROUNDS = 4;

  /** How many turns may fail in a row before the loop gives up. */
  private static final int MAX_TURN_FAILURES = 16;

  /** How many buffers one gathering send may have. */
  private static final int SEND_BUFFERS = 64;

  /** How long an ending loop waits for the last completions of its connections. */
  private static final long LAST_COMPLETIONS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int QUEUE_CHUNK = 256;

  private final String name;
  private final Clock clock;
  private final LoopHost host;
  private final boolean lends;
  private final ChunkPool pool;
  private final long poolBytes;
  private final TimerQueue timers = new TimerQueue();
  private final LoopStatistics statistics;

  /** Work from other threads. */
  private final MpscUnboundedVarHandleArrayQueue<LoopTask> tasks =
      new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK);

  /** Connections to flush, marked by threads of other carriers. */
  private final MpscUnboundedVarHandleArrayQueue<TurnMember> foreignDirty =
      new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK);

  /** Connections to flush, marked on the loop's carrier. Confined to the carrier. */
  private ArrayList<TurnMember> localDirty = new ArrayList<>();

  /** The list that {@link #localDirty} is swapped with while it is worked off. Loop only. */
  private ArrayList<TurnMember> flushing = new ArrayList<>();

  /** Who was lent memory of the driver in this turn, or has lent it on. Loop only. */
  private final ArrayList<TurnEnd> lent = new ArrayList<>();

  /**
   * Every socket of this loop, and every handler of one. Added by the loop, removed by any thread.
   */
  private final Set<LoopMember> members = ConcurrentHashMap.newKeySet();

  /** How many of the members have a socket still. Loop only. */
  private int openSockets;

  /** How many connections were assigned to this loop, adopted or still on their way. */
  private final AtomicInteger assigned = new AtomicInteger();

  /** Space for one gathering send. Loop only. */
  private final @Nullable ByteBuffer[] sendBuffers = new ByteBuffer[SEND_BUFFERS];

  private final IdleSpin spin;

  /** The time at which the driver last had waited. Confined to the carrier. */
  private long turnNanos;

  /** Whether this turn, if no work has come, was one of an {@link IdleSpin}. Loop only. */
  private boolean looking;

  /** Loop only. */
  private boolean stopping;

  /** Made by the loop for its first TLS connection; read by any thread. */
  private volatile @Nullable RecordBuffers recordBuffers;

  /** Set on the loop's thread before it starts to serve; read by any thread. */
  private volatile @Nullable IoDriver driver;

  /** Set when no task will be run any more; see {@link #submit}. */
  private volatile boolean ended;

  /**
   * Makes a loop; {@link #start} starts it.
   *
   * @param name what its threads are called
   * @param settings what all loops of the group have in common
   */
  public EventLoop(String name, LoopSettings settings) {
    this.name = name;
    this.clock = settings.clock();
    this.statistics = new LoopStatistics(clock);
    this.pool = new ChunkPool(settings.chunkBytes(), settings.poolBytes());
    this.poolBytes = settings.poolBytes();
    this.spin = new IdleSpin(settings.spinNanos());
    this.lends = settings.loopScheduling();
    this.host = settings.loopScheduling() ? new Carrier(this) : new SharedHost(this);
    // A task, since the loop looks for tasks once more before it waits.
    clock.onAdvance(() -> submit(() -> {}));
  }

  /**
   * Starts the loop's threads and opens its driver. Any thread.
   *
   * @return completed when the loop serves, or exceptionally when the driver could not be opened
   *     and the loop has ended
   */
  public CompletableFuture<Void> start(Transport transport) {
    CompletableFuture<Void> started = new CompletableFuture<>();
    host.start(() -> run(transport, started));
    return started;
  }

  /** Asks the loop to end, and every connection with it. Any thread. */
  public void stop() {
    submit(() -> stopping = true);
  }

  /**
   * Waits until the loop and every handler have ended. Any thread.
   *
   * @return false if they have not after {@code timeoutNanos}
   */
  public boolean awaitTermination(long timeoutNanos) throws InterruptedException {
    return host.awaitTermination(timeoutNanos);
  }

  /** Returns what the loop's threads are called. */
  public String name() {
    return name;
  }

  /** Returns the clock that all deadlines on this loop are measured by. */
  public Clock clock() {
    return clock;
  }

  /** Returns the chunks of this loop. */
  public ChunkPool pool() {
    return pool;
  }

  /** Returns the memory for TLS records. Loop only. */
  public RecordBuffers recordBuffers() {
    assertInLoop();
    RecordBuffers made = recordBuffers;
    if (made == null) {
      made = new RecordBuffers(TlsLayer.SLOT_BYTES, poolBytes);
      recordBuffers = made;
    }
    return made;
  }

  /** Returns how much memory of the loop's pools is in use. Any thread. */
  public long pooledBytesInUse() {
    RecordBuffers made = recordBuffers;
    return pool.bytesInUse() + (made == null ? 0 : made.pool().bytesInUse());
  }

  /** Returns how much memory the loop's pools have taken from the system. Any thread. */
  public long pooledBytesAllocated() {
    RecordBuffers made = recordBuffers;
    return pool.bytesAllocated() + (made == null ? 0 : made.pool().bytesAllocated());
  }

  /** Returns the timers. Loop only. */
  public TimerQueue timers() {
    assertInLoop();
    return timers;
  }

  /** Returns the counters, which any thread may read. */
  public LoopStatistics statistics() {
    return statistics;
  }

  /** Returns the driver. Loop only, while the loop serves. */
  public IoDriver driver() {
    assertInLoop();
    IoDriver opened = driver;
    if (opened == null) {
      throw new IllegalStateException("The event loop has no driver yet.");
    }
    return opened;
  }

  /**
   * Returns the time at which the current turn began to work: cheap, and good enough for idleness.
   */
  public long turnNanos() {
    assertInLoop();
    return turnNanos;
  }

  /** Returns space for one gathering send; who uses it clears it. */
  public @Nullable ByteBuffer[] sendBuffers() {
    assertInLoop();
    return sendBuffers;
  }

  /** Returns how many connections the loop has, with those on their way to it. Any thread. */
  public int assignedConnections() {
    return assigned.get();
  }

  /** Counts a connection that is on its way to this loop. Any thread. */
  public void assign() {
    assigned.incrementAndGet();
  }

  /** Takes back {@link #assign()}, when the connection has ended or did not come. Any thread. */
  public void unassign() {
    assigned.decrementAndGet();
  }

  /** Returns whether the loop serves no more, also if nobody asked it to end. Any thread. */
  boolean hasEnded() {
    return ended;
  }

  /** Returns whether received bytes may be lent to handlers until the end of the turn. */
  public boolean lendsReceivedBytes() {
    return lends;
  }

  /**
   * Returns whether the caller shares the loop's carrier, so that neither can interrupt the other.
   */
  public boolean onCarrier() {
    return host.onCarrier();
  }

  /**
   * Returns whether the caller is the loop's thread or belongs to one of its handlers. Any thread.
   */
  boolean isOwner() {
    return host.isOwner();
  }

  @Override
  public void countFullCompletionQueue() {
    statistics.countFullCompletionQueue();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == host.loopThread();
  }

  /** Asserts that the caller is the loop's thread. */
  public void assertInLoop() {
    assert inLoop() : "called on " + Thread.currentThread() + ", not on the loop " + name;
  }

  /** Makes the thread of a handler; {@link #handlerEnded()} has to follow its end. */
  public Thread newHandlerThread(String threadName, Runnable body) {
    assertInLoop();
    return host.newHandlerThread(threadName, body);
  }

  /** Says that the thread of a handler is about to end. Any thread. */
  public void handlerEnded() {
    host.handlerEnded();
  }

  /** Adds a socket, which is told when the loop ends. */
  public void register(LoopMember member) {
    assertInLoop();
    members.add(member);
    openSockets++;
    if (stopping) { // it comes too late to be told with the others
      submit(member::loopStopping);
    }
  }

  /** Removes a socket that has ended. */
  public void unregister(LoopMember member) {
    if (members.remove(member)) {
      socketClosed();
    }
  }

  /**
   * Says that a member has no socket any more; it is to be {@linkplain #forget forgotten} later.
   */
  public void socketClosed() {
    assertInLoop();
    openSockets--;
  }

  /** Removes a member whose socket is closed. Any thread. */
  public void forget(LoopMember member) {
    members.remove(member);
  }

  /**
   * Has a task run on the loop's thread in its next turn. Any thread.
   *
   * <p>It is run or {@linkplain LoopTask#rejected() rejected} exactly once: the loop works off its
   * queue once more after it has set {@code ended}, so a task that was offered too late for that is
   * seen, together with {@code ended}, by who offered it.
   */
  public void submit(LoopTask task) {
    tasks.offer(task);
    host.signal(); // has a full fence
    if (ended) {
      rejectTasks();
    }
  }

  /**
   * Wakes a handler for which bytes have come, before the loop waits again: all that are to be
   * woken in a turn may cost less together.
   */
  public void wakeReceiver(Thread handler) {
    assertInLoop();
    host.wakeReceiver(handler);
  }

  /** Has {@link TurnMember#flush()} called before the loop next waits. Any thread. */
  public void markDirty(TurnMember member) {
    if (host.onCarrier()) {
      localDirty.add(member);
    } else {
      foreignDirty.offer(member);
      host.signal();
    }
  }

  /** Has {@link TurnEnd#reclaimLent()} called at the end of this turn. */
  public void reclaimAtEndOfTurn(TurnEnd member) {
    assertInLoop();
    lent.add(member);
  }

  @Override
  public void awaitOnCarrier(IoWait wait, long timeoutNanos) throws IOException {
    host.awaitOnCarrier(wait, timeoutNanos);
  }

  @Override
  public void awaitInPlace(IoWait wait, long timeoutNanos) throws IOException {
    host.awaitInPlace(wait, timeoutNanos);
  }

  /** Makes the driver's wait return. Any thread. */
  void wakeupDriver() {
    IoDriver opened = driver;
    if (opened != null) {
      opened.wakeup();
    }
  }

  /**
   * Waits for I/O by the protocol of {@link PollGate}. On the thread that waits: the loop's, or its
   * bare carrier.
   */
  void waitAnnounced(PollGate gate, IoWait wait, long timeoutNanos) throws IOException {
    gate.announce(PollGate.POLLING);
    try {
      wait.await(host.hasReadyHandlers() || hasWork() ? 0 : timeoutNanos);
    } finally {
      gate.retract();
      long began = turnNanos;
      turnNanos = clock.nanoTime();
      statistics.addWait(turnNanos - began);
    }
  }

  private boolean hasWork() {
    return !localDirty.isEmpty() || !foreignDirty.isEmpty() || !tasks.isEmpty();
  }

  /** The life of the loop's thread. */
  private void run(Transport transport, CompletableFuture<Void> started) {
    IoDriver opened;
    try {
      opened = transport.openDriver(this);
    } catch (Throwable e) {
      end();
      started.completeExceptionally(e);
      return;
    }
    driver = opened;
    statistics.start(clock.nanoTime());
    started.complete(null);
    try {
      turnUntilStopped(opened);
    } finally {
      shutDown(opened);
    }
  }

  private void turnUntilStopped(IoDriver opened) {
    int failures = 0;
    while (!stopping) {
      try {
        turn(opened);
        failures = 0;
      } catch (Throwable e) {
        LOG.error("The event loop {} failed in a turn and goes on.", name, e);
        if (++failures == MAX_TURN_FAILURES) {
          LOG.error("The event loop {} failed {} times in a row and ends.", name, failures);
          stopping = true;
        }
        host.wakeReceivers(); // of whom the turn heard after its poll
        // What fails at once would otherwise keep a processor busy.
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1L << Math.min(failures, 6)));
      } finally {
        reclaimLent(); // whatever happened: the driver takes its memory back now
      }
    }
  }

  private void turn(IoDriver opened) throws IOException {
    long last = turnNanos;
    turnNanos = clock.nanoTime();
    if (looking) {
      statistics.addWait(turnNanos - last); // the turn before was spent on looking for work
    }
    try {
      opened.poll(pollTimeout());
    } finally {
      host.wakeReceivers(); // whatever happened: they have bytes
    }
    if (host.hasReadyHandlers() || hasWork()) {
      spin.working(turnNanos);
      looking = false;
    }
    runTasks();
    timers.fireExpired(turnNanos);
    serveHandlers();
    statistics.countTurn();
  }

  private long pollTimeout() {
    if (host.hasReadyHandlers() || hasWork()) {
      spin.working(turnNanos);
      looking = false;
      return 0;
    }
    looking = !stopping && spin.looksAgain(turnNanos);
    if (looking) {
      Thread.onSpinWait();
      return 0;
    }
    long timeout = timers.nanosUntilNext(turnNanos);
    return stopping ? Math.min(timeout, LAST_COMPLETIONS_NANOS) : timeout;
  }

  private void runTasks() {
    // A task may submit another one, which is for the next turn.
    for (int left = tasks.size(); left > 0; left--) {
      LoopTask task = tasks.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  /** Lets handlers run and sends what they wrote, until they are quiet or have had their share. */
  private void serveHandlers() {
    flushDirty();
    for (int round = 0; round < MAX_HANDLER_ROUNDS && host.hasReadyHandlers(); round++) {
      host.yieldToHandlers();
      flushDirty();
    }
  }

  private void flushDirty() {
    TurnMember member;
    for (int left = foreignDirty.size();
        left > 0 && (member = foreignDirty.poll()) != null;
        left--) {
      flush(member);
    }
    if (localDirty.isEmpty()) {
      return;
    }
    ArrayList<TurnMember> batch = localDirty;
    localDirty = flushing;
    flushing = batch;
    for (int i = 0; i < batch.size(); i++) {
      flush(batch.get(i));
    }
    batch.clear();
  }

  /** A bug in the care for one connection must not harm the others. */
  private void flush(TurnMember member) {
    try {
      member.flush();
    } catch (Throwable e) {
      reset(member, e);
    }
  }

  private void reset(TurnEnd member, Throwable bug) {
    member.failed(bug);
    LOG.error("{} failed on the event loop {} and is reset.", member, name, bug);
  }

  private void reclaimLent() {
    for (int i = 0; i < lent.size(); i++) {
      TurnEnd member = lent.get(i);
      try {
        member.reclaimLent();
      } catch (Throwable e) {
        reset(member, e);
      }
    }
    lent.clear();
  }

  /** Ends every connection, and then the driver. */
  private void shutDown(IoDriver opened) {
    stopping = true;
    for (LoopMember member : members) {
      try {
        member.loopStopping();
      } catch (Throwable e) {
        LOG.error("{} failed while the event loop {} ended.", member, name, e);
      }
    }
    // Completions may still be on their way; each connection ends with its last one.
    int failures = 0;
    long deadline = System.nanoTime() + LAST_COMPLETIONS_NANOS;
    while (openSockets > 0 && failures < MAX_TURN_FAILURES && System.nanoTime() - deadline < 0) {
      try {
        turn(opened);
      } catch (Throwable e) {
        failures++;
        LOG.error("The event loop {} failed while it ended.", name, e);
      } finally {
        reclaimLent();
      }
    }
    if (openSockets > 0) {
      LOG.error("The event loop {} ends before {} of its sockets have.", name, openSockets);
    }
    end();
    opened.close();
  }

  private void end() {
    ended = true;
    rejectTasks();
  }

  private void rejectTasks() {
    synchronized (tasks) { // the queue has one consumer at a time
      LoopTask task;
      while ((task = tasks.poll()) != null) {
        task.rejected();
      }
    }
  }

  /** Returns the carrier that the watchdog is to watch, or null if there is none. */
  @Nullable Carrier carrier() {
    return host.carrier();
  }
}
