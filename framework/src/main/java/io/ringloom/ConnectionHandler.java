package io.ringloom;

/**
 * What a server does with one connection, from its first byte to its last.
 *
 * <p>Every accepted connection gets a virtual thread that calls {@link #handle} once. One handler
 * object serves all connections of a server and is called by many threads at once.
 *
 * <p>With {@link HandlerScheduling#LOOP} the thread lives on the carrier of the connection's event
 * loop. It may block in anything that parks a virtual thread, but must not compute for long or
 * block the carrier (file I/O, native calls): {@link Offload} is for that.
 */
@FunctionalInterface
public interface ConnectionHandler {

  /**
   * Serves the connection. When this method returns, the connection is closed gracefully: what was
   * written still goes out. When it throws, the same happens and the failure is logged with the
   * connection's id and peer, unless it is the connection's own end.
   *
   * @param connection the connection, open
   * @throws Exception whatever ends this connection; others are not affected
   */
  void handle(Connection connection) throws Exception;
}
