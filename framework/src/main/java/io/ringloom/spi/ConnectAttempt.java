package io.ringloom.spi;

/** An outbound connection in the making. Confined to the loop's thread. */
public interface ConnectAttempt {

  /** Gives up: the socket is closed and no event comes any more. Idempotent. */
  void cancel();
}
