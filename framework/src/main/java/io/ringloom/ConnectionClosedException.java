package io.ringloom;

import java.io.Serial;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by an operation on a connection that has ended, and by one that was waiting when it did.
 * The message names the connection, the peer and the operation.
 */
public class ConnectionClosedException extends ClosedChannelException {
  @Serial private static final long serialVersionUID = 1L;

  /** A sentence for people. */
  private final String message;

  /** Why the connection ended. */
  private final CloseReason reason;

  /** What the system said, where it said something. */
  private final @Nullable Throwable cause;

  /**
   * Makes the exception.
   *
   * @param message a sentence that names the operation, the connection and the reason
   * @param reason why the connection ended
   * @param cause what the system said, where it said something
   */
  public ConnectionClosedException(String message, CloseReason reason, @Nullable Throwable cause) {
    this.message = message;
    this.reason = reason;
    this.cause = cause;
  }

  @Override
  public synchronized @Nullable Throwable getCause() {
    return cause;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** {@return why the connection ended} */
  public CloseReason reason() {
    return reason;
  }
}
