package io.ringloom.spi;

import java.net.SocketAddress;

/**
 * A connected socket that no loop drives yet. It may be handed from one loop to another; exactly
 * one of {@link IoDriver#adopt} and {@link #close()} ends its life.
 */
public interface DetachedSocket {

  /** {@return the peer's address} */
  SocketAddress remoteAddress();

  /** Closes the socket. Any thread may call. Idempotent. */
  void close();
}
