package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.contender.Contenders;
import io.ringloom.benchmarks.load.LoadChannel;
import io.ringloom.benchmarks.load.Loads;
import io.ringloom.benchmarks.load.PlainChannel;
import io.ringloom.benchmarks.load.TlsClient;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.WorkloadInfo.Plot;
import io.ringloom.benchmarks.server.ServerArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All workloads there are. */
public final class Workloads {
  /** The default of the JDK's streams when they copy, and enough for all but large messages. */
  private static final int BUFFER_BYTES = 16 * 1024;

  /** For large messages. */
  private static final int LARGE_BUFFER_BYTES = 64 * 1024;

  /** For connections of which there are very many. */
  private static final int SMALL_BUFFER_BYTES = 2 * 1024;

  private static final int SMALL = 64;
  private static final int CONNECTIONS = 64;

  /** Its lines have one more point: {@code echo-64b} is the same work on 64 connections. */
  private static final Kind BY_CONNECTIONS = new Kind("Connections", Plot.LINES);

  private static final String CONNECTIONS_AXIS = "connections";

  private final List<Workload> all = new ArrayList<>();

  private Workloads() {}

  /** Returns all, in the order in which they are run and shown. */
  public static List<Workload> all() {
    Workloads workloads = new Workloads();
    workloads.messageSizes();
    workloads.connections();
    workloads.idleConnections();
    workloads.openLoop();
    workloads.tls();
    workloads.keyValue();
    return workloads.all;
  }

  private void messageSizes() {
    Kind kind = new Kind("Echo", Plot.BARS);
    echo(kind, "echo-64b", SMALL, 1)
        .position(CONNECTIONS, CONNECTIONS_AXIS)
        .pointIn(BY_CONNECTIONS)
        .addTo(all);
    echo(kind, "echo-64b-16", SMALL, 16).addTo(all);
    echo(kind, "echo-1k", 1024, 1).addTo(all);
    echo(kind, "echo-1k-16", 1024, 16).addTo(all);
    echo(kind, "echo-16k", 16 * 1024, 1).addTo(all);
    echo(kind, "echo-16k-16", 16 * 1024, 16).addTo(all);
    echo(kind, "echo-1m", 1024 * 1024, 1).addTo(all);
  }

  private Kind.Builder echo(Kind kind, String name, int messageBytes, int depth) {
    String messages =
        depth == 1
            ? "one message of " + bytes(messageBytes)
            : depth + " messages of " + bytes(messageBytes);
    return kind.workload(
            name, bytes(messageBytes) + (depth == 1 ? "" : ", " + depth + " under way"))
        .about(CONNECTIONS + " connections, each of which keeps " + messages + " under way.")
        .connections(CONNECTIONS)
        .contenders(Contenders.echo())
        .trial(echo(CONNECTIONS, messageBytes, depth));
  }

  private void connections() {
    for (int count : new int[] {1, 4, 1000, 10_000}) {
      List<Contender> contenders =
          count < CONNECTIONS ? Contenders.fewConnections() : Contenders.echo();
      BY_CONNECTIONS
          .workload(
              "connections-" + count,
              "%,d %s".formatted(count, count == 1 ? "connection" : "connections"))
          .about(
              "%,d %s one message of %s under way."
                  .formatted(
                      count,
                      count == 1 ? "connection, which keeps" : "connections, each of which keeps",
                      bytes(SMALL)))
          .connections(count)
          .position(count, CONNECTIONS_AXIS)
          .contenders(contenders)
          .trial(echo(count, SMALL, 1))
          .addTo(all);
    }
  }

  private void idleConnections() {
    int idle = 10_000;
    Kind kind = new Kind("Connections that wait, and that come and go", Plot.BARS);
    kind.workload("idle-10000", "64 active connections beside 10,000 idle ones")
        .about(
            "%,d connections are open and do nothing, while %d others each keep one message of %s under way."
                .formatted(idle, CONNECTIONS, bytes(SMALL)))
        .connections(idle + CONNECTIONS)
        .contenders(Contenders.echo())
        .trial(
            new LoadTrial(
                Workloads::plain,
                conditions ->
                    Loads.beside(
                        idle,
                        Loads.echo(threads(conditions), CONNECTIONS, SMALL, 1, PlainChannel::new))))
        .addTo(all);
    kind.workload("churn", "connections that live shortly")
        .about(
            CONNECTIONS
                + " connections at a time, each of which connects, has one message of "
                + bytes(SMALL)
                + " echoed and closes. An operation is all of that, and so is a latency, up to the answer.")
        .connections(CONNECTIONS)
        .contenders(Contenders.echo())
        .trial(
            new LoadTrial(
                Workloads::plain,
                conditions -> Loads.churn(threads(conditions), CONNECTIONS, SMALL)))
        .addTo(all);
    int waiting = 15_000;
    kind.workload("memory", "memory of an idle connection")
        .about(
            ("What each of %,d open connections takes of the server's memory, after it has had one message"
                    + " echoed: live objects after a full collection, and memory outside of the heap. What the"
                    + " kernel's sockets take is in neither. Each round has a new server. The handlers of the JDK's contenders have a buffer of %s here.")
                .formatted(waiting, bytes(SMALL_BUFFER_BYTES)))
        .connections(waiting)
        .figures(Figure.MEMORY_BYTES_EACH, Figure.HEAP_BYTES_EACH, Figure.NATIVE_BYTES_EACH)
        .contenders(Contenders.echo())
        .trial(
            new MemoryTrial(
                conditions -> arguments(conditions, SMALL_BUFFER_BYTES, false, false), waiting))
        .addTo(all);
  }

  private void openLoop() {
    Kind kind = new Kind("Latency at a given rate", Plot.PERCENTILES);
    BestThroughput best = new BestThroughput(echo(CONNECTIONS, SMALL, 1));
    for (int percent : new int[] {25, 50, 75}) {
      kind.workload("rate-" + percent, percent + " % of the best throughput")
          .about(
              "Messages of "
                  + bytes(SMALL)
                  + " are sent on "
                  + CONNECTIONS
                  + " connections in turns at an even rate, whether answers come or not. A latency begins when"
                  + " its message was due, so that whatever holds up one counts for all that are due behind"
                  + " it. The client looks for answers all the time, which takes a processor.")
          .connections(CONNECTIONS)
          .figures(
              Figure.P99_MICROS,
              Figure.P50_MICROS,
              Figure.P90_MICROS,
              Figure.P999_MICROS,
              Figure.MAX_MICROS,
              Figure.THROUGHPUT,
              Figure.OPERATIONS_PER_CPU_SECOND,
              Figure.CORES)
          .contenders(Contenders.echo())
          .trial(new OpenLoopTrial(CONNECTIONS, SMALL, percent / 100.0, best))
          .addTo(all);
    }
  }

  private void tls() {
    Kind kind = new Kind("TLS 1.3", Plot.BARS);
    tlsEcho(kind, "tls-64b", 64);
    tlsEcho(kind, "tls-16k", 16 * 1024);
    handshakes(kind, "tls-full", "full handshakes", false);
    handshakes(kind, "tls-resumed", "resumed handshakes", true);
  }

  private void tlsEcho(Kind kind, String name, int messageBytes) {
    kind.workload(name, bytes(messageBytes))
        .about(
            "%d connections, each of which keeps one message of %s under way, encrypted."
                .formatted(CONNECTIONS, bytes(messageBytes)))
        .connections(CONNECTIONS)
        .contenders(Contenders.tls())
        .trial(
            new LoadTrial(
                conditions -> arguments(conditions, bufferBytes(messageBytes), true, false),
                conditions ->
                    Loads.echo(
                        threads(conditions),
                        CONNECTIONS,
                        messageBytes,
                        1,
                        conditions.client()::open)))
        .addTo(all);
  }

  private void handshakes(Kind kind, String name, String title, boolean resumed) {
    int connections = 32;
    kind.workload(name, title)
        .about(
            connections
                + " connections at a time, each of which makes "
                + (resumed
                    ? "a handshake that goes on with an earlier session, "
                    : "a full handshake, with X25519 and a P-256 certificate, ")
                + "has one byte echoed, and closes. An operation is all of that."
                + (resumed
                    ? " Where Netty sends tickets only if it is given keys for them, it is."
                    : ""))
        .connections(connections)
        .contenders(Contenders.tls())
        .trial(
            new LoadTrial(
                conditions -> arguments(conditions, BUFFER_BYTES, true, resumed),
                conditions ->
                    Loads.handshakes(
                        threads(conditions), connections, client(conditions, resumed))))
        .addTo(all);
  }

  private static TlsClient client(Conditions conditions, boolean resuming) {
    return resuming ? conditions.resumingClient() : conditions.client();
  }

  private void keyValue() {
    Kind kind = new Kind("Key-value server", Plot.BARS);
    for (int pipeline : new int[] {1, 16}) {
      for (String test : List.of("get", "set")) {
        keyValue(kind, test, pipeline);
      }
    }
  }

  private void keyValue(Kind kind, String test, int pipeline) {
    int connections = 50;
    String name = "kv-" + test + (pipeline == 1 ? "" : "-" + pipeline);
    String title =
        test.toUpperCase(Locale.ROOT) + (pipeline == 1 ? "" : ", " + pipeline + " under way");
    kind.workload(name, title)
        .about(
            ("redis-benchmark -t %s -c %d -d %d -P %d. Nothing is kept on the disk. The client's own latencies"
                    + " have fewer percentiles.")
                .formatted(test, connections, SMALL, pipeline))
        .connections(connections)
        .figures(
            Figure.OPERATIONS_PER_CPU_SECOND,
            Figure.THROUGHPUT,
            Figure.CORES,
            Figure.P50_MICROS,
            Figure.P99_MICROS,
            Figure.MAX_MICROS,
            Figure.RESIDENT_MIB)
        .contenders(Contenders.keyValue())
        .trial(new KeyValueTrial(test, connections, SMALL, pipeline))
        .addTo(all);
  }

  private static LoadTrial echo(int connections, int messageBytes, int depth) {
    LoadChannel.Opener plain = PlainChannel::new;
    return new LoadTrial(
        conditions -> arguments(conditions, bufferBytes(messageBytes * depth), false, false),
        conditions -> Loads.echo(threads(conditions), connections, messageBytes, depth, plain));
  }

  /** Returns what a server is told that does not encrypt. */
  static ServerArguments plain(Conditions conditions) {
    return arguments(conditions, BUFFER_BYTES, false, false);
  }

  private static ServerArguments arguments(
      Conditions conditions, int bufferBytes, boolean tls, boolean tickets) {
    return new ServerArguments(
        conditions.settings().loops(),
        bufferBytes,
        tls ? conditions.files() : null,
        tickets,
        List.of());
  }

  private static int bufferBytes(int bytesUnderWay) {
    return bytesUnderWay > BUFFER_BYTES ? LARGE_BUFFER_BYTES : BUFFER_BYTES;
  }

  private static int threads(Conditions conditions) {
    return conditions.settings().clientThreads();
  }

  private static String bytes(int count) {
    if (count >= 1024 * 1024) {
      return count / (1024 * 1024) + " MiB";
    }
    return count >= 1024 ? count / 1024 + " KiB" : count + " bytes";
  }
}
