package io.ringloom.example.echo;

import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends back what it receives, until the peer has ended its stream. */
final class EchoHandler implements ConnectionHandler {
  private static final int BUFFER_BYTES = 16 * 1024;

  @Override
  public void handle(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (connection.read(buffer) >= 0) {
      connection.write(buffer.flip());
      buffer.clear();
    }
  }
}
