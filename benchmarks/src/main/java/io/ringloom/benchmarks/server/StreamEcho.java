package io.ringloom.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** What a virtual thread does with the streams of a socket. */
final class StreamEcho {
  private StreamEcho() {}

  /** Sends back what comes until the peer ends, and closes the socket. */
  static void serve(Socket socket, int bufferBytes) {
    byte[] buffer = new byte[bufferBytes];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The client has gone at the end of its round.
    }
  }
}
