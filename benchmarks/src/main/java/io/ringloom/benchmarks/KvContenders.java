package io.ringloom.benchmarks;

import io.ringloom.example.kv.KvServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The key-value servers that are compared, by name. They keep nothing on the disk, and run with
 * what they set themselves: the JVM without any option on memory or garbage collection.
 */
final class KvContenders {
  private KvContenders() {}

  /** Returns those whose name matches a pattern. */
  static Map<String, Contender> matching(String pattern) {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put("ringloom uring, 1 loop", ringloom("uring", 1));
    contenders.put("ringloom uring, 2 loops", ringloom("uring", 2));
    contenders.put("ringloom nio, 1 loop", ringloom("nio", 1));
    contenders.put(
        "redis-server",
        () -> {
          int port = freePort();
          return ServerProcess.startOn(
              port,
              List.of(
                  "redis-server",
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--appendonly",
                  "no"));
        });
    contenders.keySet().removeIf(name -> !name.matches(pattern));
    return contenders;
  }

  private static Contender ringloom(String transport, int loops) {
    return () -> {
      int port = freePort();
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "--add-opens=java.base/java.lang=ALL-UNNAMED",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              KvServer.class.getName(),
              "--transport",
              transport,
              "--loops",
              Integer.toString(loops),
              "--port",
              Integer.toString(port)));
      return ServerProcess.startOn(port, command);
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
