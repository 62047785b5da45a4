package io.ringloom.example.kv.peer;

import io.ringloom.example.common.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How clients reach the server.
 *
 * @param transport what it runs on
 * @param tls whether connections are encrypted
 */
record Setting(String transport, boolean tls) {

  /** What clients must know. */
  static final String PASSWORD = "correct horse";

  static Stream<Setting> all() {
    return Stream.of("uring", "nio")
        .flatMap(
            transport -> Stream.of(new Setting(transport, false), new Setting(transport, true)));
  }

  /**
   * Starts a server that asks for the {@link #PASSWORD}.
   *
   * @param directory where its certificate is left
   */
  TestServer startWithPassword(Path directory) throws IOException, InterruptedException {
    return start(directory, PASSWORD);
  }

  /** Starts a server that trusts everybody. */
  TestServer start(Path directory) throws IOException, InterruptedException {
    return start(directory, null);
  }

  private TestServer start(Path directory, @Nullable String password)
      throws IOException, InterruptedException {
    if (!tls) {
      return KvServers.start(transport, null, password);
    }
    TlsFiles files = new TlsFiles(directory).server("server");
    return KvServers.start(transport, files.path("server.pem"), password);
  }

  /** The certificate of a server that was started with TLS. */
  static Path certificate(Path directory) {
    return directory.resolve("server.pem");
  }

  @Override
  public String toString() {
    return transport + (tls ? " with TLS" : "");
  }
}
