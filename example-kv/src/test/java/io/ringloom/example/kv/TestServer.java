package io.ringloom.example.kv;

import io.ringloom.ConnectionHandler;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;

/** A server in the JVM of the test, on a free port. */
public final class TestServer implements AutoCloseable {
  private static final int LOOPS = 2;

  private final EventLoopGroup group;
  private final Server server;
  private final SharedState shared;

  private TestServer(EventLoopGroup group, Server server, SharedState shared) {
    this.group = group;
    this.server = server;
    this.shared = shared;
  }

  /** Starts the key-value server. */
  public static TestServer start(Runs runs) throws IOException {
    return start(runs, LOOPS);
  }

  static TestServer start(Runs runs, int loops) throws IOException {
    return start(runs, loops, Journal.NONE);
  }

  static TestServer start(Runs runs, Journal journal) throws IOException {
    return start(runs, LOOPS, journal);
  }

  static TestServer start(Runs runs, int loops, Journal journal) throws IOException {
    Keyspace keyspace = new Keyspace(System::currentTimeMillis, new SplittableRandom(6));
    SharedState shared = new SharedState(keyspace, journal);
    return start(runs.start(loops), new KvHandler(shared), shared);
  }

  /** Starts a server that has another handler. */
  public static TestServer start(Runs runs, ConnectionHandler handler) throws IOException {
    Keyspace keyspace = new Keyspace(System::currentTimeMillis, new SplittableRandom(6));
    return start(runs.start(LOOPS), handler, new SharedState(keyspace, Journal.NONE));
  }

  private static TestServer start(
      EventLoopGroup group, ConnectionHandler handler, SharedState shared) throws IOException {
    return new TestServer(group, listen(group, handler), shared);
  }

  /** Starts another server on the same loops. */
  Server alsoServe(ConnectionHandler handler) throws IOException {
    return listen(group, handler);
  }

  private static Server listen(EventLoopGroup group, ConnectionHandler handler) throws IOException {
    return Server.builder()
        .bind("127.0.0.1", 0)
        .handler(handler)
        .eventLoops(group)
        .drainTimeout(Duration.ofSeconds(60))
        .start();
  }

  SharedState shared() {
    return shared;
  }

  /** Connects a peer. */
  public Peer connect() throws IOException {
    return Peer.to(port());
  }

  int port() {
    return port(server);
  }

  ServerMetrics metrics() {
    return server.metrics();
  }

  static int port(Server server) {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Lets handlers finish. */
  public void drain() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    group.close();
  }
}
