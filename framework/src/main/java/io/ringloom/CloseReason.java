package io.ringloom;

/** Why a connection ended. The first cause counts. */
public enum CloseReason {
  /** The peer ended its stream cleanly, and then this side closed. */
  END_OF_STREAM("the peer ended the stream"),

  /** This side closed first: {@link Connection#close()} was called or the handler returned. */
  LOCAL_CLOSE("it was closed on this side"),

  /** This side called {@link Connection#abort()}. */
  LOCAL_ABORT("it was aborted on this side"),

  /** The peer reset the connection, or was found gone when something was sent to it. */
  RESET("the peer reset the connection"),

  /** The system reported another failure of the socket. */
  IO_ERROR("the socket failed"),

  /** TLS could not agree on a session with the peer, or one side does not trust the other. */
  TLS_HANDSHAKE_FAILED("the TLS handshake failed"),

  /** The peer did not complete the TLS handshake within its timeout. */
  TLS_HANDSHAKE_TIMEOUT("the peer did not complete the TLS handshake in time"),

  /** The peer broke the TLS protocol, or sent an alert, after the handshake. */
  TLS_FAILED("the TLS session failed"),

  /**
   * The peer's stream ended without the close_notify that ends a TLS session, so some of what it
   * sent may be missing.
   */
  TLS_TRUNCATED("the peer's stream was cut off: it ended without TLS's close_notify"),

  /** The handler let the timeout of a read escape. */
  READ_TIMEOUT("a read took longer than its deadline"),

  /** The handler let the timeout of a write or a flush escape. */
  WRITE_TIMEOUT("a write took longer than its deadline"),

  /** No byte went either way for {@link ConnectionOptions#idleTimeout()}. */
  IDLE_TIMEOUT("no byte went either way for the idle timeout"),

  /** The peer sent more than the handler allows: it let a {@link LimitExceededException} escape. */
  LIMIT_EXCEEDED("the peer sent more than its handler allows"),

  /** The handler threw. */
  HANDLER_FAILED("its handler failed"),

  /** The server is shutting down and the handler ended in time. */
  DRAIN("the server is shutting down"),

  /** The server or its event loops ended before the connection did. */
  SHUTDOWN("its event loop was shut down");

  private final String sentence;

  CloseReason(String sentence) {
    this.sentence = sentence;
  }

  /** {@return the reason as the second half of a sentence: "… because <em>this</em>"} */
  public String sentence() {
    return sentence;
  }
}
