package io.ringloom.spi;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * The part of one event loop that talks to the operating system.
 *
 * <p>Everything but {@link #wakeup()} is confined to the loop's thread.
 */
public interface IoDriver {

  /**
   * Waits for completions and hands each to its {@link StreamEvents}, {@link ListenerEvents} or
   * {@link ConnectEvents}. Called once a turn of the loop.
   *
   * <p>A driver that may wait does so only inside {@link IoDriverContext#awaitOnCarrier} or {@link
   * IoDriverContext#awaitInPlace}, so that a wake-up can never be lost.
   *
   * @param timeoutNanos how long to wait at most, in nanoseconds; 0 does not wait, {@link
   *     Long#MAX_VALUE} waits until something happens
   * @throws IOException if waiting itself failed
   */
  void poll(long timeoutNanos) throws IOException;

  /**
   * Makes a current wait of {@link #poll}, or the next one, return at once. Any thread may call.
   */
  void wakeup();

  /**
   * Opens a listening socket that begins to accept at once.
   *
   * @param address where to listen
   * @param settings the backlog and how the address may be shared
   * @param events told of every accepted socket
   * @return the listener
   * @throws IOException if the address cannot be bound; nothing stays open then
   */
  Listener listen(SocketAddress address, ListenerSettings settings, ListenerEvents events)
      throws IOException;

  /**
   * Begins to connect a new socket.
   *
   * @param remote where to connect to
   * @param events told once how it ended, never before this method has returned
   * @return the attempt, to be cancelled if it is not wanted any more
   * @throws IOException if the attempt could not even begin; nothing stays open then
   */
  ConnectAttempt connect(SocketAddress remote, ConnectEvents events) throws IOException;

  /**
   * Makes an open socket, accepted or connected on whichever loop, a channel of this loop. Nothing
   * is received before {@link StreamChannel#startReceiving()}.
   *
   * @param socket the socket; it belongs to the channel from now on, and is closed when this throws
   * @param settings options to set on the socket
   * @param events told of everything that happens on the channel
   * @return the channel
   * @throws IOException if the socket cannot be used any more
   */
  StreamChannel adopt(DetachedSocket socket, SocketSettings settings, StreamEvents events)
      throws IOException;

  /**
   * Releases what this driver holds. Every channel, listener and connect attempt has been closed
   * before.
   */
  void close();
}
