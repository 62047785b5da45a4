package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.ChunkPool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes on their way from the loop to the reader, in three places, oldest first:
 *
 * <ol>
 *   <li>the <b>front</b>, which a parser has taken and reads without a lock,
 *   <li>the <b>lent</b> bytes, which still lie in memory of the driver,
 *   <li>the <b>stored</b> chunks.
 * </ol>
 *
 * <p>Everything but the front is guarded by this object's lock, which is never held while anything
 * waits. The front belongs to the one thread that parses.
 *
 * <p><b>Lending.</b> Where handlers share the loop's carrier, received bytes are not copied: the
 * handler that waits for them runs before the turn ends. At the end of the turn the loop
 * {@linkplain #reclaim() reclaims} what is left. A thread on the loop's carrier may also take lent
 * bytes as its front: between two points at which it parks the loop does not run, so the two never
 * touch the front at once. A thread on another carrier gets a copy instead, under the lock.
 */
final class Mailbox {
  /** What {@link #read} and {@link #takeFront} return when there is nothing yet. */
  static final int NOTHING = 0;

  /** What they return when no byte will come any more. */
  static final int END = -1;

  /** What they return when the connection is closed on this side or broken. */
  static final int CLOSED = -2;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
  private static final VarHandle LENDING;
  private static final VarHandle FRONT_LENT;
  private static final VarHandle WAITING_BYTES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LENDING = lookup.findVarHandle(Mailbox.class, "lending", boolean.class);
      FRONT_LENT = lookup.findVarHandle(Mailbox.class, "frontLent", boolean.class);
      WAITING_BYTES = lookup.findVarHandle(Mailbox.class, "waitingBytes", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * How far the stream has come, as the reader sees it.
   *
   * <pre>
   *   OPEN     -> ENDED    the peer ended its stream
   *   OPEN     -> DRAINING the server shuts down
   *   DRAINING -> ENDED    the peer ended its stream
   *   any      -> CLOSED   closed on this side, or broken once what had come before was read
   * </pre>
   */
  enum State {
    OPEN,
    DRAINING,
    ENDED,
    CLOSED
  }

  private final ChunkPool pool;
  private final boolean mayLend;
  private final int highWatermarkBytes;
  private final int lowWatermarkBytes;

  /** Written under the lock; a parser looks without it. */
  private volatile State state = State.OPEN;

  /** Whether the stream broke: then what came before is still read. Guarded by this. */
  private boolean broken;

  /** Guarded by this. */
  private @Nullable ByteBuffer lent;

  /** Guarded by this. */
  private @Nullable Chunk head;

  /** Guarded by this. */
  private @Nullable Chunk tail;

  /**
   * How many bytes are lent or stored; the front does not count. Written under the lock; a parser
   * looks without it.
   */
  private int waitingBytes;

  /**
   * Whether the loop has stopped receiving because of {@link #waitingBytes}. Written by the loop
   * under the lock.
   */
  private boolean paused;

  /** Guarded by this. */
  private final WaitSet readers = new WaitSet();

  /** The reader's, or the loop's where the two share a carrier. */
  private ByteBuffer front = EMPTY;

  /** The chunk that the front is a view of, null if it is lent or empty. As the front. */
  private @Nullable Chunk frontChunk;

  /**
   * Whether the front lies in memory of the driver. As the front; a parser on another carrier reads
   * it with acquire. It is cleared, with release, after the front was copied.
   */
  private boolean frontLent;

  /**
   * Whether memory of the driver may be in use. Set by the loop, and cleared, with release, by who
   * has read the last lent byte; so the loop need not take the lock at the end of most turns.
   */
  @SuppressWarnings("UnusedVariable") // used through LENDING
  private boolean lending;

  Mailbox(ChunkPool pool, boolean mayLend, int highWatermarkBytes, int lowWatermarkBytes) {
    this.pool = pool;
    this.mayLend = mayLend;
    this.highWatermarkBytes = highWatermarkBytes;
    this.lowWatermarkBytes = lowWatermarkBytes;
  }

  // ---- The loop's side -------------------------------------------------------------------------

  /**
   * Takes over received bytes. Loop only.
   *
   * @return the thread to unpark, if one waits
   */
  @Nullable Thread deliver(ByteBuffer data) {
    synchronized (this) {
      if (state == State.CLOSED || broken) {
        return null;
      }
      waitingBytes += data.remaining();
      if (mayLend && lent == null && head == null) {
        lent = data;
        LENDING.setRelease(this, true);
      } else {
        store(data);
      }
      // Bytes on their way when receiving stopped may come later: only resumeWhenLow ends a pause.
      paused |= waitingBytes >= highWatermarkBytes;
      return readers.takeAll();
    }
  }

  /**
   * Returns whether {@link #reclaim()} has to be called before the driver takes its memory back.
   */
  boolean isLending() {
    return (boolean) LENDING.getAcquire(this);
  }

  /** Copies what was lent and not read. Loop only. */
  void reclaim() {
    if (!isLending()) {
      return;
    }
    synchronized (this) {
      storeLent();
      if (frontLent) {
        storeFront();
      }
      LENDING.setRelease(this, false);
    }
  }

  /**
   * Returns whether receiving has paused. Loop only, or, as a hint that {@link #wantsResume()} is
   * worth its lock, a reader that has just held it.
   */
  boolean isPaused() {
    return paused;
  }

  /**
   * Notes whether so little waits that receiving can go on. Loop only.
   *
   * @return whether it was paused and goes on
   */
  boolean resumeWhenLow() {
    if (!paused) {
      return false; // only the loop writes it
    }
    synchronized (this) {
      paused = waitingBytes > lowWatermarkBytes;
      return !paused;
    }
  }

  /** Says that the peer has ended its stream; see {@link #deliver}. Loop only. */
  @Nullable Thread end() {
    synchronized (this) {
      if (state != State.CLOSED) {
        state = State.ENDED;
      }
      return readers.takeAll();
    }
  }

  /** Says that the stream broke: what had come before is still read. Loop only. */
  @Nullable Thread fail() {
    synchronized (this) {
      broken = true;
      return readers.takeAll();
    }
  }

  /** Frees all memory, when the socket is closed. Loop only. */
  void dispose() {
    Thread reader;
    synchronized (this) {
      if (!broken) {
        dropWaiting();
        state = State.CLOSED;
      } else {
        storeLent();
      }
      reader = readers.takeAll();
    }
    WaitSet.unpark(reader);
  }

  /** Wakes readers whose deadline has passed; see {@link #deliver}. Loop only. */
  synchronized @Nullable Thread takeExpired(long nowNanos) {
    return readers.takeExpired(nowNanos);
  }

  /** Returns the soonest deadline of all readers. Loop only. */
  synchronized long soonestDeadline() {
    return readers.soonestDeadline();
  }

  // ---- The reader's side -----------------------------------------------------------------------

  /**
   * Moves bytes to a buffer that has room.
   *
   * @param waiter the thread to wake when there is more, or null to add none
   * @return how many bytes, {@link #NOTHING} (and the waiter was added), {@link #END} or {@link
   *     #CLOSED}
   */
  synchronized int read(ByteBuffer dst, @Nullable Thread waiter, long deadlineNanos) {
    if (state == State.CLOSED) {
      return CLOSED;
    }
    int before = dst.position();
    if (front.hasRemaining()) {
      move(front, dst);
    } else {
      freeFront();
    }
    if (lent != null && dst.hasRemaining()) {
      waitingBytes -= move(lent, dst);
      if (!lent.hasRemaining()) {
        lent = null;
        if (!frontLent) {
          LENDING.setRelease(this, false);
        }
      }
    }
    while (head != null && dst.hasRemaining()) {
      waitingBytes -= move(head.content(), dst);
      head.consumeRead();
      if (head.size() == 0) {
        pool.giveBack(unlinkHead());
      }
    }
    int count = dst.position() - before;
    return count > 0 ? count : whyNothing(waiter, deadlineNanos);
  }

  /**
   * Makes the front longer, by at least one byte. The one thread that parses calls this.
   *
   * @param onCarrier whether the caller shares the loop's carrier
   * @param waiter the thread to wake when there is more, or null to add none
   * @return how many bytes the front has gained, or as {@link #read}
   */
  synchronized int takeFront(boolean onCarrier, @Nullable Thread waiter, long deadlineNanos) {
    if (state == State.CLOSED) {
      freeFront();
      return CLOSED;
    }
    int before = front.remaining();
    if (before == 0) {
      freeFront();
    }
    if (lent == null && head == null) {
      return whyNothing(waiter, deadlineNanos);
    }
    if (before == 0) {
      replaceFront(onCarrier);
    } else {
      extendFront();
    }
    return front.remaining() - before;
  }

  /**
   * Returns the front, which is empty once the connection is closed on this side. The one thread
   * that parses calls this, anew after every wait.
   */
  ByteBuffer front() {
    return state == State.CLOSED ? EMPTY : front;
  }

  /** Copies the front where it is lent, for a parser that does not share the loop's carrier. */
  synchronized void detachFront() {
    if (frontLent) {
      storeFront();
    }
  }

  boolean isFrontLent() {
    return (boolean) FRONT_LENT.getAcquire(this);
  }

  /**
   * Returns how many bytes wait behind the front. Without the lock, since parsers ask for every few
   * bytes: what the loop delivers at the same time may not be counted yet.
   */
  int waitingBytes() {
    return (int) WAITING_BYTES.getOpaque(this);
  }

  /** Returns whether the loop has to be told that the reader has made room. */
  synchronized boolean wantsResume() {
    return paused && waitingBytes <= lowWatermarkBytes;
  }

  /** Frees the front, when nobody parses any more: the handler has ended. */
  synchronized void releaseFront() {
    freeFront();
  }

  /**
   * Leaves the front to the garbage collector, where nobody says when parsing ends: the connection
   * has no handler.
   */
  synchronized void abandonFront() {
    if (frontChunk != null) {
      pool.abandon(frontChunk);
      frontChunk = null;
    }
  }

  /** Stops to wait. */
  synchronized void stopWaiting(Thread waiter) {
    readers.remove(waiter);
  }

  // ---- Any thread ------------------------------------------------------------------------------

  /** Makes reads that would wait return the end of the stream. */
  void drain() {
    Thread reader;
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      state = State.DRAINING;
      reader = readers.takeAll();
    }
    WaitSet.unpark(reader);
  }

  /** Drops everything and makes reads fail. */
  void close() {
    Thread reader;
    synchronized (this) {
      state = State.CLOSED;
      dropWaiting();
      reader = readers.takeAll();
    }
    WaitSet.unpark(reader);
  }

  State state() {
    return state;
  }

  // ---- Under the lock --------------------------------------------------------------------------

  private int whyNothing(@Nullable Thread waiter, long deadlineNanos) {
    if (broken) {
      return CLOSED;
    }
    if (state != State.OPEN) {
      return END;
    }
    if (waiter != null) {
      readers.add(waiter, deadlineNanos, 0);
    }
    return NOTHING;
  }

  private void replaceFront(boolean onCarrier) {
    ByteBuffer lentNow = lent;
    if (lentNow != null) {
      if (onCarrier) {
        front = lentNow;
        frontLent = true;
        lent = null;
        waitingBytes -= lentNow.remaining();
        return;
      }
      storeLent();
    }
    Chunk chunk = unlinkHead();
    frontChunk = chunk;
    front = chunk.content();
    waitingBytes -= chunk.size();
  }

  /** Appends what waits to a front that is not read to its end, so that it stays in one piece. */
  private void extendFront() {
    ByteBuffer lentNow = lent;
    ByteBuffer more = lentNow != null ? lentNow : unlinked(head).content();
    Chunk chunk = frontChunk;
    if (chunk != null) {
      chunk.consumeRead();
    }
    if (chunk == null || chunk.room() < more.remaining()) {
      chunk = roomierFront(more.remaining());
    }
    waitingBytes -= chunk.append(more);
    front = chunk.content();
    if (lentNow == null) {
      unlinked(head).consumeRead();
    }
    if (more.hasRemaining()) {
      return;
    }
    if (lentNow != null) {
      lent = null;
    } else {
      pool.giveBack(unlinkHead());
    }
  }

  private Chunk roomierFront(int moreBytes) {
    Chunk chunk = frontChunk;
    int needed = front.remaining() + moreBytes;
    if (chunk != null && chunk.capacity() >= needed) {
      chunk.compact();
      return chunk;
    }
    // Growing by doubling keeps the copying within bounds, however small the pieces that arrive.
    Chunk larger = pool.takeFor(Math.max(needed, 2 * front.remaining()));
    larger.append(front);
    freeFront();
    frontChunk = larger;
    return larger;
  }

  private void storeFront() {
    ByteBuffer old = front;
    if (old.hasRemaining() && state != State.CLOSED) {
      // The pool's lock may make this thread park, and the parser go on: so the chunk comes first,
      // and nothing is seen of the change before it is complete.
      Chunk chunk = pool.takeFor(old.remaining());
      chunk.append(old);
      frontChunk = chunk;
      front = chunk.content();
    } else {
      front = EMPTY;
    }
    FRONT_LENT.setRelease(this, false);
  }

  private void freeFront() {
    if (frontChunk != null) {
      pool.giveBack(frontChunk);
      frontChunk = null;
    }
    front = EMPTY;
    FRONT_LENT.setRelease(this, false);
  }

  /** Moves lent bytes before the stored ones. */
  private void storeLent() {
    ByteBuffer old = lent;
    if (old == null) {
      return;
    }
    if (old.hasRemaining()) {
      Chunk chunk = pool.takeFor(old.remaining());
      chunk.append(old);
      chunk.next = head;
      head = chunk;
      if (tail == null) {
        tail = chunk;
      }
    }
    lent = null;
  }

  private void store(ByteBuffer data) {
    Chunk last = tail;
    int least = 0;
    if (last != null) {
      last.append(data);
      least = 2 * last.capacity();
    }
    while (data.hasRemaining()) {
      int bytes = Math.min(Math.max(data.remaining(), least), pool.chunkBytes());
      Chunk chunk = pool.takeFor(bytes);
      chunk.append(data);
      if (tail == null) {
        head = chunk;
      } else {
        tail.next = chunk;
      }
      tail = chunk;
    }
  }

  private void dropWaiting() {
    lent = null;
    while (head != null) {
      pool.giveBack(unlinkHead());
    }
    waitingBytes = 0;
    // The front stays: its parser may be looking into it this very moment.
  }

  private Chunk unlinkHead() {
    Chunk chunk = unlinked(head);
    head = (Chunk) chunk.next;
    chunk.next = null;
    if (head == null) {
      tail = null;
    }
    return chunk;
  }

  private static Chunk unlinked(@Nullable Chunk chunk) {
    if (chunk == null) {
      throw new IllegalStateException("The mailbox has no chunk.");
    }
    return chunk;
  }

  private static int move(ByteBuffer src, ByteBuffer dst) {
    int count = Math.min(src.remaining(), dst.remaining());
    dst.put(dst.position(), src, src.position(), count);
    src.position(src.position() + count);
    dst.position(dst.position() + count);
    return count;
  }
}
