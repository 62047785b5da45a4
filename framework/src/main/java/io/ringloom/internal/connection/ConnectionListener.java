package io.ringloom.internal.connection;

import io.ringloom.CloseReason;

/** Who keeps account of connections: a server or a connector. */
public interface ConnectionListener {

  /** The socket is closed and its descriptor is free. Called on the loop's thread. */
  void socketClosed(StreamConnection connection, CloseReason reason);

  /** The socket is closed and the handler has ended. Any thread. */
  void connectionEnded(StreamConnection connection);
}
