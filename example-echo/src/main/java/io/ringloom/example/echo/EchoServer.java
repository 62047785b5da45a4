package io.ringloom.example.echo;

import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.example.common.CommandLines;
import io.ringloom.example.common.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command line of the echo server. */
@Command(
    name = "example-echo",
    description = "Sends back to every peer what it has sent, until it ends its stream.",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class EchoServer implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions(7000);

  private EchoServer() {}

  public static void main(String[] args) {
    System.exit(CommandLines.run(new EchoServer(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.service(Server.builder().handler(new EchoHandler()), ConnectionOptions.builder()).run();
    return ExitCode.OK;
  }
}
