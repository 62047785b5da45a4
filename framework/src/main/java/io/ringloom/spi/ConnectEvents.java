package io.ringloom.spi;

import java.io.IOException;

/** How a {@link ConnectAttempt} ended. Exactly one method is called, once, on the loop's thread. */
public interface ConnectEvents {

  /**
   * The socket is connected.
   *
   * @param socket the socket; it belongs to the receiver of this call
   */
  void connected(DetachedSocket socket);

  /**
   * The peer could not be reached. The socket is closed.
   *
   * @param cause what the system said
   */
  void connectFailed(IOException cause);
}
