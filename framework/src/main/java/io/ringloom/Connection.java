package io.ringloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * One connected byte stream, used in blocking style.
 *
 * <p><b>Blocking.</b> {@code read}, {@code write} and {@link #flush} park the calling thread where
 * they must wait; on a virtual thread that costs next to nothing. Interrupting a thread that waits
 * here makes the call throw {@link java.io.InterruptedIOException} and clears the interrupt status;
 * the connection stays usable, but for a large write: see {@link #write(ByteBuffer)}.
 *
 * <p><b>Threads.</b> Any thread may call any method. A write goes out whole, never mixed with
 * another one. {@link #input()} and {@link #output()} are for one thread at a time each.
 *
 * <p><b>Flushing.</b> There is no need to: what was written goes out when the handler next blocks
 * or returns, in as few sends as possible.
 *
 * <p>Since a connection is a {@link ByteChannel}, {@link java.nio.channels.Channels} can make
 * streams, readers and writers of it.
 */
public interface Connection extends ByteChannel, GatheringByteChannel {

  /** {@return a number that names this connection in logs, unique in the process} */
  long id();

  /** {@return this end's address} */
  SocketAddress localAddress();

  /** {@return the peer's address} */
  SocketAddress remoteAddress();

  /**
   * Reads at least one byte, waiting for it where there is none.
   *
   * @param dst where the bytes go
   * @return how many bytes were read; 0 only if {@code dst} has no room; -1 if the peer has ended
   *     its stream cleanly and every byte was read, or if the server is draining and there is
   *     nothing to read
   * @throws java.net.SocketTimeoutException if the read timeout or the deadline passes first; no
   *     byte is lost
   * @throws ConnectionClosedException if the connection is closed, was reset or failed
   * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
   */
  @Override
  int read(ByteBuffer dst) throws IOException;

  /**
   * Writes all bytes of the buffer. They are taken over at once, unless they are many or the peer
   * is slow: then the call waits, and a large buffer is sent from where it is.
   *
   * @param src the bytes; it may be used again when the call returns
   * @return how many bytes were written: all that were left in {@code src}
   * @throws java.net.SocketTimeoutException if the write timeout or the deadline passes first.
   *     {@code bytesTransferred} and the position of {@code src} say how much was sent; the rest is
   *     withdrawn. Where the transport sends a large direct buffer without a copy, the call also
   *     waits until the peer has acknowledged it; a timeout or an interrupt before that resets the
   *     connection, since nothing else frees the buffer
   * @throws ConnectionClosedException if the connection is closed, was reset or failed, or its
   *     output was shut down
   * @throws java.io.InterruptedIOException if the thread is interrupted while it waits, with {@code
   *     bytesTransferred} as for a timeout
   */
  @Override
  int write(ByteBuffer src) throws IOException;

  /** Writes all bytes of all buffers as one; see {@link #write(ByteBuffer)}. */
  @Override
  long write(ByteBuffer[] srcs) throws IOException;

  /** Writes all bytes of some of the buffers as one; see {@link #write(ByteBuffer)}. */
  @Override
  long write(ByteBuffer[] srcs, int offset, int length) throws IOException;

  /**
   * Waits until the operating system has taken every byte written so far.
   *
   * @throws java.net.SocketTimeoutException if the write timeout or the deadline passes first
   * @throws ConnectionClosedException if the connection ends before that
   * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
   */
  void flush() throws IOException;

  /** {@return the buffered, parsing view of what is read; always the same object} */
  ConnectionInput input();

  /** {@return the formatting view of what is written; always the same object} */
  ConnectionOutput output();

  /**
   * Sets how long one read may wait.
   *
   * @param timeout the time, {@link Duration#ZERO} for no limit
   */
  void setReadTimeout(Duration timeout);

  /**
   * Sets how long one write or flush may wait.
   *
   * @param timeout the time, {@link Duration#ZERO} for no limit
   */
  void setWriteTimeout(Duration timeout);

  /**
   * Sets a point in time by which every operation from now on must have ended, such as the whole
   * exchange of a request. It applies together with the timeouts of single operations, whichever is
   * sooner.
   *
   * @param fromNow how far the deadline is away
   */
  void setDeadline(Duration fromNow);

  /** Removes the deadline that {@link #setDeadline} set. */
  void clearDeadline();

  /**
   * Ends this side's stream after all that was written; reading goes on. Does not wait. Idempotent.
   *
   * @throws ConnectionClosedException if the connection is closed
   */
  void shutdownOutput() throws IOException;

  /**
   * Closes the connection gracefully, without waiting for it: what was written goes out, the stream
   * is ended, what the peer still sends is read away until its end or {@link
   * ConnectionOptions#closeTimeout()}, and the socket is closed. Threads that wait to read, or for
   * room to write, throw; those whose bytes are on their way wait on. Idempotent.
   */
  @Override
  void close();

  /** Resets the connection at once and drops what was not sent yet. Idempotent. */
  void abort();

  /**
   * Returns whether neither {@link #close()} nor {@link #abort()} was called and nothing failed.
   */
  @Override
  boolean isOpen();

  /**
   * Returns whether the server is shutting down. A handler that sees this finishes what it has
   * begun and returns; a read that would wait returns -1.
   *
   * @return whether it is
   */
  boolean isDraining();

  /** {@return what the TLS handshake has agreed on, or empty if the connection is not encrypted} */
  Optional<TlsInfo> tlsInfo();

  /** {@return why the connection ended, or empty while it is open} */
  Optional<CloseReason> closeReason();
}
