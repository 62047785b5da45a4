package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import java.io.Serial;
import java.net.SocketTimeoutException;

/**
 * A deadline of an operation that has passed; if the handler lets it escape, the reason to close.
 */
final class OperationTimeoutException extends SocketTimeoutException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient StreamConnection connection;
  private final CloseReason reason;

  OperationTimeoutException(
      StreamConnection connection, String message, CloseReason reason, long bytesTransferred) {
    super(message);
    this.connection = connection;
    this.reason = reason;
    this.bytesTransferred = (int) Math.min(Integer.MAX_VALUE, bytesTransferred);
  }

  StreamConnection connection() {
    return connection;
  }

  CloseReason reason() {
    return reason;
  }
}
