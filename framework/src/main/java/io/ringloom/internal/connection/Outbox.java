package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.ChunkPool;
import io.ringloom.internal.buffer.Segment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Written bytes on their way from writers to the loop: one queue, in order, of chunks that writes
 * are copied into and of buffers that are borrowed from writers who wait.
 *
 * <p>All fields but those marked otherwise are guarded by this object's lock, which is never held
 * while anything waits or is sent. Two counts say how far the stream has come: <b>accepted</b>
 * bytes were put into the queue, <b>settled</b> ones were taken by the system. A write, a flush,
 * and a write that waits for room are each done when the settled count has reached a certain
 * number, so each is completed exactly once. Bytes that a channel has taken from the queue and not
 * handed to the system yet, since it encrypts them, are neither: they settle when it has.
 */
final class Outbox {
  /** What {@link #write} returns when the bytes were taken over. */
  static final long DONE = 0;

  /** What {@link #write} returns when the connection does not take bytes any more. */
  static final long CLOSED = -1;

  /** What {@link #write} returns when there is no room yet, and the waiter was added. */
  static final long NO_ROOM = -2;

  /** What {@link #write} returns when the pool has no chunk: the bytes have to be borrowed. */
  static final long NO_CHUNK = -3;

  /** How much of a heap buffer one send is given: the transport has to copy it. */
  private static final int HEAP_SEND_BYTES = 64 * 1024;

  /**
   * How far this side's stream has come.
   *
   * <pre>
   *   OPEN      -> FINISHING  shutdownOutput or close: the rest goes out first
   *   FINISHING -> FINISHED   the end of the stream was sent
   *   any       -> CLOSED     broken, aborted, or the socket is closed
   * </pre>
   */
  enum State {
    OPEN,
    FINISHING,
    FINISHED,
    CLOSED
  }

  private final ChunkPool pool;
  private final int highWatermarkBytes;
  private final int lowWatermarkBytes;

  private State state = State.OPEN;
  private @Nullable Segment head;
  private @Nullable Segment tail;

  /** The chunk that a write has taken and not linked yet; null outside of a write. */
  private @Nullable Chunk fresh;

  private long acceptedBytes;
  private long settledBytes;

  /** How many bytes have left the queue and are still held back by the channel. */
  private long heldBackBytes;

  /** Whether the loop has given bytes of the queue to the channel and not heard of them yet. */
  private boolean sending;

  /** Whether a writer waits for the end of a send to take its buffers back. */
  private boolean withdrawing;

  /** Which part of the stream was sent from memory that the system still uses, null if none was. */
  private @Nullable Held held;

  /** How many bytes the send that is under way was given. Loop only. */
  private long offeredBytes;

  /** Whether there was more to send when the loop last looked. Loop only. */
  private boolean moreToSend;

  /** Whether the stream was to be ended when the loop last looked. Loop only. */
  private boolean finishSeen;

  /** Threads that wait for {@link #settledBytes} to reach a number; made when there is one. */
  private @Nullable WaitSet writers;

  Outbox(ChunkPool pool, int highWatermarkBytes, int lowWatermarkBytes) {
    this.pool = pool;
    this.highWatermarkBytes = highWatermarkBytes;
    this.lowWatermarkBytes = lowWatermarkBytes;
  }

  // ---- The writers' side -----------------------------------------------------------------------

  /**
   * Takes over the bytes of some buffers by copying them, all of them or none.
   *
   * @param bytes how many there are, at least 1 and such that {@link #copies} is true
   * @param waiter the thread to wake when there is room
   * @return {@link #DONE}, {@link #CLOSED}, {@link #NO_ROOM} or {@link #NO_CHUNK}
   */
  synchronized long write(
      ByteBuffer[] srcs, int offset, int length, int bytes, Thread waiter, long deadlineNanos) {
    long admission = admit(bytes, waiter, deadlineNanos);
    if (admission == DONE) {
      for (int i = offset; i < offset + length; i++) {
        copy(srcs[i]);
      }
      giveBackFresh(); // a buffer that was given twice makes less than it seemed
    }
    return admission;
  }

  /** Like the other {@code write}, for one buffer. */
  synchronized long write(ByteBuffer src, Thread waiter, long deadlineNanos) {
    long admission = admit(src.remaining(), waiter, deadlineNanos);
    if (admission == DONE) {
      copy(src);
    }
    return admission;
  }

  /** Returns whether as many bytes are copied rather than borrowed. Any thread, without a lock. */
  boolean copies(long bytes) {
    return bytes <= pool.chunkBytes();
  }

  /**
   * Takes over what a parser has at hand, at most as much as is copied.
   *
   * <p>The parser's bytes may be lent, and then the loop moves them when this thread parks: at the
   * lock of this outbox, or of the pool in {@link #admit}. So they are fetched when all locks are
   * held.
   *
   * @return how many bytes were taken over ({@link #DONE} if there are none), {@link #CLOSED},
   *     {@link #NO_ROOM} or {@link #NO_CHUNK}
   */
  synchronized long writeFront(MailboxInput source, Thread waiter, long deadlineNanos) {
    int bytes = Math.min(source.buffered().remaining(), pool.chunkBytes());
    if (bytes == 0) {
      return DONE;
    }
    long admission = admit(bytes, waiter, deadlineNanos);
    if (admission != DONE) {
      return admission;
    }
    ByteBuffer front = source.buffered();
    if (front.remaining() < bytes) { // another thread has closed the source meanwhile
      giveBackFresh();
      return DONE;
    }
    int limit = front.limit();
    front.limit(front.position() + bytes);
    copy(front);
    front.limit(limit);
    return bytes;
  }

  /**
   * Puts buffers into the queue that stay with their writer, who has to wait with {@link
   * #awaitReturned} for the number that this returns.
   *
   * @return the count to wait for, or {@link #CLOSED}
   */
  synchronized long borrow(BorrowedWrite[] writes) {
    if (state != State.OPEN) {
      return CLOSED;
    }
    for (BorrowedWrite write : writes) {
      if (write.remaining() > 0) { // an empty one would never be sent, and so never leave
        acceptedBytes += write.remaining();
        link(write);
      }
    }
    return acceptedBytes;
  }

  /** Returns the count at which everything written so far has been sent. */
  synchronized long acceptedBytes() {
    return acceptedBytes;
  }

  /**
   * Returns whether a count was reached, {@link #CLOSED} if it never will be and no buffer is in
   * use any more, {@link #NO_ROOM} if it is to be waited for: the waiter was added.
   */
  synchronized long awaitSettled(long count, Thread waiter, long deadlineNanos) {
    if (settledBytes >= count) {
      return DONE;
    }
    if (state == State.CLOSED && !sending) {
      return CLOSED;
    }
    waiters().add(waiter, deadlineNanos, count);
    return NO_ROOM;
  }

  /**
   * Like {@link #awaitSettled}, for a writer of borrowed buffers: they are its own again only when
   * the system does not use their memory any more.
   *
   * @param from how many bytes come before the buffers
   * @param to how many bytes come before their end
   */
  synchronized long awaitReturned(long from, long to, Thread waiter, long deadlineNanos) {
    if (!isHeld(from, to)) {
      return awaitSettled(to, waiter, deadlineNanos);
    }
    waiters().add(waiter, deadlineNanos, Long.MAX_VALUE);
    return NO_ROOM;
  }

  /**
   * Returns whether the system uses memory of borrowed buffers although their send has ended, and
   * will until the peer has taken the bytes, or the connection is reset.
   *
   * @param from how many bytes come before the buffers
   * @param to how many bytes come before their end
   */
  synchronized boolean isHeld(long from, long to) {
    return held != null && held.from < to && from < held.to;
  }

  /** Returns whether only a reset makes the system let go: no send is under way. */
  synchronized boolean isStuck(long from, long to) {
    return !sending && isHeld(from, to);
  }

  /**
   * Takes borrowed buffers back from the queue, what is left of them.
   *
   * @param from how many bytes come before them
   * @param to how many bytes come before their end
   * @return false if they are being sent this moment or {@link #isHeld}; the waiter is woken when
   *     that has ended
   */
  synchronized boolean withdraw(BorrowedWrite[] writes, long from, long to, Thread waiter) {
    if (sending || isHeld(from, to)) {
      waiters().add(waiter, WaitSet.NO_DEADLINE, Long.MAX_VALUE);
      withdrawing = true;
      for (BorrowedWrite write : writes) {
        write.stop();
      }
      return false;
    }
    for (BorrowedWrite write : writes) {
      if (write.remaining() > 0) {
        write.withdraw();
      }
    }
    return true;
  }

  /** Stops to wait. */
  synchronized void stopWaiting(Thread waiter) {
    if (writers != null) {
      writers.remove(waiter);
    }
  }

  /** Returns whether a writer waits for the end of a send to take its buffers back. Any thread. */
  synchronized boolean isWithdrawing() {
    return withdrawing;
  }

  // ---- The loop's side -------------------------------------------------------------------------

  /**
   * Collects the bytes to be sent next; {@link #settle} has to follow. Loop only.
   *
   * @return how many of the buffers are used, 0 if there is nothing to send
   */
  synchronized int gather(@Nullable ByteBuffer[] buffers) {
    int count = 0;
    long bytes = 0;
    settleWithdrawn();
    for (Segment segment = head; segment != null && count < buffers.length; ) {
      ByteBuffer content;
      if (segment instanceof Chunk chunk) {
        content = chunk.content();
      } else {
        BorrowedWrite write = (BorrowedWrite) segment;
        if (write.isStopped()) {
          break;
        }
        content = write.content(write.isDirect() ? Integer.MAX_VALUE : HEAP_SEND_BYTES);
      }
      buffers[count++] = content;
      bytes += content.remaining();
      // What is only a part of its segment has to be the last.
      segment = content.remaining() == sizeOf(segment) ? segment.next : null;
    }
    offeredBytes = bytes;
    finishSeen = state == State.FINISHING;
    sending = count > 0;
    return count;
  }

  /**
   * Says how many of the gathered bytes the channel has taken. Loop only.
   *
   * @param drained whether the system has taken all of them; else {@link #drained()} is to follow
   * @return the thread to unpark, if one waited for them
   */
  @Nullable Thread settle(long bytes, boolean drained) {
    synchronized (this) {
      sending = false;
      heldBackBytes += bytes;
      long left = bytes;
      while (left > 0) {
        Segment segment = linked(head);
        int size = sizeOf(segment);
        int part = (int) Math.min(left, size);
        consume(segment, part);
        left -= part;
        if (part == size) {
          unlinkHead();
        }
      }
      if (drained) {
        settleHeldBack();
      }
      settleWithdrawn();
      moreToSend = head != null;
      finishSeen = state == State.FINISHING;
      if (withdrawing) {
        withdrawing = false;
        return takeReached(Long.MAX_VALUE); // those for whom it is too early wait again
      }
      return takeReached(settledBytes);
    }
  }

  /** Says that the system has taken all that the channel held back; see {@link #settle}. */
  @Nullable Thread drained() {
    synchronized (this) {
      settleHeldBack();
      return takeReached(settledBytes);
    }
  }

  /** Returns how many bytes the last {@link #gather} collected. Loop only. */
  long offeredBytes() {
    return offeredBytes;
  }

  /**
   * Says that the gathered bytes are sent without a copy: the system uses their memory until {@link
   * #release()}. Loop only.
   */
  synchronized void hold() {
    held = new Held(settledBytes, settledBytes + offeredBytes);
  }

  /** Says that the system does not use that memory any more. Loop only. */
  @Nullable Thread release() {
    synchronized (this) {
      held = null;
      return takeReached(Long.MAX_VALUE); // those for whom it is too early wait again
    }
  }

  /** Returns whether there was a {@link #hold()} without a {@link #release()}. Loop only. */
  synchronized boolean isHeld() {
    return held != null;
  }

  /**
   * Returns whether what was gathered is one buffer of a writer, whose memory may stay in use after
   * it was sent. Loop only.
   */
  synchronized boolean offersBorrowed() {
    return head instanceof BorrowedWrite write
        && write.isDirect()
        && write.remaining() == offeredBytes;
  }

  /** Returns whether the last {@link #settle} left something to send. Loop only. */
  boolean hasMoreToSend() {
    return moreToSend;
  }

  /** Returns whether the stream was to be ended when the loop last looked. Loop only. */
  boolean isFinishSeen() {
    return finishSeen;
  }

  /**
   * Notes that the end of the stream has to be sent now. Loop only.
   *
   * @return whether it has to: it was asked for and everything before it is sent
   */
  synchronized boolean finishNow() {
    settleWithdrawn();
    if (state != State.FINISHING || head != null || sending) {
      return false;
    }
    state = State.FINISHED;
    return true;
  }

  /** Wakes writers whose deadline has passed; see {@link #settle}. Loop only. */
  synchronized @Nullable Thread takeExpired(long nowNanos) {
    return writers == null ? null : writers.takeExpired(nowNanos);
  }

  /** Returns the soonest deadline of all writers. Loop only. */
  synchronized long soonestDeadline() {
    return writers == null ? WaitSet.NO_DEADLINE : writers.soonestDeadline();
  }

  /** Makes writes fail; the queue is left to {@link #dispose()}. Loop only. */
  synchronized void close() {
    state = State.CLOSED;
    unparkAll();
  }

  /** Frees all memory, when nothing is in flight any more. Loop only. */
  synchronized void dispose() {
    state = State.CLOSED;
    sending = false;
    held = null;
    while (head != null) {
      unlinkHead();
    }
    unparkAll();
  }

  // ---- Any thread ------------------------------------------------------------------------------

  /**
   * Ends the stream after what was written. Writers that wait for room are woken and find it so;
   * those whose buffers are in the queue, and those that flush, wait on.
   *
   * @return whether it was open
   */
  synchronized boolean finish() {
    if (state != State.OPEN) {
      return false;
    }
    state = State.FINISHING;
    unparkAll();
    return true;
  }

  synchronized State state() {
    return state;
  }

  // ---- Under the lock --------------------------------------------------------------------------

  /** Returns whether bytes can be copied now; the chunks that they need are linked then. */
  private long admit(int bytes, Thread waiter, long deadlineNanos) {
    if (state != State.OPEN) {
      return CLOSED;
    }
    if (acceptedBytes - settledBytes > highWatermarkBytes) {
      waiters().add(waiter, deadlineNanos, acceptedBytes - lowWatermarkBytes);
      return NO_ROOM;
    }
    if (!(tail instanceof Chunk last) || last.room() < bytes) {
      // At most one chunk's worth is copied, so one more is always enough.
      Chunk chunk = pool.tryTake();
      if (chunk == null) {
        return NO_CHUNK;
      }
      fresh = chunk;
    }
    return DONE;
  }

  private void giveBackFresh() {
    if (fresh != null) {
      pool.giveBack(fresh);
      fresh = null;
    }
  }

  private void copy(ByteBuffer src) {
    acceptedBytes += src.remaining();
    if (tail instanceof Chunk last) {
      last.append(src);
    }
    if (src.hasRemaining()) {
      Chunk chunk = linked(fresh);
      fresh = null;
      link(chunk);
      chunk.append(src);
    }
  }

  private void consume(Segment segment, int bytes) {
    if (segment instanceof Chunk chunk) {
      chunk.consume(bytes);
    } else {
      ((BorrowedWrite) segment).consume(bytes);
    }
  }

  private static int sizeOf(Segment segment) {
    return segment instanceof Chunk chunk ? chunk.size() : ((BorrowedWrite) segment).remaining();
  }

  private void settleHeldBack() {
    settledBytes += heldBackBytes;
    heldBackBytes = 0;
  }

  /**
   * Drops withdrawn buffers that have come to the head; their bytes settle together with those
   * before them.
   */
  private void settleWithdrawn() {
    if (!(head instanceof BorrowedWrite first) || !first.isWithdrawn()) {
      return;
    }
    boolean drained = heldBackBytes == 0;
    while (head instanceof BorrowedWrite write && write.isWithdrawn()) {
      heldBackBytes += write.remaining();
      unlinkHead();
    }
    if (drained) {
      settleHeldBack();
      WaitSet.unpark(takeReached(settledBytes));
    }
  }

  private void link(Segment segment) {
    if (tail == null) {
      head = segment;
    } else {
      tail.next = segment;
    }
    tail = segment;
  }

  private void unlinkHead() {
    Segment segment = linked(head);
    head = segment.next;
    segment.next = null;
    if (head == null) {
      tail = null;
    }
    if (segment instanceof Chunk chunk) {
      pool.giveBack(chunk);
    }
  }

  private static <S extends Segment> S linked(@Nullable S segment) {
    if (segment == null) {
      throw new IllegalStateException("The outbox has lost count of its bytes.");
    }
    return segment;
  }

  private WaitSet waiters() {
    WaitSet made = writers;
    if (made == null) {
      made = new WaitSet();
      writers = made;
    }
    return made;
  }

  private @Nullable Thread takeReached(long count) {
    return writers == null ? null : writers.takeReached(count);
  }

  private void unparkAll() {
    WaitSet.unpark(takeReached(Long.MAX_VALUE));
  }

  /** A part of the stream, by how many bytes come before its start and before its end. */
  private record Held(long from, long to) {}
}
