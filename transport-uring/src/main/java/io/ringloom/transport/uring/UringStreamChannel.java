package io.ringloom.transport.uring;

import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Socket;
import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket. Loop only.
 *
 * <p>Receiving stays submitted while it is wanted; a send is submitted without waiting, and where
 * the socket takes less than it was given, the next one waits until it is writable. So of all that
 * is in flight only the receive and that wait last longer than a turn, and both can be cancelled.
 *
 * <p>The descriptor is closed when nothing is in flight any more. Only then can its number be used
 * again, so no completion ever reaches another connection.
 */
final class UringStreamChannel extends RingHandle implements StreamChannel {

  /**
   * Whether the kernel receives for this channel.
   *
   * <pre>
   *   IDLE       -> ARMED       a receive was submitted
   *   IDLE       -> QUEUED      there is much to receive: not before the channel has its turn
   *   QUEUED     -> ARMED       it has
   *   QUEUED     -> IDLE        receiving was stopped, or the channel closed
   *   ARMED      -> CANCELLING  receiving was stopped, or the channel closed
   *   ARMED, CANCELLING
   *              -> IDLE        the receive has ended, for any reason but these two:
   *              -> STARVED     there was no buffer, and receiving is wanted
   *              -> ENDED       at the end of the stream, or the connection is broken
   *   STARVED    -> ARMED       buffers were given back
   *   STARVED    -> IDLE        receiving was stopped, or the channel closed
   * </pre>
   */
  private enum Receiving {
    IDLE,
    QUEUED,
    ARMED,
    CANCELLING,
    STARVED,
    ENDED
  }

  /**
   * What has become of the last send.
   *
   * <pre>
   *   IDLE     -> SENDING  a send was submitted
   *   IDLE     -> WAITING  there was no native memory to copy the bytes to
   *   SENDING  -> IDLE     everything was sent
   *   SENDING  -> REFUSED  the socket took less: the ring waits until it takes more
   *   REFUSED  -> IDLE     it does
   *   WAITING  -> IDLE     there is again
   * </pre>
   */
  private enum Sending {
    IDLE,
    SENDING,
    REFUSED,
    WAITING
  }

  /**
   * How far the channel has come.
   *
   * <pre>
   *   OPEN    -> CLOSING  close or abort
   *   CLOSING -> CLOSED   nothing is in flight any more, and the descriptor is closed
   * </pre>
   */
  private enum Phase {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final RingResources resources;
  private final Socket socket;
  private final StreamEvents events;
  private final SocketAddress localAddress;
  private final SocketAddress remoteAddress;
  private final IoRegistration registration;

  private Phase phase = Phase.OPEN;
  private Receiving receiving = Receiving.IDLE;
  private boolean receivingWanted;
  private Sending sending = Sending.IDLE;

  /** How many submissions have not completed for the last time. */
  private int inFlight;

  private long receiveSubmission;

  /** Whether that was submitted as one that comes again and again. */
  private boolean receiveMultishot;

  /** How much was asked for, if the receive is one of {@link BulkReceive}; else 0. */
  private int bulkBytes;

  /** How much of that the channel has received in a row. */
  private int bulkBytesInRow;

  /** Whether {@link BulkReceive} has this channel among those that wait. */
  private boolean queued;

  /** Whether the socket had more than the last receive has brought. */
  private boolean moreWaits;

  /**
   * Whether the peer has lately sent so much at a time that the next bytes are only awaited: all
   * but the first of them are then received in bulk.
   */
  private boolean awaitsBulk;

  /** How much a receive may bring. */
  private final int receiveAtOnceBytes;

  private long writableSubmission;

  /** How many bytes the send that is under way was given. */
  private long submittedBytes;

  /** Whether these were fewer than there are to send. */
  private boolean sentPart;

  /** From how many bytes on the kernel need not copy; it says itself where it does all the same. */
  private int zeroCopyThresholdBytes;

  /** Whether the kernel uses memory of a send that has ended. */
  private boolean unreleased;

  /** Memory of the send that is under way, if its bytes had to be copied. */
  private @Nullable ByteBuffer staged;

  private UringStreamChannel(
      RingResources resources, UringSocket socket, SocketSettings settings, StreamEvents events) {
    super(resources.completions());
    this.resources = resources;
    this.socket = socket.socket();
    this.events = events;
    this.localAddress = socket.localAddress();
    this.remoteAddress = socket.remoteAddress();
    this.receiveAtOnceBytes =
        Math.max(KernelRing.RECEIVE_LIMIT_BYTES, settings.receiveAtOnceBytes());
    this.zeroCopyThresholdBytes = resources.zeroCopyThresholdBytes(remoteAddress);
    this.registration = resources.ring().register(this);
    resources.handleOpened();
  }

  static UringStreamChannel open(
      RingResources resources, UringSocket socket, SocketSettings settings, StreamEvents events)
      throws IOException {
    try {
      apply(settings, socket);
      UringStreamChannel channel = new UringStreamChannel(resources, socket, settings, events);
      socket.adopted();
      return channel;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw Errno.describe(e);
    }
  }

  private static void apply(SocketSettings settings, UringSocket socket) throws IOException {
    Socket options = socket.socket();
    if (!socket.isUnixDomain()) {
      options.setTcpNoDelay(settings.tcpNoDelay());
      if (settings.keepAlive()) {
        options.setKeepAlive(true);
      }
    }
    if (settings.sendBufferBytes() > 0) {
      options.setSendBufferSize(settings.sendBufferBytes());
    }
    if (settings.receiveBufferBytes() > 0) {
      options.setReceiveBufferSize(settings.receiveBufferBytes());
    }
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  // ---- Receiving -------------------------------------------------------------------------------

  @Override
  public void startReceiving() {
    if (phase == Phase.OPEN) {
      receivingWanted = true;
      receiveIfWanted();
    }
  }

  @Override
  public void stopReceiving() {
    receivingWanted = false;
    if (receiving == Receiving.ARMED) {
      cancel(receiveSubmission);
      receiving = Receiving.CANCELLING;
    } else if (receiving == Receiving.STARVED || receiving == Receiving.QUEUED) {
      receiving = Receiving.IDLE;
    }
  }

  /**
   * Receives again after there was no buffer: into one only, so that as many channels as there are
   * buffers get one each, and a peer that sends much does not get them all.
   *
   * @return false if that is not wanted any more
   */
  boolean receiveAfterStarving() {
    if (receiving != Receiving.STARVED) {
      return false;
    }
    receive(false);
    return true;
  }

  /**
   * Receives what the socket has now, when it is this channel's turn to receive much.
   *
   * @param memory where to, from position to limit, or null if there is none
   * @return false if nothing was submitted that uses the memory
   */
  boolean receiveInBulk(@Nullable ByteBuffer memory) {
    queued = false;
    if (receiving != Receiving.QUEUED) {
      return false;
    }
    receiving = Receiving.IDLE;
    if (memory == null) {
      moreWaits = false;
      receiveIfWanted();
      return false;
    }
    bulkBytes = Math.min(memory.remaining(), receiveAtOnceBytes);
    long address = Memory.address(memory);
    armed(
        resources.ring().receiveAtOnce(registration, socket.intValue(), address, bulkBytes), false);
    return true;
  }

  private void receivedInBulk(int result) {
    int asked = bulkBytes;
    bulkBytes = 0;
    receiving = Receiving.IDLE;
    ByteBuffer data = resources.bulkReceive().completed(Math.max(0, result));
    if (phase != Phase.OPEN) {
      return;
    }
    moreWaits = result == asked;
    awaitsBulk = result >= KernelRing.RECEIVE_LIMIT_BYTES;
    if (result > 0) {
      bulkBytesInRow += result;
      events.received(data);
    } else {
      receivedNothing(-result);
    }
    if (phase == Phase.OPEN) {
      receiveIfWanted();
    }
  }

  /** Waits for its turn: as the next one, until it has had its share. */
  private void queueForBulk() {
    boolean next = bulkBytesInRow > 0 && bulkBytesInRow < resources.bulkReceive().bytes();
    if (!next) {
      bulkBytesInRow = 0;
    }
    receiving = Receiving.QUEUED;
    if (!queued) {
      queued = true;
      resources.bulkReceive().add(this, next);
    }
  }

  private void receiveIfWanted() {
    if (!receivingWanted || receiving != Receiving.IDLE) {
      return;
    }
    if (moreWaits && resources.bulkReceive().isAvailable()) {
      queueForBulk();
    } else {
      bulkBytesInRow = 0;
      receive(resources.ring().isMultishotReceive() && !awaitsBulk);
    }
  }

  private void receive(boolean multishot) {
    int fd = socket.intValue();
    armed(
        multishot
            ? resources.ring().receive(registration, fd)
            : resources.ring().receiveOnce(registration, fd),
        multishot);
  }

  private void armed(long submission, boolean multishot) {
    receiveSubmission = submission;
    receiveMultishot = multishot;
    receiving = Receiving.ARMED;
    inFlight++;
  }

  private void received(int result, int flags) {
    if (bulkBytes > 0) {
      receivedInBulk(result);
      return;
    }
    boolean ended = (flags & Operation.HAS_MORE) == 0;
    if (ended) {
      receiving = Receiving.IDLE;
    }
    // Whatever else has happened: a buffer that the kernel has taken has to be given back.
    ByteBuffer data =
        (flags & Operation.HAS_BUFFER) == 0
            ? null
            : resources.receiveBuffers().lend(Operation.bufferId(flags), Math.max(0, result));
    if (phase != Phase.OPEN) {
      return;
    }
    moreWaits = ended && result > 0 && (flags & Operation.SOCKET_HAS_MORE) != 0;
    awaitsBulk &= moreWaits;
    if (result > 0 && data != null) {
      events.received(data);
    } else {
      receivedNothing(-result);
    }
    if (ended && phase == Phase.OPEN) {
      receiveIfWanted();
    }
  }

  private void receivedNothing(int error) {
    switch (error) {
      case 0 -> {
        receiving = Receiving.ENDED;
        events.endOfStream();
      }
      case Errno.ENOBUFS -> {
        if (receivingWanted) {
          receiving = Receiving.STARVED;
          resources.addStarved(this);
        }
      }
      case Errno.ECANCELED, Errno.EINTR, Errno.EAGAIN -> {
        // Cancelled, or just not done: the next receive goes on where this one was.
      }
      case Errno.EINVAL -> {
        if (receiveMultishot) {
          resources.ring().disableMultishotReceive(); // the kernel is older than the limit of bytes
        } else {
          receiveFailed(error);
        }
      }
      default -> receiveFailed(error);
    }
  }

  private void receiveFailed(int error) {
    receiving = Receiving.ENDED;
    events.failed(Errno.exception(-error));
  }

  // ---- Sending ---------------------------------------------------------------------------------

  @Override
  public long send(ByteBuffer[] buffers, int count) {
    int direct = 0;
    while (direct < count && buffers[direct].isDirect()) {
      direct++;
    }
    if (direct == 0) {
      return sendStaged(buffers, count);
    }
    if (!resources.messageMemory().hasRoom(direct)) {
      direct = 1;
    }
    submittedBytes = remaining(buffers, direct);
    sentPart = direct < count;
    int fd = socket.intValue();
    if (direct == 1) {
      long address = resources.bufferAddresses().of(buffers[0]);
      resources.ring().send(registration, fd, address, buffers[0].remaining());
    } else {
      long message =
          resources.messageMemory().message(buffers, direct, resources.bufferAddresses());
      resources.ring().sendMessage(registration, fd, message);
    }
    return sendSubmitted();
  }

  /** Sends bytes of the heap, as many as fit into native memory at once. */
  private long sendStaged(ByteBuffer[] buffers, int count) {
    ByteBuffer memory = resources.stagingBuffers().tryTake();
    if (memory == null) {
      sending = Sending.WAITING;
      resources.stagingBuffers().addWaiting(this);
      return 0;
    }
    for (int i = 0; i < count && memory.hasRemaining(); i++) {
      ByteBuffer buffer = buffers[i];
      int part = Math.min(memory.remaining(), buffer.remaining());
      memory.put(memory.position(), buffer, buffer.position(), part);
      memory.position(memory.position() + part);
    }
    memory.flip();
    staged = memory;
    submittedBytes = memory.remaining();
    sentPart = submittedBytes < remaining(buffers, count);
    long address = resources.bufferAddresses().of(memory);
    resources.ring().send(registration, socket.intValue(), address, memory.remaining());
    return sendSubmitted();
  }

  @Override
  public int zeroCopyThresholdBytes() {
    return zeroCopyThresholdBytes;
  }

  @Override
  public void sendZeroCopy(ByteBuffer buffer) {
    unreleased = true;
    submittedBytes = buffer.remaining();
    sentPart = false;
    long address = Memory.address(buffer);
    resources.ring().sendZeroCopy(registration, socket.intValue(), address, buffer.remaining());
    sendSubmitted();
  }

  private void sentZeroCopy(int result, int flags) {
    if ((flags & Operation.IS_NOTIFICATION) != 0) {
      if ((result & Operation.COPIED) != 0) {
        zeroCopyThresholdBytes = Integer.MAX_VALUE;
      }
      released();
      return;
    }
    switch (-result) {
      case Errno.ENOMEM, Errno.EINVAL, Errno.EOPNOTSUPP -> {
        // No more memory may be locked, or kernel or protocol cannot do it: a copy always works.
        zeroCopyThresholdBytes = Integer.MAX_VALUE;
        sent(-Errno.EAGAIN);
      }
      default -> sent(result);
    }
    if ((flags & Operation.HAS_MORE) == 0) {
      released();
    }
  }

  private void released() {
    unreleased = false;
    if (phase == Phase.OPEN) {
      events.released();
    }
  }

  private long sendSubmitted() {
    sending = Sending.SENDING;
    inFlight++;
    return IN_FLIGHT;
  }

  private static long remaining(ByteBuffer[] buffers, int count) {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += buffers[i].remaining();
    }
    return bytes;
  }

  private void sent(int result) {
    sending = Sending.IDLE;
    if (staged != null) {
      resources.stagingBuffers().giveBack(staged);
      staged = null;
    }
    if (phase != Phase.OPEN) {
      return;
    }
    if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
      events.failed(Errno.exception(result));
      return;
    }
    int bytes = Math.max(0, result);
    if (bytes < submittedBytes) {
      writableSubmission = resources.ring().awaitWritable(registration, socket.intValue());
      sending = Sending.REFUSED;
      inFlight++;
      events.sent(bytes);
      return;
    }
    boolean more = sentPart;
    events.sent(bytes);
    if (more && phase == Phase.OPEN) {
      events.sendReady();
    }
  }

  private void writable() {
    if (phase == Phase.OPEN && sending == Sending.REFUSED) {
      sending = Sending.IDLE;
      events.sendReady(); // if the socket has failed instead, the next send says so
    }
  }

  /** Sends again after there was no native memory to copy bytes to. */
  void sendAfterWaiting() {
    if (phase == Phase.OPEN && sending == Sending.WAITING) {
      sending = Sending.IDLE;
      events.sendReady();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      socket.shutdown(false, true);
    } catch (NotYetConnectedException e) {
      // The peer has reset the connection, which whoever reads or writes next is told.
    } catch (IOException e) {
      throw Errno.describe(e);
    }
  }

  // ---- The end ---------------------------------------------------------------------------------

  @Override
  public void close() {
    if (phase != Phase.OPEN) {
      return;
    }
    phase = Phase.CLOSING;
    stopReceiving();
    if (sending == Sending.REFUSED) {
      cancel(writableSubmission);
    }
    finishIfIdle();
  }

  @Override
  public void abort() {
    if (phase != Phase.OPEN) {
      return;
    }
    try {
      if (!(localAddress instanceof UnixDomainSocketAddress)) {
        socket.setSoLinger(0);
      }
      if (unreleased) {
        socket.disconnect(); // has the kernel drop what it would send, and let go of its memory
      }
    } catch (IOException | RuntimeException e) {
      // It is reset already; all that is left is to close it.
    }
    close();
  }

  private void finishIfIdle() {
    if (phase == Phase.CLOSING && inFlight == 0) {
      phase = Phase.CLOSED;
      UringSocket.closeQuietly(socket);
      registration.cancel();
      resources.handleClosed();
      events.closed();
    }
  }

  // ---- Completions -----------------------------------------------------------------------------

  @Override
  void completed(byte operation, int result, int flags) {
    if ((flags & Operation.HAS_MORE) == 0) {
      inFlight--;
    }
    switch (operation) {
      case Operation.RECV -> received(result, flags);
      case Operation.SEND, Operation.SENDMSG -> sent(result);
      case Operation.SEND_ZC -> sentZeroCopy(result, flags);
      case Operation.POLL_ADD -> writable();
      default -> {
        // What a cancellation says of itself: the operation's own completion tells.
      }
    }
    finishIfIdle();
  }

  @Override
  void failed(IOException bug) {
    events.failed(bug);
    finishIfIdle();
  }

  private void cancel(long submission) {
    resources.ring().cancel(registration, submission);
    inFlight++;
  }
}
