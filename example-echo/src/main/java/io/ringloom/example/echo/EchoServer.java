package io.ringloom.example.echo;

import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.tls.ServerTls;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line of the echo server. */
@Command(
    name = EchoServer.NAME,
    description = "Sends back to every peer what it has sent, until it ends its stream.",
    footer = {
      "",
      "A TIME is a number with ms, s, m or h after it, seconds if there is nothing.",
      "Ctrl-C or SIGTERM stops the server: it takes no new connections, lets handlers finish, and"
          + " resets what is left after the drain timeout."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    versionProvider = EchoServer.Version.class)
public final class EchoServer implements Callable<Integer> {
  static final String NAME = "example-echo";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Name or address to listen on. Default: ${DEFAULT-VALUE}")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7000",
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

  private EchoServer() {}

  public static void main(String[] args) {
    int exitCode =
        new CommandLine(new EchoServer())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, ignored) -> refuse(e.getCommandLine(), e))
            .setExecutionExceptionHandler(EchoServer::explain)
            .execute(args);
    System.exit(exitCode);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Server.Builder server =
        Server.builder()
            .handler(new EchoHandler())
            .maxConnections(maxConnections)
            .drainTimeout(drainTimeout)
            .connectionOptions(ConnectionOptions.builder().idleTimeout(idleTimeout).build());
    bind(server);
    EventLoopGroup.Builder eventLoops = EventLoopGroup.builder().loops(loops).transport(transport);
    if (scheduling.where != null) {
      eventLoops.scheduling(scheduling.where);
    }
    ServerTls tls = tlsOptions.open();
    if (tls != null) {
      server.tls(tls);
    }
    EchoService service = new EchoService(eventLoops, server);
    // Before the start, so that a signal finds the hook as soon as the server listens.
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
    try {
      service.start();
      service.awaitEnd();
    } finally {
      service.close();
      if (tls != null) {
        tls.close();
      }
    }
    return ExitCode.OK;
  }

  private void bind(Server.Builder server) {
    if (unixPath == null) {
      server.bind(host, port);
      return;
    }
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    ParseResult given = commandLine.getParseResult();
    if (given.hasMatchedOption("--host") || given.hasMatchedOption("--port")) {
      throw new ParameterException(commandLine, "--unix cannot be combined with --host or --port.");
    }
    server.bind(UnixDomainSocketAddress.of(unixPath));
  }

  /** Reports what is wrong with the command line. */
  private static int refuse(CommandLine commandLine, ParameterException wrong) {
    printError(commandLine, wrong.getMessage() + " (--help shows the options)");
    return ExitCode.USAGE;
  }

  /** Reports in one line why the server did not start; any other failure is a bug and is shown. */
  private static int explain(Exception failure, CommandLine commandLine, ParseResult ignored)
      throws Exception {
    if (failure instanceof IOException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException) {
      String message = failure.getMessage();
      printError(commandLine, message == null ? failure.toString() : message);
      return ExitCode.USAGE;
    }
    throw failure;
  }

  private static void printError(CommandLine commandLine, String message) {
    commandLine.getErr().println(NAME + ": " + message.replaceAll("\\s*\\R\\s*", " "));
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

  /** Takes the version from the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = EchoServer.class.getPackage().getImplementationVersion();
      return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
    }
  }
}
