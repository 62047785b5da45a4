package io.ringloom.example.kv.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringloom.example.common.ServerJar;
import io.ringloom.example.common.ServerProcess;
import io.ringloom.example.kv.KvServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts the packaged server for tests with other software.
 *
 * <p>With {@code -Dkv.peer.against=redis} it starts Redis itself in its place. A test that does not
 * pass then asks for something that Redis does not do.
 */
final class KvServers {
  private static final boolean AGAINST_REDIS =
      "redis".equals(System.getProperty("kv.peer.against"));
  private static final Pattern NO_URING = Pattern.compile("transport uring is not available");

  private KvServers() {}

  /** Starts a server without encryption on whatever transport it chooses itself. */
  static TestServer start() throws IOException {
    return start("auto", null, null);
  }

  /**
   * Starts a server. The test is skipped where the transport is not available.
   *
   * @param transport {@code auto}, {@code uring} or {@code nio}
   * @param certificate the file with its certificate, next to that with its key; null for none
   * @param password what clients must know; null for nothing
   */
  static TestServer start(String transport, @Nullable Path certificate, @Nullable String password)
      throws IOException {
    return AGAINST_REDIS
        ? startRedis(certificate, password)
        : startOurs(transport, certificate, password);
  }

  private static TestServer startOurs(
      String transport, @Nullable Path certificate, @Nullable String password) throws IOException {
    List<String> options = new ArrayList<>(List.of("--port", "0", "--transport", transport));
    if (certificate != null) {
      options.addAll(
          List.of("--tls-cert", certificate.toString(), "--tls-key", key(certificate).toString()));
    }
    Path passwordFile = null;
    if (password != null) {
      passwordFile = Files.createTempFile("kv", ".password");
      Files.writeString(passwordFile, password + "\n");
      options.addAll(List.of("--password-file", passwordFile.toString()));
    }
    ServerProcess process =
        new ServerJar("example-kv.jar", KvServer.class).run(options.toArray(new String[0]));
    try {
      return new Ours(process, awaitPort(process));
    } finally {
      if (passwordFile != null) {
        Files.delete(passwordFile);
      }
    }
  }

  private static int awaitPort(ServerProcess process) throws IOException {
    try {
      return process.port();
    } catch (RuntimeException | AssertionError e) {
      process.close();
      assumeTrue(
          process.errors().stream().noneMatch(NO_URING.asPredicate()),
          () -> String.join(" ", process.errors()));
      throw e;
    }
  }

  private static TestServer startRedis(@Nullable Path certificate, @Nullable String password)
      throws IOException {
    List<String> options = new ArrayList<>();
    if (password != null) {
      options.addAll(List.of("--requirepass", password));
    }
    if (certificate == null) {
      return RedisServer.start(options.toArray(new String[0]));
    }
    options.addAll(List.of("--tls-cert-file", certificate.toString()));
    options.addAll(List.of("--tls-key-file", key(certificate).toString()));
    options.addAll(List.of("--tls-ca-cert-file", certificate.toString()));
    options.addAll(List.of("--tls-auth-clients", "no"));
    return RedisServer.startTls(options.toArray(new String[0]));
  }

  private static Path key(Path certificate) {
    String name = String.valueOf(certificate.getFileName());
    return certificate.resolveSibling(name.replace(".pem", ".key"));
  }

  /** The packaged server. */
  private record Ours(ServerProcess process, int port) implements TestServer {
    @Override
    public void close() {
      process.close();
    }
  }
}
