package io.ringloom.transport.nio;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What is attached to a key: it is told when its channel is ready. Loop only. */
interface Selectable {

  /** Does what the channel is ready for. */
  void ready(SelectionKey key);

  /** Ends what a bug of ours has left in an unknown state. */
  void failed(IOException bug);

  /** Says what was thrown: a bug in the care for one socket must not harm the others. */
  default void failedBy(Throwable bug) {
    failed(new IOException("The event loop failed: " + bug, bug));
  }
}
