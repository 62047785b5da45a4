package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import io.ringloom.ConnectionOptions;
import io.ringloom.TlsInfo;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.Sending;
import io.ringloom.internal.loop.TimerEntry;
import io.ringloom.internal.loop.TurnMember;
import io.ringloom.internal.tls.TlsEvents;
import io.ringloom.spi.StreamChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the loop does for one connection: moves bytes between its channel and its mailbox and
 * outbox, keeps its deadlines, and ends it in order.
 *
 * <p>Loop only, but for {@link #armedNanos}.
 */
final class LoopSide extends TimerEntry implements TlsEvents, TurnMember {

  /**
   * How far the connection has come.
   *
   * <pre>
   *   OPEN    -> CLOSING  graceful close: flush, end the stream, read until the peer's end
   *   OPEN    -> RELEASED broken, aborted
   *   CLOSING -> RELEASED both streams have ended, or the close timeout has passed, or as above
   *   RELEASED -> CLOSED  the channel has said that nothing is in flight any more
   * </pre>
   */
  private enum Phase {
    OPEN,
    CLOSING,
    RELEASED,
    CLOSED
  }

  private final StreamConnection connection;
  private final EventLoop loop;
  private final ConnectionOptions options;
  private final Mailbox mailbox;
  private final Outbox outbox;
  private final long idleTimeoutNanos;

  private @Nullable StreamChannel channel;
  private Phase phase = Phase.OPEN;
  private Sending sending = Sending.IDLE;
  private boolean inputEnded;

  /** Whether the channel was told that nothing more will be sent. */
  private boolean outputEnded;

  private boolean reclaimQueued;
  private long lastActivityNanos;
  private long closeDeadlineNanos = WaitSet.NO_DEADLINE;

  /**
   * When the timer will fire. Written by the loop; a thread that adds a deadline reads it
   * afterwards, and has the loop look again if the timer comes too late. Both are volatile
   * accesses, and the loop writes before it collects the deadlines: so the loop sees the deadline
   * or the thread sees the write.
   */
  private volatile long armedNanos = WaitSet.NO_DEADLINE;

  LoopSide(StreamConnection connection, EventLoop loop, ConnectionOptions options) {
    this.connection = connection;
    this.loop = loop;
    this.options = options;
    this.mailbox = connection.mailbox();
    this.outbox = connection.outbox();
    this.idleTimeoutNanos = Durations.toNanos(options.idleTimeout());
  }

  /** Begins to serve the channel. */
  void open(StreamChannel opened) {
    loop.assertInLoop();
    channel = opened;
    loop.register(this);
    lastActivityNanos = loop.clock().nanoTime();
    armTimer();
    opened.startReceiving();
  }

  /**
   * Returns whether the loop has to be told of a deadline, since its timer fires later. Any thread.
   */
  boolean firesAfter(long deadlineNanos) {
    long armed = armedNanos;
    return armed == WaitSet.NO_DEADLINE || deadlineNanos - armed < 0;
  }

  // ---- From the channel ------------------------------------------------------------------------

  @Override
  public void received(ByteBuffer data) {
    loop.assertInLoop();
    int bytes = data.remaining();
    loop.statistics().addReceived(bytes);
    lastActivityNanos = loop.turnNanos();
    if (phase != Phase.OPEN) {
      return; // a graceful close reads the rest away
    }
    Thread reader = mailbox.deliver(data);
    if (reader != null && reader == connection.handlerThread()) {
      loop.wakeReceiver(reader);
    } else {
      WaitSet.unpark(reader); // a thread of somebody else, of whose scheduler nothing is known
    }
    if (!reclaimQueued && mailbox.isLending()) {
      reclaimQueued = true;
      loop.reclaimAtEndOfTurn(this);
    }
    if (mailbox.isPaused()) {
      open().stopReceiving();
    }
  }

  @Override
  public void endOfStream() {
    loop.assertInLoop();
    inputEnded = true;
    WaitSet.unpark(mailbox.end());
    releaseWhenBothEnded();
  }

  @Override
  public void sent(long bytes) {
    loop.assertInLoop();
    sending = Sending.after(bytes, outbox.offeredBytes());
    settle(bytes);
    if (outbox.hasMoreToSend() || outbox.isFinishSeen()) { // what comes later marks it dirty
      sendQueued();
    }
  }

  @Override
  public void released() {
    loop.assertInLoop();
    WaitSet.unpark(outbox.release());
    releaseWhenBothEnded();
  }

  @Override
  public void sendReady() {
    loop.assertInLoop();
    if (open().isDrained()) {
      WaitSet.unpark(outbox.drained());
      releaseWhenBothEnded();
    }
    if (sending == Sending.BLOCKED) {
      sending = Sending.IDLE;
      sendQueued();
    }
  }

  @Override
  public void failed(IOException cause) {
    loop.assertInLoop();
    reset(reasonOf(cause), cause);
  }

  @Override
  public void moved() {
    lastActivityNanos = loop.turnNanos();
  }

  @Override
  public void handshakeComplete(TlsInfo info) {
    connection.opened(info);
  }

  @Override
  public void handshakeTimedOut(IOException cause) {
    reset(CloseReason.TLS_HANDSHAKE_TIMEOUT, cause);
  }

  @Override
  public void sessionClosed() {
    if (phase == Phase.OPEN || phase == Phase.CLOSING) {
      cutOutput();
    }
  }

  @Override
  public void sessionFailed(CloseReason why, IOException cause) {
    loop.assertInLoop();
    if (phase == Phase.OPEN) {
      connection.noteEnd(why, cause);
      WaitSet.unpark(mailbox.fail());
      startClosing();
      armTimer();
    }
    if (phase == Phase.CLOSING) {
      cutOutput();
    }
  }

  @Override
  public void closed() {
    loop.assertInLoop();
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    loop.socketClosed();
    loop.timers().cancel(this);
    outbox.dispose();
    mailbox.dispose();
    connection.socketClosed();
  }

  // ---- From the loop ---------------------------------------------------------------------------

  @Override
  public void flush() {
    loop.assertInLoop();
    connection.clearDirty();
    if (phase == Phase.RELEASED || phase == Phase.CLOSED) {
      return;
    }
    if (connection.isAbortRequested()) {
      release(true);
      return;
    }
    if (phase == Phase.OPEN) {
      connection.closeIfDrainedTooEarly();
      if (!connection.isOpen()) {
        beginClose();
      } else if (mailbox.resumeWhenLow()) {
        open().startReceiving();
      }
    }
    sendQueued();
    if (connection.takeTimerRequest() || phase == Phase.CLOSING) {
      armTimer();
    }
  }

  @Override
  public void reclaimLent() {
    reclaimQueued = false;
    mailbox.reclaim();
  }

  @Override
  public void failed(Throwable bug) {
    failed(new IOException("The event loop failed: " + bug, bug));
  }

  @Override
  public String toString() {
    return connection.toString();
  }

  @Override
  public void loopStopping() {
    if (phase == Phase.OPEN || phase == Phase.CLOSING) {
      connection.noteEnd(CloseReason.SHUTDOWN, null);
      release(true);
    }
    connection.interruptHandler();
  }

  @Override
  protected void fire() {
    armedNanos = WaitSet.NO_DEADLINE;
    long now = loop.clock().nanoTime();
    if (WaitSet.isExpired(closeDeadlineNanos, now)) {
      // A peer that takes nothing may hold our memory for long; a reset frees it.
      release(!outputEnded || !isDrained());
      return;
    }
    if (phase == Phase.OPEN && WaitSet.isExpired(idleDeadline(), now)) {
      connection.noteEnd(CloseReason.IDLE_TIMEOUT, null);
      beginClose();
      sendQueued();
    }
    WaitSet.unpark(mailbox.takeExpired(now));
    WaitSet.unpark(outbox.takeExpired(now));
    if (phase == Phase.OPEN || phase == Phase.CLOSING) {
      armTimer();
    }
  }

  // ---- Steps -----------------------------------------------------------------------------------

  private void sendQueued() {
    if (sending != Sending.IDLE || outputEnded || (phase != Phase.OPEN && phase != Phase.CLOSING)) {
      return;
    }
    @Nullable ByteBuffer[] buffers = loop.sendBuffers();
    try {
      do {
        int count = outbox.gather(buffers);
        if (count == 0) {
          break;
        }
        send(buffers, count);
      } while (sending == Sending.IDLE && outbox.hasMoreToSend());
      // An abort ends the outbox too, and is noted before that: the peer must see no clean end
      // then.
      if (sending == Sending.IDLE
          && outbox.isFinishSeen()
          && !connection.isAbortRequested()
          && outbox.finishNow()) {
        endOutput();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  @SuppressWarnings("NullAway") // the first elements, as many as count says, are set
  private void send(@Nullable ByteBuffer[] buffers, int count) throws IOException {
    long sent;
    try {
      sent = sendZeroCopy(buffers, count) ? StreamChannel.IN_FLIGHT : open().send(buffers, count);
    } catch (IOException e) {
      settle(0);
      throw e;
    } finally {
      Arrays.fill(buffers, 0, count, null);
    }
    sending = Sending.after(sent, outbox.offeredBytes());
    if (sending != Sending.IN_FLIGHT) {
      settle(sent);
    }
  }

  @SuppressWarnings("NullAway") // the first element is set
  private boolean sendZeroCopy(@Nullable ByteBuffer[] buffers, int count) {
    if (count != 1
        || outbox.offeredBytes() < open().zeroCopyThresholdBytes()
        || outbox.isHeld()
        || !outbox.offersBorrowed()) {
      return false;
    }
    outbox.hold();
    open().sendZeroCopy(buffers[0]);
    return true;
  }

  private void settle(long bytes) {
    if (bytes > 0) {
      loop.statistics().addSent(bytes);
      lastActivityNanos = loop.turnNanos();
    }
    WaitSet.unpark(outbox.settle(bytes, open().isDrained()));
  }

  private void endOutput() throws IOException {
    outputEnded = true;
    open().shutdownOutput();
    releaseWhenBothEnded();
  }

  /** Ends the output although not everything was sent: nothing can be sent any more. */
  private void cutOutput() {
    if (outputEnded) {
      return;
    }
    outbox.close();
    try {
      endOutput();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Begins a graceful close: everything written goes out, then the end of the stream. */
  private void beginClose() {
    mailbox.close();
    outbox.finish();
    startClosing();
    releaseWhenBothEnded();
  }

  private void startClosing() {
    phase = Phase.CLOSING;
    closeDeadlineNanos = loop.clock().nanoTime() + Durations.toNanos(options.closeTimeout());
    if (!inputEnded) {
      open().startReceiving(); // it may have been paused, and has to be read away
    }
  }

  private void releaseWhenBothEnded() {
    if (phase == Phase.CLOSING && inputEnded && outputEnded && isDrained()) {
      release(false);
    }
  }

  /** Returns whether neither the channel nor the system has bytes that the other is to take. */
  private boolean isDrained() {
    return open().isDrained() && !outbox.isHeld();
  }

  private void reset(CloseReason why, IOException cause) {
    if (phase == Phase.OPEN || phase == Phase.CLOSING) {
      connection.noteEnd(why, cause);
      release(true);
    }
  }

  /** Lets go of the socket. */
  private void release(boolean abort) {
    phase = Phase.RELEASED;
    closeDeadlineNanos = WaitSet.NO_DEADLINE;
    loop.timers().cancel(this);
    if (connection.isBroken()) {
      WaitSet.unpark(mailbox.fail());
    } else {
      mailbox.close();
    }
    outbox.close();
    if (abort) {
      open().abort();
    } else {
      open().close();
    }
  }

  /** Schedules the timer for the soonest deadline there is, unless it fires before that anyway. */
  private void armTimer() {
    long soonest = WaitSet.sooner(closeDeadlineNanos, idleDeadline());
    soonest = WaitSet.sooner(soonest, mailbox.soonestDeadline());
    soonest = WaitSet.sooner(soonest, outbox.soonestDeadline());
    if (soonest == WaitSet.NO_DEADLINE || !firesAfter(soonest)) {
      return;
    }
    armedNanos = soonest;
    loop.timers().schedule(this, soonest);
  }

  private long idleDeadline() {
    return idleTimeoutNanos == 0 || phase != Phase.OPEN
        ? WaitSet.NO_DEADLINE
        : lastActivityNanos + idleTimeoutNanos;
  }

  private StreamChannel open() {
    StreamChannel opened = channel;
    if (opened == null) {
      throw new IllegalStateException("The connection has no channel yet.");
    }
    return opened;
  }

  private static CloseReason reasonOf(IOException cause) {
    if (cause instanceof SSLException) {
      return CloseReason.TLS_FAILED;
    }
    String message = String.valueOf(cause.getMessage());
    boolean reset = message.contains("reset") || message.contains("Broken pipe");
    return reset ? CloseReason.RESET : CloseReason.IO_ERROR;
  }
}
