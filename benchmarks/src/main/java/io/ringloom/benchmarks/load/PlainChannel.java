package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket as it is.
 *
 * @param socket the socket
 */
public record PlainChannel(SocketChannel socket) implements LoadChannel {
  @Override
  public int read(ByteBuffer target) throws IOException {
    return socket.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return socket.write(source);
  }

  @Override
  public boolean hasUnsent() {
    return false;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
