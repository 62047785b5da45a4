package io.ringloom.example.echo;

import io.ringloom.Server;

/** Starts the echo server. */
public final class EchoServer {
  private EchoServer() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    try (Server server =
        Server.builder()
            .bind("127.0.0.1", port)
            .handler(new EchoHandler())
            .eventLoops(
                io.ringloom.EventLoopGroup.builder()
                    .loops(Integer.getInteger("loops", 1))
                    .scheduling(
                        io.ringloom.HandlerScheduling.valueOf(System.getProperty("sched", "LOOP")))
                    .start())
            .start()) {
      server.awaitTermination();
    }
  }
}
