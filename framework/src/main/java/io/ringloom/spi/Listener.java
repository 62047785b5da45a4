package io.ringloom.spi;

import java.net.SocketAddress;

/** A listening socket of one event loop. Confined to the loop's thread. */
public interface Listener {

  /**
   * Returns the address that was bound, with the port that the system chose if it was left open.
   *
   * @return the address
   */
  SocketAddress localAddress();

  /** Stops accepting until {@link #resume()}; peers wait in the backlog. Idempotent. */
  void pause();

  /** Accepts again after {@link #pause()}. Idempotent. */
  void resume();

  /** Closes the socket; no event comes any more. Idempotent. */
  void close();
}
