package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.ConnectionInput;
import io.ringloom.ConnectionOptions;
import io.ringloom.ConnectionOutput;
import io.ringloom.LimitExceededException;
import io.ringloom.TlsInfo;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.tls.TlsChannel;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayerFactory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
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
  private final boolean hasHandler;
  private final Mailbox mailbox;
  private final Outbox outbox;
  private final LoopSide loopSide;
  private final MailboxInput input;
  private final OutboxWriter writer;
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

  /** What encrypts, null if nothing does. Loop only. */
  private final @Nullable TlsChannel tls;

  /** What the TLS handshake has agreed on. Written once by the loop. */
  private volatile @Nullable TlsInfo tlsInfo;

  /** Whether bytes can be exchanged, or could until the connection ended. Loop only. */
  private boolean opened;

  /** How many of socket and handler have not ended yet. */
  @SuppressWarnings("UnusedVariable") // used through LIVES
  private volatile int lives;

  private StreamConnection(
      EventLoop loop,
      DetachedSocket socket,
      ConnectionOptions options,
      boolean hasHandler,
      @Nullable Tls security,
      ConnectionListener listener)
      throws IOException {
    this.loop = loop;
    this.listener = listener;
    this.hasHandler = hasHandler;
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
    this.writer = new OutboxWriter(this, outbox);
    this.readTimeoutNanos = Durations.toNanos(options.readTimeout());
    this.writeTimeoutNanos = Durations.toNanos(options.writeTimeout());
    SocketSettings settings =
        new SocketSettings(
            options.tcpNoDelay(),
            options.keepAlive(),
            options.sendBufferBytes(),
            options.receiveBufferBytes(),
            // What is decrypted comes on top of what waits; so a receive is to bring little then.
            security == null ? options.readHighWatermarkBytes() : 0);
    this.tls = security == null ? null : security.channel(loop, loopSide);
    StreamChannel channel = loop.driver().adopt(socket, settings, tls == null ? loopSide : tls);
    this.localAddress = channel.localAddress();
    this.remoteAddress = channel.remoteAddress();
    if (tls == null) {
      loopSide.open(channel);
    } else {
      tls.attach(channel);
      loopSide.open(tls);
    }
  }

  /**
   * Makes a connection of an open socket; {@link #begin} has to follow. Loop only.
   *
   * @param hasHandler whether {@link #handlerEnded} will be called if the connection is opened
   * @param security what encrypts, null for nothing
   * @throws IOException if the socket is of no use any more; everything is closed then
   */
  public static StreamConnection open(
      EventLoop loop,
      DetachedSocket socket,
      ConnectionOptions options,
      boolean hasHandler,
      @Nullable Tls security,
      ConnectionListener listener)
      throws IOException {
    try {
      return new StreamConnection(loop, socket, options, hasHandler, security, listener);
    } catch (Throwable e) {
      if (security != null) {
        security.layer().close();
      }
      throw e;
    }
  }

  /** Opens the connection, at once or when its TLS handshake is complete. Loop only. */
  public void begin() {
    if (tls == null) {
      opened = true;
      listener.opened(this);
    } else {
      tls.begin();
    }
  }

  /**
   * What a connection needs to encrypt.
   *
   * @param layer the layer, which is the connection's own
   * @param limits of the handshake
   */
  public record Tls(TlsLayer layer, TlsLayerFactory limits) {
    private TlsChannel channel(EventLoop loop, LoopSide loopSide) {
      return new TlsChannel(loop, layer, limits, loopSide);
    }
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
      expired = await(Operation.READ, count == Mailbox.CLOSED, expired, deadline);
    }
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return writer.write(src);
  }

  @Override
  public long write(ByteBuffer[] srcs) throws IOException {
    return writer.write(srcs, 0, srcs.length);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return writer.write(srcs, offset, length);
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
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
      throw closedDuring(Operation.SHUTDOWN_OUTPUT);
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
  public Optional<TlsInfo> tlsInfo() {
    return Optional.ofNullable(tlsInfo);
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
        // A peer that takes nothing would not take the rest either.
        abort(CloseReason.WRITE_TIMEOUT);
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
    refuseAll();
  }

  /** Resets, for a reason that counts if it is the first. Any thread. */
  public void abort(CloseReason why) {
    REASON.compareAndSet(this, null, why);
    abortRequested = true; // after the reason, which the loop reports
    refuseAll();
  }

  /** Makes reads and writes fail from now on, and has the loop do the rest. */
  private void refuseAll() {
    mailbox.close();
    outbox.finish();
    markDirty();
  }

  /** Tells the handler that the server shuts down. Any thread. */
  public void drain() {
    draining = true;
    mailbox.drain();
    if (tls != null) {
      markDirty();
    }
  }

  /** Interrupts the handler, wherever it waits. Any thread. */
  public void interruptHandler() {
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

  boolean isAbortRequested() {
    return abortRequested;
  }

  boolean isBroken() {
    return brokenBy != null;
  }

  /** Says that the TLS handshake is complete. Loop only. */
  void opened(TlsInfo info) {
    tlsInfo = info;
    opened = true;
    listener.opened(this);
  }

  /** Ends a connection that was not open when the server began to shut down. Loop only. */
  void closeIfDrainedTooEarly() {
    if (draining && !opened) {
      noteEnd(CloseReason.DRAIN, null);
    }
  }

  /** Notes why the connection ends. Loop only. */
  void noteEnd(CloseReason why, @Nullable IOException cause) {
    if (cause != null && reason == null) {
      brokenBy = cause;
    }
    if (REASON.compareAndSet(this, null, why) && !opened) {
      listener.openFailed(this, why, cause);
    }
  }

  /** Says that the socket is closed. Loop only. */
  void socketClosed() {
    if (handlerThread == null) {
      mailbox.abandonFront();
    }
    CloseReason why = reason;
    listener.socketClosed(this, why == null ? CloseReason.LOCAL_CLOSE : why);
    endOneLife();
    if (hasHandler && !opened) {
      endOneLife(); // the handler's, which was never started
    }
  }

  boolean onCarrier() {
    return loop.onCarrier();
  }

  /** Has the loop receive again, if it has paused and there is room now. */
  void resumeIfPaused() {
    if (mailbox.isPaused() && mailbox.wantsResume()) {
      markDirty();
    }
  }

  OutboxWriter writer() {
    return writer;
  }

  long readDeadline() {
    return deadline(readTimeoutNanos);
  }

  long writeDeadline() {
    return deadline(writeTimeoutNanos);
  }

  /** Has the loop look at this connection before it next waits. Any thread. */
  void markDirty() {
    if (!dirty && DIRTY.compareAndSet(this, false, true)) {
      loop.markDirty(loopSide);
    }
  }

  // ---- Waiting ---------------------------------------------------------------------------------

  /** How a park ended. */
  enum Parked {
    WOKEN,
    EXPIRED,
    INTERRUPTED
  }

  /**
   * Parks after the mailbox or the outbox had nothing and has added this thread to its wait set, or
   * throws where there is nothing to wait for.
   *
   * @param closed whether it has said that it is closed; then the thread was not added
   * @param expired whether the deadline had passed before it was asked
   * @return whether the deadline has passed; then it is to be asked once more
   */
  boolean await(Operation operation, boolean closed, boolean expired, long deadline)
      throws IOException {
    if (closed) {
      throw closedDuring(operation);
    }
    if (expired) {
      stopWaiting(operation);
      throw operation.timedOut(this, 0);
    }
    return switch (park(deadline)) {
      case WOKEN -> false;
      case EXPIRED -> true;
      case INTERRUPTED -> {
        stopWaiting(operation);
        throw operation.interrupted(this, 0);
      }
    };
  }

  /** Parks until something happens. The thread has been added to a wait set before. */
  Parked park(long deadline) {
    if (deadline != WaitSet.NO_DEADLINE && loopSide.firesAfter(deadline)) {
      timerRequested = true;
      markDirty();
    }
    LockSupport.park(this);
    if (Thread.interrupted()) {
      return Parked.INTERRUPTED;
    }
    return deadline != WaitSet.NO_DEADLINE && WaitSet.isExpired(deadline, now())
        ? Parked.EXPIRED
        : Parked.WOKEN;
  }

  ConnectionClosedException closedDuring(Operation operation) {
    boolean sessionEnded = tls != null && mailbox.state() == Mailbox.State.ENDED;
    return operation.closed(this, reason, brokenBy, sessionEnded);
  }

  private void stopWaiting(Operation operation) {
    if (operation == Operation.READ) {
      mailbox.stopWaiting(Thread.currentThread());
    } else {
      outbox.stopWaiting(Thread.currentThread());
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
}
