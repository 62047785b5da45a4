package io.ringloom.transport.uring;

import io.netty.channel.IoRegistration;

/**
 * What the objects of this package ask of a ring. Loop only.
 *
 * <p>Each submission has at least one completion, which comes to the {@link RingHandle} that is
 * registered, with the operation's code. An operation that is named by a submission's number can be
 * {@linkplain #cancel cancelled}.
 */
interface Ring {

  /** Makes a handle known, so that it can submit; {@link IoRegistration#cancel()} ends that. */
  IoRegistration register(RingHandle handle);

  /** Accepts connections, as many as come, or one, as the kernel can. */
  long accept(IoRegistration registration, int fd);

  /** Receives into provided buffers, again and again until a limit of bytes. */
  long receive(IoRegistration registration, int fd);

  /** Receives into memory of the caller, once and without waiting for bytes. */
  long receiveAtOnce(IoRegistration registration, int fd, long address, int length);

  /** Receives into one provided buffer, once. */
  long receiveOnce(IoRegistration registration, int fd);

  /** Sends without waiting for the socket to take more than it can now. */
  void send(IoRegistration registration, int fd, long address, int length);

  /** Like {@link #send}, of several pieces. */
  void sendMessage(IoRegistration registration, int fd, long messageAddress);

  /** Like {@link #send}, of memory that the kernel uses until it notifies. */
  void sendZeroCopy(IoRegistration registration, int fd, long address, int length);

  /** Waits until the socket takes bytes, or has failed. */
  long awaitWritable(IoRegistration registration, int fd);

  /** Cancels the operation of a submission, which completes all the same. */
  void cancel(IoRegistration registration, long submission);

  /** Hands buffers of the receive group to the kernel. */
  void provideBuffers(IoRegistration registration, long address, int bytes, int count, int firstId);

  /** Completes after a time, whose {@code timespec} is read before the ring is next entered. */
  long startTimer(IoRegistration registration, long timespecAddress);

  /** Changes the time of a timer that runs. */
  void changeTimer(IoRegistration registration, long submission, long timespecAddress);

  /** Returns whether a receive stays until it has reached its limit, is cancelled or fails. */
  boolean isMultishotReceive();

  /** Has all receives end after one completion, since the kernel knows no limit for others. */
  void disableMultishotReceive();
}
