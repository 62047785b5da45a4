package io.ringloom.benchmarks;

import io.ringloom.Connection;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.tls.ServerTls;
import io.ringloom.tls.TlsCertificate;
import io.ringloom.tls.TlsProtocol;
import io.ringloom.tls.TlsServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A contender: echo on Ringloom with one event loop. Arguments: transport, scheduling, the size of
 * the handler's buffer, 0 to echo without one, and for TLS the folder of {@link TlsFiles}.
 */
public final class RingloomEcho {
  private RingloomEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int bufferBytes = Integer.parseInt(args[2]);
    Server.Builder builder =
        Server.builder().bind("127.0.0.1", 0).handler(connection -> echo(connection, bufferBytes));
    if (args.length > 3) {
      try (ServerTls tls = ServerTls.create(options(new TlsFiles(Path.of(args[3]))))) {
        serve(builder.tls(tls), args[0], HandlerScheduling.valueOf(args[1]));
      }
    } else {
      serve(builder, args[0], HandlerScheduling.valueOf(args[1]));
    }
  }

  private static TlsServerOptions options(TlsFiles files) {
    return TlsServerOptions.builder()
        .protocols(TlsProtocol.TLS_1_3)
        .certificate(TlsCertificate.pem(files.chain(), files.key()))
        .build();
  }

  private static void serve(Server.Builder builder, String transport, HandlerScheduling scheduling)
      throws IOException, InterruptedException {
    try (EventLoopGroup loops =
            EventLoopGroup.builder().loops(1).transport(transport).scheduling(scheduling).start();
        Server server = builder.eventLoops(loops).start()) {
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
