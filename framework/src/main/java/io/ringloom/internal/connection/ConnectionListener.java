package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who keeps account of connections: a server or a connector. */
public interface ConnectionListener {

  /**
   * Bytes can be exchanged: at once, or with TLS when its handshake is complete. Called on the
   * loop's thread.
   */
  void opened(StreamConnection connection);

  /**
   * The connection ends before it was opened; {@link #socketClosed} follows. Called on the loop's
   * thread, unless this side has closed it by itself.
   */
  void openFailed(StreamConnection connection, CloseReason reason, @Nullable IOException cause);

  /** The socket is closed and its descriptor is free. Called on the loop's thread. */
  void socketClosed(StreamConnection connection, CloseReason reason);

  /** The socket is closed and the handler has ended. Any thread. */
  void connectionEnded(StreamConnection connection);
}
