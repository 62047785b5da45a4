package io.ringloom.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * One connected socket as its loop drives it. Confined to the loop's thread.
 *
 * <p>A channel ends with {@link #close()} or {@link #abort()}, also after a failure; {@link
 * StreamEvents#closed()} then says that nothing of it is left.
 */
public interface StreamChannel {

  /** What {@link #send} returns when the bytes are on their way and {@code sent} will follow. */
  int IN_FLIGHT = -1;

  /** {@return this end's address} */
  SocketAddress localAddress();

  /** {@return the peer's address} */
  SocketAddress remoteAddress();

  /** Lets {@link StreamEvents#received} come. Idempotent. */
  void startReceiving();

  /**
   * Holds back {@link StreamEvents#received} until {@link #startReceiving()}; what the peer sends
   * waits in the system. Bytes whose receipt had already begun may still come. Idempotent.
   */
  void stopReceiving();

  /**
   * Sends bytes from the buffers, each from its position to its limit, in order. One send may be in
   * flight at a time, and its buffers must not change until it has ended. Positions of buffers may
   * or may not move; the result alone counts.
   *
   * @param buffers the bytes
   * @param count how many of the buffers, from the first
   * @return how many bytes the system took. Fewer than were given means that it takes no more now:
   *     {@link StreamEvents#sendReady()} says when to try again. Or {@link #IN_FLIGHT}, when {@link
   *     StreamEvents#sent} will tell.
   * @throws IOException if the connection is broken
   */
  long send(ByteBuffer[] buffers, int count) throws IOException;

  /**
   * Returns from how many bytes on {@link #sendZeroCopy} is better than {@link #send}. It may
   * change with every call.
   *
   * @return the number of bytes, {@link Integer#MAX_VALUE} for never
   */
  default int zeroCopyThresholdBytes() {
    return Integer.MAX_VALUE;
  }

  /**
   * Like {@link #send} of one direct buffer, whose memory stays in use when the send has ended:
   * {@link StreamEvents#sent} follows, and after that {@link StreamEvents#released()}, once each.
   * One such send may be unreleased at a time; other sends may go on meanwhile.
   *
   * @param buffer the bytes
   */
  default void sendZeroCopy(ByteBuffer buffer) {
    throw new UnsupportedOperationException("This transport always copies.");
  }

  /**
   * Returns whether the system has taken every byte that {@link #send} has. A channel that encrypts
   * may hold some back for a while: {@link StreamEvents#sendReady()} says when it does not any
   * more.
   *
   * @return whether it has
   */
  default boolean isDrained() {
    return true;
  }

  /**
   * Tells the peer that no more bytes will come, after all that were sent.
   *
   * @throws IOException if the connection is broken
   */
  void shutdownOutput() throws IOException;

  /**
   * Cancels what is in flight and closes the socket. Bytes that the system took are still
   * delivered. {@link StreamEvents#closed()} follows, perhaps before this method returns.
   */
  void close();

  /** Like {@link #close()}, but resets the connection and drops what the system still holds. */
  void abort();
}
