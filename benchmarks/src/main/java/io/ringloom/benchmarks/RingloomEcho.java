package io.ringloom.benchmarks;

import io.ringloom.Connection;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A contender: echo on Ringloom with one event loop. Arguments: transport, scheduling, and the size
 * of the handler's buffer, 0 to echo without one.
 */
public final class RingloomEcho {
  private RingloomEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int bufferBytes = Integer.parseInt(args[2]);
    try (EventLoopGroup loops =
            EventLoopGroup.builder()
                .loops(1)
                .transport(args[0])
                .scheduling(HandlerScheduling.valueOf(args[1]))
                .start();
        Server server =
            Server.builder()
                .bind("127.0.0.1", 0)
                .eventLoops(loops)
                .handler(connection -> echo(connection, bufferBytes))
                .start()) {
      System.out.println(((InetSocketAddress) server.localAddress()).getPort());
      server.awaitTermination();
    }
  }

  private static void echo(Connection connection, int bufferBytes) throws IOException {
    if (bufferBytes == 0) {
      while (connection.input().transferTo(connection) >= 0) {
        // Each turn moves what has come.
      }
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(bufferBytes);
    while (connection.read(buffer) >= 0) {
      connection.write(buffer.flip());
      buffer.clear();
    }
  }
}
