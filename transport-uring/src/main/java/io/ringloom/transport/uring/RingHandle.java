package io.ringloom.transport.uring;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import java.io.IOException;

/**
 * Something that submits operations. Its completions are collected while the ring is entered, and
 * dispatched afterwards. Loop only.
 */
abstract class RingHandle implements IoUringIoHandle {
  private final Completions completions;

  RingHandle(Completions completions) {
    this.completions = completions;
  }

  /**
   * Takes a completion.
   *
   * @param operation the code of the operation that was submitted
   * @param result what a system call would have returned, an error number negated
   * @param flags the completion's flags
   */
  abstract void completed(byte operation, int result, int flags);

  /** Ends what a bug of ours has left in an unknown state. */
  abstract void failed(IOException bug);

  final void failedBy(Throwable bug) {
    failed(new IOException("The event loop failed: " + bug, bug));
  }

  @Override
  public final void handle(IoRegistration registration, IoEvent event) {
    IoUringIoEvent completion = (IoUringIoEvent) event;
    completions.add(this, completion.opcode(), completion.res(), completion.flags());
  }

  @Override
  public final void registered() {}

  @Override
  public final void unregistered() {}

  /** Called when the ring is closed, by which time the loop has closed all sockets. */
  @Override
  public void close() {}
}
