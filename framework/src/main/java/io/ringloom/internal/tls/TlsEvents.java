package io.ringloom.internal.tls;

import io.ringloom.CloseReason;
import io.ringloom.TlsInfo;
import io.ringloom.internal.loop.TurnEnd;
import io.ringloom.spi.StreamEvents;
import java.io.IOException;

/**
 * What happens on a channel that encrypts, beside what happens on any. Called on the loop's thread;
 * may call the channel back.
 *
 * <p>{@link #reclaimLent()} is called before the channel takes memory back that it has lent with
 * {@link #received}.
 */
public interface TlsEvents extends StreamEvents, TurnEnd {

  /** Records have moved, be it that there was no data in them: the connection is not idle. */
  void moved();

  /** The handshake is complete: data can be sent, and will be received. */
  void handshakeComplete(TlsInfo info);

  /**
   * The peer has ended its stream, as {@link #endOfStream()} says, and with it the session: nothing
   * can be sent any more, either.
   */
  void sessionClosed();

  /**
   * No data will be received or can be sent any more. What TLS has to say of it, an alert, is on
   * its way: the channel is to be shut down and closed in order.
   */
  void sessionFailed(CloseReason why, IOException cause);

  /** The peer has not completed the handshake in time. The channel is to be aborted. */
  void handshakeTimedOut(IOException cause);
}
