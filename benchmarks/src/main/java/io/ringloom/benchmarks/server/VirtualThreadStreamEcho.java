package io.ringloom.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Echo as the JDK offers it for code that uses streams: one virtual thread for each connection,
 * which blocks on a {@link Socket}.
 */
public final class VirtualThreadStreamEcho {
  private VirtualThreadStreamEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException {
    int bufferBytes = ServerArguments.parse(args).bufferBytes();
    try (ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
      System.out.println(listener.getLocalPort());
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> StreamEcho.serve(socket, bufferBytes));
      }
    }
  }
}
