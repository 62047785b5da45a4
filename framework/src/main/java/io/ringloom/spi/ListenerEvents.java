package io.ringloom.spi;

import java.io.IOException;

/** What happens on a {@link Listener}. Called on the loop's thread; may pause or close it. */
public interface ListenerEvents {

  /**
   * A peer has connected.
   *
   * @param socket the new socket; it belongs to the receiver of this call
   */
  void accepted(DetachedSocket socket);

  /**
   * Accepting failed, for instance because descriptors have run out. The listener stays open, and
   * would fail again at once unless it is paused.
   *
   * @param cause what the system said
   */
  void acceptFailed(IOException cause);
}
