package io.ringloom.transport.nio;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What is attached to a key: it is told when its channel is ready. Loop only. */
interface Selectable {

  /** Does what the channel is ready for. */
  void ready(SelectionKey key);

  /**
   * Returns whether there is more to receive than it has received so far, and it has not had its
   * share: then {@link #goOn()} is to follow in the next turn.
   */
  default boolean goesOn() {
    return false;
  }

  /** Receives more. */
  default void goOn() {}

  /** Ends what a bug of ours has left in an unknown state. */
  void failed(IOException bug);
}
