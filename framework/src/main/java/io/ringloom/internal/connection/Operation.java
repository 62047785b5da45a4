package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import io.ringloom.ConnectionClosedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a thread does with a connection, as messages call it, and how it fails. */
enum Operation {
  READ("read", "read from", CloseReason.READ_TIMEOUT),
  WRITE("write", "write on", CloseReason.WRITE_TIMEOUT),
  FLUSH("flush", "flush on", CloseReason.WRITE_TIMEOUT),
  SHUTDOWN_OUTPUT("shutdownOutput", "shutdownOutput on", CloseReason.WRITE_TIMEOUT);

  private final String verb;
  private final String phrase;
  private final CloseReason timeout;

  Operation(String verb, String phrase, CloseReason timeout) {
    this.verb = verb;
    this.phrase = phrase;
    this.timeout = timeout;
  }

  OperationTimeoutException timedOut(StreamConnection connection, long bytesTransferred) {
    return new OperationTimeoutException(
        connection,
        "A " + verb + " on " + connection + " took longer than its deadline.",
        timeout,
        bytesTransferred);
  }

  InterruptedIOException interrupted(StreamConnection connection, long bytesTransferred) {
    InterruptedIOException e =
        new InterruptedIOException("A " + phrase + " " + connection + " was interrupted.");
    e.bytesTransferred = (int) Math.min(Integer.MAX_VALUE, bytesTransferred);
    return e;
  }

  /**
   * Says why the connection cannot do it any more.
   *
   * @param reason why it ended, null if it has not: then it is only the output that has
   * @param brokenBy what the system or TLS said, if it broke
   * @param sessionEnded whether the peer has ended the TLS session, which ends the output, too
   */
  ConnectionClosedException closed(
      StreamConnection connection,
      @Nullable CloseReason reason,
      @Nullable IOException brokenBy,
      boolean sessionEnded) {
    if (reason != null) {
      String detail = brokenBy instanceof SSLException ? " (" + brokenBy.getMessage() + ")" : "";
      return closed(connection, reason.sentence() + detail, reason, brokenBy);
    }
    return sessionEnded
        ? closed(connection, "the peer has ended the TLS session", CloseReason.END_OF_STREAM, null)
        : closed(connection, "its output was shut down", CloseReason.LOCAL_CLOSE, null);
  }

  private ConnectionClosedException closed(
      StreamConnection connection,
      String because,
      CloseReason reason,
      @Nullable IOException brokenBy) {
    return new ConnectionClosedException(
        "A " + verb + " on " + connection + " failed because " + because + ".", reason, brokenBy);
  }
}
