package io.ringloom.example.kv.resp;

import java.io.Serial;

/**
 * A client sent what is no request.
 *
 * <p>It is answered with {@link #reply()} as an error, so with {@code -ERR Protocol error: ...},
 * and then the connection is closed: nobody knows where the next request would begin.
 */
public final class ProtocolException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what is wrong in Redis's words, without {@code Protocol error: } before them.
   *     Each character is one byte of the answer
   */
  public ProtocolException(String message) {
    // A client can cause many of these, and the trace would only ever show the parser.
    super(message, null, false, false);
  }

  /** {@return the error to answer with, for {@link ReplyWriter#error(String)}} */
  public String reply() {
    return "ERR Protocol error: " + getMessage();
  }
}
