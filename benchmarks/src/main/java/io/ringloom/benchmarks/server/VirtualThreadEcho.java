package io.ringloom.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Echo as the JDK offers it for sequential code: one virtual thread for each connection, which
 * blocks on a {@link SocketChannel}.
 */
public final class VirtualThreadEcho {
  private VirtualThreadEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException {
    int bufferBytes = ServerArguments.parse(args).bufferBytes();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      System.out.println(listener.socket().getLocalPort());
      while (true) {
        SocketChannel channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread.ofVirtual().start(() -> echo(channel, bufferBytes));
      }
    }
  }

  private static void echo(SocketChannel channel, int bufferBytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bufferBytes);
    try (channel) {
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // The client has gone at the end of its round.
    }
  }
}
