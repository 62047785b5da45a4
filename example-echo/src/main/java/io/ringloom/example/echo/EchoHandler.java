package io.ringloom.example.echo;

import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionInput;
import java.io.IOException;

/** Sends back what it receives, until the peer has ended its stream. */
final class EchoHandler implements ConnectionHandler {

  @Override
  public void handle(Connection connection) throws IOException {
    ConnectionInput input = connection.input();
    while (input.transferTo(connection) >= 0) {
      // Each turn moves what has come; there is no buffer while nothing comes.
    }
  }
}
