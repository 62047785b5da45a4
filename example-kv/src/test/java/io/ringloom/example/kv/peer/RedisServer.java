package io.ringloom.example.kv.peer;

import io.ringloom.example.common.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.core.TerminalFailureException;

/**
 * Redis itself on a free port, which keeps nothing on disk. Without a Redis 7.0 the test is
 * skipped, since other versions answer otherwise.
 */
final class RedisServer implements TestServer {
  private static final Pattern READY = Pattern.compile("Ready to accept connections");
  private static final int ATTEMPTS = 5;

  private final ServerProcess process;
  private final int port;

  private RedisServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static RedisServer start(String... options) throws IOException {
    return start("--port", options);
  }

  /** The port speaks TLS, and nothing else does. */
  static RedisServer startTls(String... options) throws IOException {
    return start("--port 0 --tls-port", options);
  }

  private static RedisServer start(String portOption, String... options) throws IOException {
    Tool.assumeVersion("redis-server", "v=7\\.0\\.\\d+");
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      List<String> command = new ArrayList<>(List.of("redis-server"));
      command.addAll(List.of(portOption.split(" ", -1)));
      command.add(Integer.toString(port));
      command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
      command.addAll(List.of(options));
      ServerProcess process = new ServerProcess(command);
      try {
        process.awaitOutput(READY);
        return new RedisServer(process, port);
      } catch (TerminalFailureException e) {
        // It has ended: perhaps somebody else was faster to take the port.
        process.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return "redis-server on port " + port;
  }
}
