package io.ringloom.example.kv;

import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.example.common.CommandLines;
import io.ringloom.example.common.ServerOptions;
import io.ringloom.example.common.ServerService;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command line of the key-value server. */
@Command(
    name = "example-kv",
    description = "Keeps strings and lists by their keys, and speaks the protocol of Redis.",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class KvServer implements Callable<Integer> {
  /** The longest line that is a request fits, and what a client sends while a command waits. */
  private static final int READ_BUFFER_BYTES = 256 * 1024;

  @Mixin private final ServerOptions options = new ServerOptions(6379);

  @Mixin private final DataOptions dataOptions = new DataOptions();

  private KvServer() {}

  public static void main(String[] args) {
    System.exit(CommandLines.run(new KvServer(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Keyspace keyspace = new Keyspace(System::currentTimeMillis, new SplittableRandom());
    Server.Builder server = Server.builder();
    try (ServerService service = options.service(server, connections())) {
      // Before the data is read, which may take long: no mistake should show only after that.
      service.prepare();
      try (Journal journal = dataOptions.open(keyspace)) {
        SharedState shared = new SharedState(keyspace, journal);
        dataOptions.applyTo(shared);
        try (ActiveExpiry expiry = new ActiveExpiry(shared)) {
          server.handler(new KvHandler(shared));
          // Also when a signal ends the process, which does not return here then.
          service.atEnd(journal::close);
          expiry.start();
          service.run();
        }
      }
    }
    return ExitCode.OK;
  }

  private static ConnectionOptions.Builder connections() {
    return ConnectionOptions.builder().readWatermarks(READ_BUFFER_BYTES / 4, READ_BUFFER_BYTES);
  }
}
