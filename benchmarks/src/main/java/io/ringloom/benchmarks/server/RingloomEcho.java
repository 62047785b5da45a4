package io.ringloom.benchmarks.server;

import io.ringloom.Connection;
import io.ringloom.ConnectionInput;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.tls.ServerTls;
import io.ringloom.tls.TlsCertificate;
import io.ringloom.tls.TlsProtocol;
import io.ringloom.tls.TlsServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Echo on Ringloom, as its example does it. Own arguments: transport, scheduling, and perhaps spin,
 * a time as the JDK writes it.
 */
public final class RingloomEcho {
  private static final int USUAL_BUFFER_BYTES = 16 * 1024;
  private static final int LARGE_WATERMARK_BYTES = 1024 * 1024;

  private RingloomEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ServerArguments arguments = ServerArguments.parse(args);
    Server.Builder builder =
        Server.builder()
            .bind("127.0.0.1", 0)
            .connectionOptions(options(arguments.bufferBytes()))
            .handler(RingloomEcho::echo);
    if (arguments.tls() == null) {
      serve(builder, arguments);
    } else {
      try (ServerTls tls = ServerTls.create(options(arguments.tls()))) {
        serve(builder.tls(tls), arguments);
      }
    }
  }

  private static TlsServerOptions options(TlsFiles files) {
    return TlsServerOptions.builder()
        .protocols(TlsProtocol.TLS_1_3)
        .certificate(TlsCertificate.pem(files.chain(), files.key()))
        .build();
  }

  /** Returns options that let a large message be received and sent as a whole. */
  private static ConnectionOptions options(int bufferBytes) {
    ConnectionOptions.Builder options = ConnectionOptions.builder();
    if (bufferBytes > USUAL_BUFFER_BYTES) {
      options
          .readWatermarks(LARGE_WATERMARK_BYTES / 4, LARGE_WATERMARK_BYTES)
          .writeWatermarks(LARGE_WATERMARK_BYTES / 4, LARGE_WATERMARK_BYTES);
    }
    return options.build();
  }

  private static void serve(Server.Builder builder, ServerArguments arguments)
      throws IOException, InterruptedException {
    try (EventLoopGroup loops =
            EventLoopGroup.builder()
                .loops(arguments.loops())
                .transport(arguments.own("transport"))
                .scheduling(HandlerScheduling.valueOf(arguments.own("scheduling")))
                .spin(arguments.own("spin", Duration.ZERO))
                .start();
        Server server = builder.eventLoops(loops).start()) {
      System.out.println(((InetSocketAddress) server.localAddress()).getPort());
      server.awaitTermination();
    }
  }

  private static void echo(Connection connection) throws IOException {
    ConnectionInput input = connection.input();
    while (input.transferTo(connection) >= 0) {
      // Each turn moves what has come.
    }
  }
}
