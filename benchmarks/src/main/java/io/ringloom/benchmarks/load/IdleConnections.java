package io.ringloom.benchmarks.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that are open and do nothing, after they have had something echoed. */
public final class IdleConnections implements Closeable {
  private static final int MESSAGE_BYTES = 64;

  private final List<SocketChannel> sockets = new ArrayList<>();

  private IdleConnections() {}

  /** Opens so many connections; each has one message echoed. */
  public static IdleConnections open(int port, int count) throws IOException {
    IdleConnections connections = new IdleConnections();
    ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel socket = Loopback.connect(port);
        connections.sockets.add(socket);
        echo(socket, message);
      }
      return connections;
    } catch (IOException e) {
      connections.close();
      throw e;
    }
  }

  /** Returns how many are open. */
  public int size() {
    return sockets.size();
  }

  private static void echo(SocketChannel socket, ByteBuffer message) throws IOException {
    socket.write(message.clear());
    message.clear();
    while (message.hasRemaining()) {
      if (socket.read(message) < 0) {
        throw new EOFException("The server has closed a connection.");
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
  }
}
