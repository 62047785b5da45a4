package io.ringloom.internal.server;

import io.ringloom.ConnectionHandler;
import io.ringloom.internal.connection.StreamConnection;
import io.ringloom.internal.loop.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a handler's thread. */
final class HandlerTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

  private final ConnectionHandler handler;
  private final StreamConnection connection;
  private final EventLoop loop;

  HandlerTask(ConnectionHandler handler, StreamConnection connection, EventLoop loop) {
    this.handler = handler;
    this.connection = connection;
    this.loop = loop;
  }

  @Override
  public void run() {
    try {
      handler.handle(connection);
      connection.close();
    } catch (Throwable e) {
      failed(e);
    } finally {
      connection.handlerEnded();
      loop.handlerEnded();
    }
  }

  private void failed(Throwable failure) {
    boolean ours = connection.endAfter(failure);
    if (ours) {
      LOG.debug("The handler of {} ended with it: {}", connection, failure.toString());
    } else if (failure instanceof Error) {
      LOG.error("The handler of {} failed; the connection is closed.", connection, failure);
    } else {
      LOG.warn("The handler of {} failed; the connection is closed.", connection, failure);
    }
  }
}
