package io.ringloom.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What happens on a {@link StreamChannel}. Called on the loop's thread; may call the channel back.
 * After {@link StreamChannel#close()} or {@link StreamChannel#abort()} only {@link #closed()} has
 * an effect.
 */
public interface StreamEvents {

  /**
   * Bytes have arrived.
   *
   * @param data the bytes from position to limit. The buffer is lent: it and its content are the
   *     receiver's, and no other call of this turn is given the same buffer, until the loop calls
   *     {@link IoDriver#poll} again
   */
  void received(ByteBuffer data);

  /** The peer has ended its stream; no more bytes will come. */
  void endOfStream();

  /**
   * A send that was {@link StreamChannel#IN_FLIGHT} has ended.
   *
   * @param bytes how many bytes the system took. Fewer than were given means that it takes no more
   *     now: {@link #sendReady()} says when to try again.
   */
  void sent(long bytes);

  /** The memory of a {@link StreamChannel#sendZeroCopy} is not in use any more. */
  default void released() {}

  /**
   * The system takes bytes again, after a {@link StreamChannel#send} that it cut short; or the
   * channel is {@linkplain StreamChannel#isDrained() drained} again.
   */
  void sendReady();

  /**
   * The connection is broken. The channel is still to be closed.
   *
   * @param cause what the system said
   */
  void failed(IOException cause);

  /** The socket is closed and no operation is in flight any more: the last call of all. */
  void closed();
}
