package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionInput;
import io.ringloom.ConnectionOptions;
import io.ringloom.ConnectionOutput;
import io.ringloom.LimitExceededException;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its users see it. Threads that use it touch the mailbox and the outbox, and ask
 * the loop for the rest by marking the connection dirty; {@link LoopSide} then looks what there is
 * to do.
 */
public final class StreamConnection implements Connection {
  private static final AtomicLong IDS = new AtomicLong();
  private static final VarHandle DIRTY;
  private static final VarHandle REASON;
  private static final VarHandle LIVES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DIRTY = lookup.findVarHandle(StreamConnection.class, "dirty", boolean.class);
      REASON = lookup.findVarHandle(StreamConnection.class, "reason", CloseReason.class);
      LIVES = lookup.findVarHandle(StreamConnection.class, "lives", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id = IDS.incrementAndGet();
  private final EventLoop loop;
  private final ConnectionListener listener;
  private final Mailbox mailbox;
  private final Outbox outbox;
  private final LoopSide loopSide;
  private final MailboxInput input;
  private final SocketAddress localAddress;
  private final SocketAddress remoteAddress;

  /** Made when it is first asked for, by any thread. */
  private volatile @Nullable ConnectionOutput output;

  /** Written by whoever sets the timeout, read by whoever reads. */
  private volatile long readTimeoutNanos;

  /** Written by whoever sets the timeout, read by whoever writes. */
  private volatile long writeTimeoutNanos;

  /** Written by whoever sets the deadline, read by whoever reads or writes. */
  private volatile long deadlineNanos = WaitSet.NO_DEADLINE;

  /** Whether the loop was told to look at this connection and has not done so yet. */
  @SuppressWarnings("UnusedVariable") // used through DIRTY
  private volatile boolean dirty;

  /** Whether a thread waits with a deadline that the timer does not know. Set by any thread. */
  private volatile boolean timerRequested;

  /** Why the connection ended: set once, by the first cause. */
  private volatile @Nullable CloseReason reason;

  /** What the system said when the connection broke. Written before {@link #reason} is read. */
  private volatile @Nullable IOException brokenBy;

  /** Set once, when the rest is not to be sent. */
  private volatile boolean abortRequested;

  /** Set once, when the server shuts down. */
  private volatile boolean draining;

  /** Set once, before the handler's thread starts. */
  private volatile @Nullable Thread handlerThread;

  /** How many of socket and handler have not ended yet. */
  @SuppressWarnings("UnusedVariable") // used through LIVES
  private volatile int lives;

  private StreamConnection(
      EventLoop loop,
      DetachedSocket socket,
      ConnectionOptions options,
      boolean hasHandler,
      ConnectionListener listener)
      throws IOException {
    this.loop = loop;
    this.listener = listener;
    this.lives = hasHandler ? 2 : 1;
    this.mailbox =
        new Mailbox(
            loop.pool(),
            loop.lendsReceivedBytes(),
            options.readHighWatermarkBytes(),
            options.readLowWatermarkBytes());
    this.outbox =
        new Outbox(
            loop.pool(), options.writeHighWatermarkBytes(), options.writeLowWatermarkBytes());
    this.loopSide = new LoopSide(this, loop, options);
    this.input = new MailboxInput(this, mailbox, options.readHighWatermarkBytes());
    this.readTimeoutNanos = Durations.toNanos(options.readTimeout());
    this.writeTimeoutNanos = Durations.toNanos(options.writeTimeout());
    SocketSettings settings =
        new SocketSettings(
            options.tcpNoDelay(),
            options.keepAlive(),
            options.sendBufferBytes(),
            options.receiveBufferBytes());
    StreamChannel channel = loop.driver().adopt(socket, settings, loopSide);
    this.localAddress = channel.localAddress();
    this.remoteAddress = channel.remoteAddress();
    loopSide.open(channel);
  }

  /**
   * Makes a connection of an open socket. Loop only.
   *
   * @param hasHandler whether {@link #handlerEnded} will be called
   * @throws IOException if the socket is of no use any more; it is closed then
   */
  public static StreamConnection open(
      EventLoop loop,
      DetachedSocket socket,
      ConnectionOptions options,
      boolean hasHandler,
      ConnectionListener listener)
      throws IOException {
    return new StreamConnection(loop, socket, options, hasHandler, listener);
  }

  // ---- What users call -------------------------------------------------------------------------

  @Override
  public long id() {
    return id;
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException(
          "A read from " + this + " needs a buffer that is writable.");
    }
    if (!dst.hasRemaining()) {
      return 0;
    }
    long deadline = readDeadline();
    boolean expired = false;
    while (true) {
      Thread waiter = expired ? null : Thread.currentThread();
      int count = mailbox.read(dst, waiter, deadline);
      if (count > 0) {
        resumeIfPaused();
        return count;
      }
      if (count == Mailbox.END) {
        return -1;
      }
      expired = checkWait(count, expired, deadline);
    }
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    int bytes = src.remaining();
    if (bytes == 0) {
      return 0;
    }
    if (!outbox.copies(bytes)) {
      writeBorrowed(new ByteBuffer[] {src}, 0, 1);
      return bytes;
    }
    long deadline = writeDeadline();
    boolean expired = false;
    while (true) {
      long result = outbox.write(src, Thread.currentThread(), deadline);
      if (result == Outbox.DONE) {
        markDirty();
        return bytes;
      }
      if (result == Outbox.NO_CHUNK) {
        writeBorrowed(new ByteBuffer[] {src}, 0, 1);
        return bytes;
      }
      expired = awaitWritten("write", result, expired, deadline);
    }
  }

  @Override
  public long write(ByteBuffer[] srcs) throws IOException {
    return write(srcs, 0, srcs.length);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += srcs[i].remaining();
    }
    if (bytes == 0) {
      return 0;
    }
    if (!outbox.copies(bytes)) {
      writeBorrowed(srcs, offset, length);
      return bytes;
    }
    long deadline = writeDeadline();
    boolean expired = false;
    while (true) {
      long result =
          outbox.write(srcs, offset, length, (int) bytes, Thread.currentThread(), deadline);
      if (result == Outbox.DONE) {
        markDirty();
        return bytes;
      }
      if (result == Outbox.NO_CHUNK) {
        writeBorrowed(srcs, offset, length);
        return bytes;
      }
      expired = awaitWritten("write", result, expired, deadline);
    }
  }

  @Override
  public void flush() throws IOException {
    if (outbox.state() == Outbox.State.CLOSED) {
      throw closedDuring("flush");
    }
    long deadline = writeDeadline();
    long count = outbox.acceptedBytes();
    boolean expired = false;
    long result;
    while ((result = outbox.awaitSettled(count, Thread.currentThread(), deadline)) != Outbox.DONE) {
      expired = awaitWritten("flush", result, expired, deadline);
    }
  }

  @Override
  public ConnectionInput input() {
    return input;
  }

  @Override
  public ConnectionOutput output() {
    ConnectionOutput made = output;
    if (made == null) {
      synchronized (outbox) {
        made = output;
        if (made == null) {
          made = new OutboxOutput(this);
          output = made;
        }
      }
    }
    return made;
  }

  @Override
  public void setReadTimeout(Duration timeout) {
    readTimeoutNanos = checkedNanos("read timeout", timeout);
  }

  @Override
  public void setWriteTimeout(Duration timeout) {
    writeTimeoutNanos = checkedNanos("write timeout", timeout);
  }

  @Override
  public void setDeadline(Duration fromNow) {
    deadlineNanos = loop.clock().nanoTime() + checkedNanos("deadline", fromNow);
  }

  @Override
  public void clearDeadline() {
    deadlineNanos = WaitSet.NO_DEADLINE;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (reason != null) {
      throw closedDuring("shutdownOutput");
    }
    if (outbox.finish()) {
      markDirty();
    }
  }

  @Override
  public void close() {
    CloseReason why =
        draining
            ? CloseReason.DRAIN
            : mailbox.state() == Mailbox.State.ENDED
                ? CloseReason.END_OF_STREAM
                : CloseReason.LOCAL_CLOSE;
    close(why);
  }

  @Override
  public void abort() {
    abort(CloseReason.LOCAL_ABORT);
  }

  @Override
  public boolean isOpen() {
    return reason == null;
  }

  @Override
  public boolean isDraining() {
    return draining;
  }

  @Override
  public Optional<CloseReason> closeReason() {
    return Optional.ofNullable(reason);
  }

  /** Returns how this connection is called in messages. */
  @Override
  public String toString() {
    return "connection " + id + " with " + remoteAddress;
  }

  // ---- What the server and the connector call --------------------------------------------------

  /** Says which thread runs the handler, before it starts. */
  public void setHandlerThread(Thread thread) {
    handlerThread = thread;
  }

  /** Returns the thread that runs the handler, if there is one. Any thread. */
  public @Nullable Thread handlerThread() {
    return handlerThread;
  }

  /** Returns the loop that this connection belongs to. Any thread. */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Closes after the handler has failed. Any thread.
   *
   * @return whether the failure is the end of this connection itself, which the handler need not
   *     have expected, rather than a failure of the handler
   */
  public boolean endAfter(Throwable failure) {
    if (failure instanceof OperationTimeoutException timeout && timeout.connection() == this) {
      if (timeout.reason() == CloseReason.WRITE_TIMEOUT) {
        abort(
            CloseReason.WRITE_TIMEOUT); // a peer that takes nothing would not take the rest either
      } else {
        close(timeout.reason());
      }
      return true;
    }
    if (failure instanceof LimitExceededException) {
      close(CloseReason.LIMIT_EXCEEDED); // what a peer does must not fill the log with stacks
      return true;
    }
    boolean ended = reason != null || draining || mailbox.state() == Mailbox.State.ENDED;
    boolean ours =
        ended
            && (failure instanceof ConnectionClosedException
                || failure instanceof EOFException
                || failure instanceof InterruptedIOException
                || failure instanceof InterruptedException);
    if (ours) {
      close();
    } else {
      close(CloseReason.HANDLER_FAILED);
    }
    return ours;
  }

  /** Closes gracefully, for a reason that counts if it is the first. Any thread. */
  public void close(CloseReason why) {
    REASON.compareAndSet(this, null, why);
    mailbox.close();
    outbox.finish();
    markDirty();
  }

  /** Resets, for a reason that counts if it is the first. Any thread. */
  public void abort(CloseReason why) {
    REASON.compareAndSet(this, null, why);
    abortRequested = true;
    mailbox.close();
    outbox.finish(); // refuses writes from now on
    markDirty();
  }

  /** Tells the handler that the server shuts down. Any thread. */
  public void drain() {
    draining = true;
    mailbox.drain();
  }

  /** Interrupts the handler, wherever it waits. Any thread. */
  void interruptHandler() {
    Thread thread = handlerThread;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Says that the handler has ended; its thread touches the connection no more. */
  public void handlerEnded() {
    mailbox.releaseFront();
    endOneLife();
  }

  // ---- What the loop's side and the parsers call -----------------------------------------------

  Mailbox mailbox() {
    return mailbox;
  }

  Outbox outbox() {
    return outbox;
  }

  void clearDirty() {
    dirty = false;
  }

  boolean takeTimerRequest() {
    if (!timerRequested) {
      return false;
    }
    timerRequested = false;
    return true;
  }

  boolean isEnding() {
    return reason != null;
  }

  boolean isAbortRequested() {
    return abortRequested;
  }

  boolean isBroken() {
    return brokenBy != null;
  }

  /** Notes why the connection ends. Loop only. */
  void noteEnd(CloseReason why, @Nullable IOException cause) {
    if (cause != null && reason == null) {
      brokenBy = cause;
    }
    REASON.compareAndSet(this, null, why);
  }

  /** Says that the socket is closed. Loop only. */
  void socketClosed() {
    if (handlerThread == null) {
      mailbox.abandonFront();
    }
    CloseReason why = reason;
    listener.socketClosed(this, why == null ? CloseReason.LOCAL_CLOSE : why);
    endOneLife();
  }

  boolean onCarrier() {
    return loop.onCarrier();
  }

  /**
   * Writes what a parser has at hand, at most as much as is copied.
   *
   * @return how many bytes were written
   */
  int writeFront(MailboxInput source) throws IOException {
    long deadline = writeDeadline();
    boolean expired = false;
    while (source.awaitBytes()) {
      long result = outbox.writeFront(source, Thread.currentThread(), deadline);
      if (result > 0) {
        markDirty();
        return (int) result;
      }
      if (result == Outbox.NO_CHUNK) {
        return write(source.ownBuffered());
      }
      if (result != Outbox.DONE) {
        expired = awaitWritten("write", result, expired, deadline);
      }
    }
    return -1;
  }

  /** Has the loop receive again, if it has paused and there is room now. */
  void resumeIfPaused() {
    if (mailbox.isPaused() && mailbox.wantsResume()) {
      markDirty();
    }
  }

  long readDeadline() {
    return deadline(readTimeoutNanos);
  }

  /**
   * Parks after the mailbox had nothing, or throws what its answer means.
   *
   * @param answer what the mailbox said
   * @param expired whether the deadline had passed before it was asked
   * @return whether the deadline has passed
   */
  boolean checkWait(int answer, boolean expired, long deadline) throws IOException {
    if (answer == Mailbox.CLOSED) {
      throw closedDuring("read");
    }
    if (expired) {
      mailbox.stopWaiting(Thread.currentThread());
      throw timeout("read", CloseReason.READ_TIMEOUT, 0);
    }
    return switch (park(deadline)) {
      case WOKEN -> false;
      case EXPIRED -> true;
      case INTERRUPTED -> {
        mailbox.stopWaiting(Thread.currentThread());
        throw new InterruptedIOException("A read from " + this + " was interrupted.");
      }
    };
  }

  // ---- Waiting ---------------------------------------------------------------------------------

  private enum Parked {
    WOKEN,
    EXPIRED,
    INTERRUPTED
  }

  /** Parks until something happens. The thread has been added to a wait set before. */
  private Parked park(long deadline) {
    if (deadline != WaitSet.NO_DEADLINE && loopSide.firesAfter(deadline)) {
      timerRequested = true;
      markDirty();
    }
    LockSupport.park(this);
    if (Thread.interrupted()) {
      return Parked.INTERRUPTED;
    }
    return WaitSet.isExpired(deadline, deadline == WaitSet.NO_DEADLINE ? 0 : now())
        ? Parked.EXPIRED
        : Parked.WOKEN;
  }

  /**
   * Parks after the outbox has said that there is something to wait for, or throws what its answer
   * means.
   *
   * @param expired whether the deadline had passed before it was asked
   * @return whether the deadline has passed; then it is to be asked once more
   */
  private boolean awaitWritten(String operation, long answer, boolean expired, long deadline)
      throws IOException {
    if (answer == Outbox.CLOSED) {
      throw closedDuring(operation);
    }
    if (expired) {
      outbox.stopWaiting(Thread.currentThread());
      throw timeout(operation, CloseReason.WRITE_TIMEOUT, 0);
    }
    return switch (park(deadline)) {
      case WOKEN -> false;
      case EXPIRED -> true;
      case INTERRUPTED -> {
        outbox.stopWaiting(Thread.currentThread());
        throw new InterruptedIOException("A " + operation + " on " + this + " was interrupted.");
      }
    };
  }

  private void writeBorrowed(ByteBuffer[] srcs, int offset, int length) throws IOException {
    BorrowedWrite[] writes = new BorrowedWrite[length];
    for (int i = 0; i < length; i++) {
      writes[i] = new BorrowedWrite(srcs[offset + i]);
    }
    long deadline = writeDeadline();
    long count = outbox.borrow(writes);
    if (count == Outbox.CLOSED) {
      throw closedDuring("write");
    }
    markDirty();
    boolean expired = false;
    long result;
    while ((result = outbox.awaitSettled(count, Thread.currentThread(), deadline)) != Outbox.DONE) {
      if (result == Outbox.CLOSED) {
        withdraw(writes);
        throw closedDuring("write");
      }
      if (expired) {
        throw timeout("write", CloseReason.WRITE_TIMEOUT, withdraw(writes));
      }
      switch (park(deadline)) {
        case WOKEN -> {}
        case EXPIRED -> expired = true;
        case INTERRUPTED -> {
          InterruptedIOException e =
              new InterruptedIOException("A write on " + this + " was interrupted.");
          e.bytesTransferred = (int) Math.min(Integer.MAX_VALUE, withdraw(writes));
          throw e;
        }
      }
    }
  }

  /** Takes borrowed buffers back, and returns how much of them was sent. */
  private long withdraw(BorrowedWrite[] writes) {
    boolean interrupted = false;
    while (!outbox.withdraw(writes, Thread.currentThread())) {
      LockSupport.park(this); // short: only until the send that has begun is over
      interrupted |= Thread.interrupted();
    }
    outbox.stopWaiting(Thread.currentThread());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    markDirty(); // what comes behind the buffers can go out now
    long sent = 0;
    for (BorrowedWrite write : writes) {
      sent += write.consumed();
    }
    return sent;
  }

  private void markDirty() {
    if (!dirty && DIRTY.compareAndSet(this, false, true)) {
      loop.markDirty(loopSide);
    }
  }

  private void endOneLife() {
    if ((int) LIVES.getAndAdd(this, -1) == 1) {
      loop.forget(loopSide);
      listener.connectionEnded(this);
    }
  }

  private long now() {
    return loop.clock().nanoTime();
  }

  private long writeDeadline() {
    return deadline(writeTimeoutNanos);
  }

  private long deadline(long timeoutNanos) {
    return timeoutNanos == 0 ? deadlineNanos : WaitSet.sooner(deadlineNanos, now() + timeoutNanos);
  }

  private static long checkedNanos(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "The " + what + " is " + duration + ", but must be zero or more.");
    }
    return Durations.toNanos(duration);
  }

  private ConnectionClosedException closedDuring(String operation) {
    CloseReason why = reason;
    if (why == null) {
      return new ConnectionClosedException(
          "A " + operation + " on " + this + " failed because its output was shut down.",
          CloseReason.LOCAL_CLOSE,
          null);
    }
    return new ConnectionClosedException(
        "A " + operation + " on " + this + " failed because " + why.sentence() + ".",
        why,
        brokenBy);
  }

  private OperationTimeoutException timeout(String operation, CloseReason why, long transferred) {
    return new OperationTimeoutException(
        this,
        "A " + operation + " on " + this + " took longer than its deadline.",
        why,
        transferred);
  }
}
