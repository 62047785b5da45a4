package io.ringloom.transport.uring;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.ringloom.spi.IoDriverContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A ring of the kernel, as Netty drives it: submissions are queued, and all of them go to the
 * kernel with one call, in {@link #enter}. Loop only, but for {@link #wakeup()}.
 *
 * <p>The queue is submitted sooner by itself where it is full. So two submissions may be separated,
 * and nothing here depends on their going together.
 */
final class KernelRing implements Ring {
  /** The one group of receive buffers of a ring. */
  private static final short GROUP = 0;

  /**
   * How much a receive brings before it is submitted anew. The kernel receives all there is at
   * once, however little the connection has room for; so this is by how much a peer can exceed
   * that.
   */
  static final int RECEIVE_LIMIT_BYTES = 128 * 1024;

  private static final int SEND_FLAGS = Operation.MSG_DONTWAIT | Operation.MSG_NOSIGNAL;
  private static final int NO_FD = -1;

  private final IoHandler handler;
  private final int receiveBufferBytes;
  private final boolean multishotAccept;
  private boolean multishotReceive;
  private final Wait wait = new Wait(true);
  private final Wait noWait = new Wait(false);

  private KernelRing(IoHandler handler, int receiveBufferBytes, boolean multishot) {
    this.handler = handler;
    this.receiveBufferBytes = receiveBufferBytes;
    this.multishotAccept = multishot && IoUring.isAcceptMultishotEnabled();
    this.multishotReceive = multishot && IoUring.isRecvMultishotEnabled();
  }

  /** Opens a ring that belongs to the calling thread. */
  static KernelRing open(IoDriverContext context, UringOptions options, boolean multishot)
      throws IOException {
    ThreadAwareExecutor loop =
        new ThreadAwareExecutor() {
          @Override
          public boolean isExecutorThread(Thread thread) {
            return context.inLoop(); // only ever asked of the current thread
          }

          @Override
          public void execute(Runnable command) {
            throw new IllegalStateException("A ring was used outside of its event loop.");
          }
        };
    IoUringIoHandlerConfig config =
        new IoUringIoHandlerConfig()
            .setRingSize(options.submissionEntries())
            .setCqSize(options.completionEntries());
    try {
      IoHandler handler = IoUringIoHandler.newFactory(config).newHandler(loop);
      handler.initialize();
      return new KernelRing(handler, options.receiveBufferBytes(), multishot);
    } catch (UncheckedIOException e) {
      throw Errno.describe(e.getCause());
    } catch (RuntimeException e) {
      throw new IOException(Availability.describe(e), e);
    }
  }

  /**
   * Hands the queue to the kernel and has the completions collected by their handles.
   *
   * @param block whether to wait until there is one
   */
  void enter(boolean block) throws IOException {
    try {
      handler.run(block ? wait : noWait);
    } catch (UncheckedIOException e) {
      throw Errno.describe(e.getCause());
    }
  }

  /** Makes a current wait, or the next one, return at once. Any thread. */
  void wakeup() {
    handler.wakeup();
  }

  void close() {
    try {
      handler.prepareToDestroy();
    } finally {
      handler.destroy();
    }
  }

  @Override
  public IoRegistration register(RingHandle handle) {
    try {
      return handler.register(handle);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long accept(IoRegistration registration, int fd) {
    short priority = multishotAccept ? Operation.ACCEPT_MULTISHOT : 0;
    return submit(
        registration, Operation.ACCEPT, 0, priority, fd, 0, 0, 0, Operation.SOCK_CLOEXEC, 0, 0);
  }

  @Override
  public long receive(IoRegistration registration, int fd) {
    return receive(registration, fd, Operation.RECEIVE_MULTISHOT, 0, RECEIVE_LIMIT_BYTES);
  }

  @Override
  public long receiveOnce(IoRegistration registration, int fd) {
    return receive(registration, fd, 0, receiveBufferBytes, 0);
  }

  @Override
  public long receiveAtOnce(IoRegistration registration, int fd, long address, int length) {
    int flags = Operation.MSG_DONTWAIT;
    return submit(registration, Operation.RECV, 0, 0, fd, 0, address, length, flags, 0, 0);
  }

  private static long receive(
      IoRegistration registration, int fd, int priority, int bytesOnce, int bytesInAll) {
    return submit(
        registration,
        Operation.RECV,
        Operation.BUFFER_SELECT,
        priority,
        fd,
        0,
        0,
        bytesOnce,
        0,
        GROUP,
        bytesInAll);
  }

  @Override
  public void send(IoRegistration registration, int fd, long address, int length) {
    submit(registration, Operation.SEND, 0, 0, fd, 0, address, length, SEND_FLAGS, 0, 0);
  }

  @Override
  public void sendMessage(IoRegistration registration, int fd, long messageAddress) {
    submit(registration, Operation.SENDMSG, 0, 0, fd, 0, messageAddress, 1, SEND_FLAGS, 0, 0);
  }

  @Override
  public void sendZeroCopy(IoRegistration registration, int fd, long address, int length) {
    short priority = Operation.REPORT_USAGE;
    submit(registration, Operation.SEND_ZC, 0, priority, fd, 0, address, length, SEND_FLAGS, 0, 0);
  }

  @Override
  public long awaitWritable(IoRegistration registration, int fd) {
    return submit(registration, Operation.POLL_ADD, 0, 0, fd, 0, 0, 0, Operation.POLLOUT, 0, 0);
  }

  @Override
  public void cancel(IoRegistration registration, long submission) {
    submit(registration, Operation.ASYNC_CANCEL, 0, 0, NO_FD, 0, submission, 0, 0, 0, 0);
  }

  @Override
  public void provideBuffers(
      IoRegistration registration, long address, int bytes, int count, int firstId) {
    submit(
        registration, Operation.PROVIDE_BUFFERS, 0, 0, count, firstId, address, bytes, 0, GROUP, 0);
  }

  @Override
  public long startTimer(IoRegistration registration, long timespecAddress) {
    return submit(registration, Operation.TIMEOUT, 0, 0, NO_FD, 0, timespecAddress, 1, 0, 0, 0);
  }

  @Override
  public void changeTimer(IoRegistration registration, long submission, long timespecAddress) {
    int flags = Operation.TIMEOUT_UPDATE;
    submit(
        registration,
        Operation.TIMEOUT_REMOVE,
        0,
        0,
        NO_FD,
        timespecAddress,
        submission,
        0,
        flags,
        0,
        0);
  }

  @Override
  public boolean isMultishotReceive() {
    return multishotReceive;
  }

  @Override
  public void disableMultishotReceive() {
    multishotReceive = false;
  }

  /** The kernel's fields by their use here; Netty names those that have several uses unions. */
  private static long submit(
      IoRegistration registration,
      byte operation,
      int flags,
      int priority,
      int fd,
      long offset,
      long address,
      int length,
      int operationFlags,
      int group,
      int totalLength) {
    return registration.submit(
        new IoUringIoOps(
            operation,
            (byte) flags,
            (short) priority,
            fd,
            offset,
            address,
            length,
            operationFlags,
            0L,
            (short) group,
            (short) 0,
            totalLength,
            0L));
  }

  /** Tells Netty whether it may wait. Time limits are a matter of {@link RingTimer}. */
  private record Wait(boolean canBlock) implements IoHandlerContext {
    @Override
    public long delayNanos(long currentTimeNanos) {
      return Long.MAX_VALUE;
    }

    @Override
    public long deadlineNanos() {
      return -1;
    }
  }
}
