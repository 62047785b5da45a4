package io.ringloom.example.common;

import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The options that every server has: where it listens, its event loops, its limits, and TLS. All
 * fields are set by picocli before the command is called.
 */
@Command(
    footer = {
      "",
      "A TIME is a number with ms, s, m or h after it, seconds if there is nothing.",
      "Ctrl-C or SIGTERM stops the server: it takes no new connections, lets handlers finish, and"
          + " resets what is left after the drain timeout."
    })
public final class ServerOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Name or address to listen on. Default: ${DEFAULT-VALUE}")
  private String host = "";

  // Its default is what the constructor sets.
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port, 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = "Listen on a Unix-domain socket at this path instead.")
  private @Nullable Path unixPath;

  @Option(
      names = "--loops",
      paramLabel = "COUNT",
      description = "Number of event loops. Default: one for each processor")
  private int loops = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--scheduling",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "Where handlers run: on their event loop, on the JDK's shared scheduler, or the best that"
              + " is available. One of loop, shared, auto. Default: ${DEFAULT-VALUE}")
  private Scheduling scheduling = Scheduling.AUTO;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How bytes are moved: uring, nio, or auto for the best that is available."
              + " Default: ${DEFAULT-VALUE}")
  private String transport = "";

  @Option(
      names = "--max-connections",
      paramLabel = "COUNT",
      description = "Further peers wait until one has left. Default: no limit")
  private int maxConnections = Integer.MAX_VALUE;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "0",
      converter = DurationConverter.class,
      description = "Close connections on which nothing moved for so long. Default: never")
  private Duration idleTimeout = Duration.ZERO;

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long connections may go on after a stop. Default: ${DEFAULT-VALUE}")
  private Duration drainTimeout = Duration.ZERO;

  @Mixin private final TlsOptions tlsOptions = new TlsOptions();

  /** Makes the options of a server that listens on a TCP port where none is given. */
  public ServerOptions(int defaultPort) {
    port = defaultPort;
  }

  /**
   * Makes a service, not yet started, of a server and of what its connections need; sets in both
   * what the command line says. The server must have its handler before the service runs.
   *
   * @throws IOException if a file that TLS needs cannot be used
   */
  public ServerService service(Server.Builder server, ConnectionOptions.Builder connections)
      throws IOException {
    server
        .maxConnections(maxConnections)
        .drainTimeout(drainTimeout)
        .connectionOptions(connections.idleTimeout(idleTimeout).build());
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    SocketAddress address = bind(server, commandLine);
    EventLoopGroup.Builder eventLoops = EventLoopGroup.builder().loops(loops).transport(transport);
    if (scheduling.where != null) {
      eventLoops.scheduling(scheduling.where);
    }
    ServerService service = new ServerService(eventLoops, server, address);
    ServerTls tls = tlsOptions.open(commandLine);
    if (tls != null) {
      server.tls(tls);
      service.atEnd(tls::close);
    }
    return service;
  }

  private SocketAddress bind(Server.Builder server, CommandLine commandLine) {
    if (unixPath == null) {
      server.bind(host, port);
      return new InetSocketAddress(host, port);
    }
    ParseResult given = commandLine.getParseResult();
    if (given.hasMatchedOption("--host") || given.hasMatchedOption("--port")) {
      throw new ParameterException(commandLine, "--unix cannot be combined with --host or --port.");
    }
    SocketAddress address = UnixDomainSocketAddress.of(unixPath);
    server.bind(address);
    return address;
  }

  /** The values of {@code --scheduling}. */
  private enum Scheduling {
    AUTO(null),
    LOOP(HandlerScheduling.LOOP),
    SHARED(HandlerScheduling.SHARED);

    private final @Nullable HandlerScheduling where;

    Scheduling(@Nullable HandlerScheduling where) {
      this.where = where;
    }
  }
}
