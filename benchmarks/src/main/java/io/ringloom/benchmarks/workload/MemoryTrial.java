package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.contender.ServerProcess;
import io.ringloom.benchmarks.load.IdleConnections;
import io.ringloom.benchmarks.load.Load;
import io.ringloom.benchmarks.load.Loads;
import io.ringloom.benchmarks.load.PlainChannel;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.server.ServerArguments;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Takes what an open connection that waits costs a server, after it has had one message echoed.
 *
 * <p>The server has been under load before and has served some thousand connections, so that its
 * code is compiled: the stack of a thread that waits is smaller then. Then the difference is taken,
 * before the connections and with them, of the objects that a full collection leaves and of the
 * memory that is resident. All of the heap is resident from the start, so that the latter grows by
 * what lies outside of it alone, and not by the garbage of connecting. The memory of the kernel's
 * sockets is in neither. Since it is a difference from what a server had before it met so many,
 * each round has a new one.
 *
 * @param arguments what the server is told
 * @param connections how many wait
 */
record MemoryTrial(Function<Conditions, ServerArguments> arguments, int connections)
    implements Trial {
  private static final List<String> RESIDENT_HEAP =
      List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

  private static final int WARM_UP_CONNECTIONS = 3000;
  private static final int BUSY_CONNECTIONS = 64;
  private static final int MESSAGE_BYTES = 64;

  @Override
  public Subject start(Contender contender, Conditions conditions) {
    return () -> measure(contender, conditions);
  }

  private Measurement measure(Contender contender, Conditions conditions) throws IOException {
    try (ServerProcess server = contender.launch(arguments.apply(conditions), RESIDENT_HEAP)) {
      warmUp(server.port(), conditions);
      long heapBefore = server.liveHeapBytes();
      long residentBefore = server.residentBytes();
      try (IdleConnections idle = IdleConnections.open(server.port(), connections)) {
        double heap = server.liveHeapBytes() - heapBefore;
        double outside = server.residentBytes() - residentBefore;
        return new Measurement(
            Map.of(
                Figure.MEMORY_BYTES_EACH,
                (heap + outside) / idle.size(),
                Figure.HEAP_BYTES_EACH,
                heap / idle.size(),
                Figure.NATIVE_BYTES_EACH,
                outside / idle.size()),
            "");
      }
    }
  }

  private static void warmUp(int port, Conditions conditions) throws IOException {
    int threads = conditions.settings().clientThreads();
    try (Load load =
        Loads.echo(threads, BUSY_CONNECTIONS, MESSAGE_BYTES, 1, PlainChannel::new).start(port)) {
      load.run(conditions.warmUpNanos());
    }
    IdleConnections.open(port, WARM_UP_CONNECTIONS).close();
  }

  @Override
  public double seconds(Settings settings, int allConnections) {
    return settings.rounds()
        * (settings.warmUpSeconds() + Seconds.open(WARM_UP_CONNECTIONS + connections));
  }
}
