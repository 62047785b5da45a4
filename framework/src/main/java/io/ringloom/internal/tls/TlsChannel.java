package io.ringloom.internal.tls;

import io.ringloom.CloseReason;
import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.RecordBuffers;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.Sending;
import io.ringloom.internal.loop.TimerEntry;
import io.ringloom.internal.loop.TurnEnd;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayerFactory;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A channel that encrypts: its owner sends and receives data, and a socket's channel below it moves
 * records. Loop only.
 *
 * <p>All that goes out passes one queue of records, {@link SendSlots}. Data is encrypted when that
 * is empty, and not more of it at a time than fills the queue; so a peer that takes nothing holds
 * up a few records and no writer's buffer.
 *
 * <p>What comes in is decrypted where it lies, record by record towards the start of the buffer,
 * and lent on to the owner. A record that arrives in parts is put together first.
 */
public final class TlsChannel extends TimerEntry implements StreamChannel, StreamEvents, TurnEnd {

  /**
   * How far the session has come.
   *
   * <pre>
   *   HANDSHAKE -> OPEN     the handshake is complete
   *   OPEN      -> CLOSED   the peer has sent close_notify: nothing goes either way any more
   *   HANDSHAKE, OPEN
   *             -> FAILED   the protocol was broken, or the stream ended without close_notify
   *   any       -> RELEASED the owner has let go of the channel
   * </pre>
   */
  private enum Session {
    HANDSHAKE,
    OPEN,
    CLOSED,
    FAILED,
    RELEASED
  }

  /**
   * How far the end of this side's stream has come.
   *
   * <pre>
   *   OPEN   -> ENDING the owner has ended it: what is queued goes out first
   *   ENDING -> ENDED  the socket's channel was told
   * </pre>
   */
  private enum Output {
    OPEN,
    ENDING,
    ENDED
  }

  private final EventLoop loop;
  private final TlsLayer layer;
  private final TlsEvents events;
  private final long handshakeTimeoutNanos;
  private final int maxHandshakeBytes;
  private final RecordBuffers buffers;
  private final SendSlots slots;
  private final PartialRecord partial;
  private final TurnBudget budget = new TurnBudget();

  /** Chunks whose data was lent to the owner, until the end of the turn. */
  private final ArrayList<Chunk> lent = new ArrayList<>(0);

  private @Nullable StreamChannel channel;
  private Session session = Session.HANDSHAKE;

  /** What the socket's channel does with records. */
  private Sending sending = Sending.IDLE;

  private Output output = Output.OPEN;
  private boolean layerClosed;

  /** How many bytes the send that is under way was given. */
  private long offeredBytes;

  /** Whether the owner was cut short, or not drained, and waits for {@code sendReady}. */
  private boolean ownerWaits;

  /** Whether a task is on its way that goes on with what was cut short. */
  private boolean goesOn;

  private long handshakeBytes;

  /**
   * Makes the channel; {@link #attach} and {@link #begin} have to follow.
   *
   * @param layer what encrypts; it is closed together with the channel
   * @param limits of the handshake
   * @param events the owner
   */
  public TlsChannel(EventLoop loop, TlsLayer layer, TlsLayerFactory limits, TlsEvents events) {
    this.loop = loop;
    this.layer = layer;
    this.events = events;
    this.handshakeTimeoutNanos = Durations.toNanos(limits.handshakeTimeout());
    this.maxHandshakeBytes = limits.maxHandshakeBytes();
    this.buffers = loop.recordBuffers();
    this.slots = new SendSlots(buffers);
    this.partial = new PartialRecord(buffers.pool());
  }

  /** Says which channel moves the records. */
  public void attach(StreamChannel socketChannel) {
    channel = socketChannel;
  }

  /** Begins the handshake. */
  public void begin() {
    loop.assertInLoop();
    loop.timers().schedule(this, loop.clock().nanoTime() + handshakeTimeoutNanos);
    pump();
  }

  // ---- From the owner --------------------------------------------------------------------------

  @Override
  public SocketAddress localAddress() {
    return channel().localAddress();
  }

  @Override
  public SocketAddress remoteAddress() {
    return channel().remoteAddress();
  }

  @Override
  public void startReceiving() {
    channel().startReceiving();
  }

  @Override
  public void stopReceiving() {
    channel().stopReceiving();
  }

  /** Never {@link #IN_FLIGHT}: what is taken was encrypted, and its memory is not needed more. */
  @Override
  public long send(ByteBuffer[] data, int count) throws IOException {
    if (!isFeeding()) {
      throw new SSLException("the session has ended");
    }
    long mostBytes = budget.left(loop.statistics().turns());
    long taken = 0;
    DataCursor cursor = new DataCursor(data, count);
    if (session == Session.OPEN) {
      while (cursor.hasRemaining() && sending == Sending.IDLE && taken < mostBytes) {
        while (cursor.hasRemaining() && !slots.isFull()) {
          taken += encrypt(cursor);
        }
        sendSlots();
      }
      slots.giveBackOpen();
    }
    budget.use(taken);
    if (cursor.hasRemaining() && sending == Sending.IDLE && session == Session.OPEN) {
      goOnInTheNextTurn();
    }
    ownerWaits = cursor.hasRemaining() || !isDrained();
    return taken;
  }

  /** A peer that reads as fast as this side encrypts must not keep the loop to itself. */
  private void goOnInTheNextTurn() {
    if (!goesOn) {
      goesOn = true;
      loop.submit(
          () -> {
            goesOn = false;
            pump(); // which comes back here where the turn is still the same
          });
    }
  }

  @Override
  public boolean isDrained() {
    return slots.isEmpty();
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (output != Output.OPEN) {
      return;
    }
    output = Output.ENDING;
    if (!layerClosed) {
      layer.closeNotify();
      queueLayersOwn();
    }
    sendSlots();
    endWhenSent();
    ownerWaits |= !isDrained();
  }

  @Override
  public void close() {
    release();
    channel().close();
  }

  @Override
  public void abort() {
    release();
    channel().abort();
  }

  // ---- From the socket's channel ---------------------------------------------------------------

  @Override
  public void received(ByteBuffer data) {
    loop.assertInLoop();
    events.moved();
    while (data.hasRemaining() && isFeeding()) {
      if (partial.isEmpty() && data.isDirect()) {
        feedInPlace(data);
        return;
      }
      if (partial.take(data)) {
        feedPartial();
      }
    }
  }

  @Override
  public void endOfStream() {
    loop.assertInLoop();
    if (session == Session.HANDSHAKE && handshakeBytes == 0 && partial.isEmpty()) {
      session = Session.FAILED; // whoever only looks whether somebody listens is no failure
      events.sessionFailed(CloseReason.END_OF_STREAM, new EOFException("the peer sent nothing"));
    } else if (session == Session.HANDSHAKE) {
      fail(new SSLHandshakeException("the peer ended the connection before it was complete"));
    } else if (session == Session.OPEN) {
      session = Session.FAILED;
      events.sessionFailed(
          CloseReason.TLS_TRUNCATED, new SSLException("the connection ended without close_notify"));
    }
    if (session != Session.RELEASED) {
      events.endOfStream();
    }
  }

  @Override
  public void sent(long bytes) {
    loop.assertInLoop();
    sending = Sending.after(bytes, offeredBytes);
    slots.settle(bytes);
    events.moved();
    pump();
  }

  @Override
  public void sendReady() {
    loop.assertInLoop();
    if (sending == Sending.BLOCKED) {
      sending = Sending.IDLE;
      pump();
    }
  }

  @Override
  public void failed(IOException cause) {
    events.failed(cause);
  }

  @Override
  public void closed() {
    release();
    slots.dispose();
    events.closed();
  }

  // ---- From the loop ---------------------------------------------------------------------------

  /** The handshake has taken too long. */
  @Override
  protected void fire() {
    if (session == Session.HANDSHAKE) {
      events.handshakeTimedOut(
          new SSLHandshakeException(
              "the peer did not complete it within " + handshakeTimeoutNanos / 1_000_000 + " ms"));
    }
  }

  @Override
  public void reclaimLent() {
    events.reclaimLent();
    for (int i = 0; i < lent.size(); i++) {
      buffers.pool().giveBack(lent.get(i));
    }
    lent.clear();
  }

  @Override
  public void failed(Throwable bug) {
    events.failed(bug);
  }

  @Override
  public String toString() {
    return events.toString();
  }

  // ---- In --------------------------------------------------------------------------------------

  private void feedInPlace(ByteBuffer data) {
    ByteBuffer records = data.duplicate();
    int start = data.position();
    TlsLayer.Status status = feed(records, data);
    if (records.hasRemaining() && isFed(status) && isFeeding()) {
      partial.take(records);
    }
    data.limit(data.position()).position(start);
    deliver(data, status);
  }

  private void feedPartial() {
    Chunk chunk = partial.release();
    ByteBuffer memory = chunk.content();
    boolean direct = chunk.isDirect();
    ByteBuffer data = direct ? memory.duplicate() : buffers.incoming().put(memory).flip();
    ByteBuffer records = data.duplicate();
    int start = data.position();
    TlsLayer.Status status = feed(records, data);
    if (records.hasRemaining() && isFed(status) && isFeeding()) {
      partial.restore(chunk); // it was just the header
      return;
    }
    data.limit(data.position()).position(start);
    if (!direct) {
      data = copyBack(data, chunk);
    } else if (data.hasRemaining()) {
      lendUntilEndOfTurn(chunk);
    } else {
      buffers.pool().giveBack(chunk);
    }
    deliver(data, status);
  }

  private static ByteBuffer copyBack(ByteBuffer data, Chunk chunk) {
    ByteBuffer memory = chunk.content();
    memory.limit(memory.position() + data.remaining());
    memory.duplicate().put(data);
    return memory;
  }

  private void lendUntilEndOfTurn(Chunk chunk) {
    if (lent.isEmpty()) {
      loop.reclaimAtEndOfTurn(this);
    }
    lent.add(chunk);
  }

  /**
   * Decrypts what there is, and does what the layer asks for during the handshake: it goes on only
   * when its own messages are out of the way.
   */
  private TlsLayer.Status feed(ByteBuffer records, ByteBuffer data) {
    while (true) {
      int before = records.position();
      TlsLayer.Status status = layer.feed(records, data);
      if (session == Session.HANDSHAKE) {
        handshakeBytes += records.position() - before;
      }
      boolean made = queueLayersOwn();
      if (status == TlsLayer.Status.HANDSHAKE_COMPLETE && session == Session.HANDSHAKE) {
        completeHandshake();
        if (session != Session.OPEN || !records.hasRemaining()) {
          return status;
        }
      } else if (status != TlsLayer.Status.OK || !made || session != Session.HANDSHAKE) {
        return status;
      }
    }
  }

  private boolean isFeeding() {
    return session == Session.HANDSHAKE || session == Session.OPEN;
  }

  private static boolean isFed(TlsLayer.Status status) {
    return status == TlsLayer.Status.OK || status == TlsLayer.Status.HANDSHAKE_COMPLETE;
  }

  private void completeHandshake() {
    session = Session.OPEN;
    loop.timers().cancel(this);
    events.handshakeComplete(layer.info());
  }

  private void deliver(ByteBuffer data, TlsLayer.Status status) {
    if (session == Session.RELEASED) {
      return; // whoever was told of the handshake has had enough
    }
    if (data.hasRemaining()) {
      events.received(data);
    }
    if (status == TlsLayer.Status.CLOSED) {
      closedByPeer();
    } else if (status == TlsLayer.Status.FAILED) {
      fail(layer.failure());
    } else if (session == Session.HANDSHAKE && handshakeBytes > maxHandshakeBytes) {
      fail(
          new SSLHandshakeException(
              "the peer has sent more than " + maxHandshakeBytes + " bytes, and it is not over"));
    }
    pump();
  }

  private void closedByPeer() {
    if (session == Session.HANDSHAKE) {
      fail(new SSLHandshakeException("the peer ended the session before it was complete"));
    } else if (session == Session.OPEN) {
      session = Session.CLOSED;
      partial.dispose();
      events.endOfStream();
      events.sessionClosed();
    }
  }

  private void fail(SSLException cause) {
    if (!isFeeding()) {
      return;
    }
    CloseReason why =
        session == Session.HANDSHAKE ? CloseReason.TLS_HANDSHAKE_FAILED : CloseReason.TLS_FAILED;
    session = Session.FAILED;
    loop.timers().cancel(this);
    partial.dispose();
    queueLayersOwn();
    closeLayer(); // the alert is queued; what it holds is not needed while that goes out
    events.sessionFailed(why, cause);
  }

  // ---- Out -------------------------------------------------------------------------------------

  private int encrypt(DataCursor cursor) throws IOException {
    ByteBuffer data = cursor.next(buffers);
    int before = data.remaining();
    int taken;
    do { // a record that was made without taking data wants the same data next, and no other
      ByteBuffer room = slots.next();
      int roomBefore = room.remaining();
      layer.encrypt(data, room);
      boolean nothingMade = room.remaining() == roomBefore;
      slots.commit(room);
      taken = before - data.remaining();
      if (taken == 0 && nothingMade) {
        throw new SSLException("no record could be made of " + before + " bytes");
      }
    } while (taken == 0);
    cursor.consumed(taken);
    return taken;
  }

  /** Queues what TLS itself has to send, and returns whether there was anything. */
  private boolean queueLayersOwn() {
    boolean made = false;
    try {
      while (!layerClosed && layer.wantsToSend()) {
        ByteBuffer room = slots.next();
        int roomBefore = room.remaining();
        layer.encrypt(buffers.empty(), room);
        made |= room.remaining() < roomBefore;
        slots.commit(room);
      }
    } catch (SSLException e) {
      fail(e);
    } finally {
      slots.giveBackOpen();
    }
    return made;
  }

  /** Does what can be done now: sends, ends the stream, has the owner send. */
  private void pump() {
    if (session == Session.RELEASED) {
      return;
    }
    try {
      queueLayersOwn();
      sendSlots();
      endWhenSent();
    } catch (IOException e) {
      events.failed(e);
      return;
    }
    boolean canSend = session != Session.HANDSHAKE || output != Output.OPEN;
    if (ownerWaits && sending == Sending.IDLE && canSend) {
      ownerWaits = false;
      events.sendReady();
    }
  }

  private void sendSlots() throws IOException {
    @Nullable ByteBuffer[] records = buffers.sendBuffers();
    while (sending == Sending.IDLE && !slots.isEmpty() && session != Session.RELEASED) {
      int count = slots.gather(records);
      sendRecords(records, count);
    }
  }

  @SuppressWarnings("NullAway") // the first elements, as many as count says, are set
  private void sendRecords(@Nullable ByteBuffer[] records, int count) throws IOException {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += records[i].remaining();
    }
    offeredBytes = bytes;
    long sent;
    try {
      sent = channel().send(records, count);
    } finally {
      Arrays.fill(records, 0, count, null);
    }
    sending = Sending.after(sent, bytes);
    if (sending != Sending.IN_FLIGHT) {
      slots.settle(sent);
    }
  }

  private void endWhenSent() throws IOException {
    if (output == Output.ENDING && sending == Sending.IDLE && slots.isEmpty()) {
      output = Output.ENDED;
      channel().shutdownOutput();
    }
  }

  // ---- The end ---------------------------------------------------------------------------------

  /** Frees what is not in flight. */
  private void release() {
    if (session == Session.RELEASED) {
      return;
    }
    session = Session.RELEASED;
    loop.timers().cancel(this);
    partial.dispose();
    closeLayer();
  }

  private void closeLayer() {
    if (!layerClosed) {
      layerClosed = true;
      layer.close();
    }
  }

  private StreamChannel channel() {
    StreamChannel attached = channel;
    if (attached == null) {
      throw new IllegalStateException("The TLS channel has no socket yet.");
    }
    return attached;
  }
}
