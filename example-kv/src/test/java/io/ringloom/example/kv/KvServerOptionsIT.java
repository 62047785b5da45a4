package io.ringloom.example.kv;

import static io.ringloom.example.kv.KvJar.KV;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged server says about its own options; those of all servers are not repeated. */
final class KvServerOptionsIT {
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void makeFiles() throws Exception {
    Files.writeString(directory.resolve("empty"), "");
    Files.writeString(directory.resolve("blank"), "\nsecret\n");
    Files.createDirectory(directory.resolve("newer"));
    Files.writeString(directory.resolve("newer/FORMAT"), "ringloom example-kv data, format 1000\n");
    Files.createDirectory(directory.resolve("other"));
    Files.writeString(directory.resolve("other/letter.txt"), "Dear Ada");
  }

  @Test
  void help_lists_the_options() throws Exception {
    try (ServerProcess server = KV.run("--help")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.errors()).isEmpty();
      assertThat(String.join("\n", server.output()))
          .contains("--port=PORT            TCP port, 0 for any free one. Default: 6379")
          .contains(
              "--data=DIR",
              "--fsync=WHEN",
              "--max-memory=SIZE",
              "--max-memory-policy=NAME",
              "--password-file=FILE",
              "--tls-cert=FILE");
      assertThat(server.output()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  @Test
  void version_is_the_one_of_the_build() throws Exception {
    try (ServerProcess server = KV.run("--version")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.errors()).isEmpty();
      assertThat(server.output()).singleElement().asString().matches("example-kv \\d+\\.\\d+.*");
    }
  }

  @Test
  void the_jar_tells_the_licences_of_what_is_in_it() throws Exception {
    assertThat(KV.text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    assertThat(KV.text("META-INF/THIRD-PARTY.txt"))
        .contains("Bouncy Castle", "Conscrypt", "JCTools", "Logback", "Netty", "picocli", "SLF4J");
    assertThat(KV.text("META-INF/THIRD-PARTY-ROCKSDB.txt"))
        .contains("RocksDB", "Snappy", "Zstandard", "LZ4", "bzip2", "zlib");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--max-memory lots | '--max-memory': 'lots' is no size, such as 100mb, 2g or a number",
        "--max-memory-policy lru | 'lru' is none of noeviction, allkeys-lru, volatile-lru,",
        "--data @new --fsync often | '--fsync': 'often' is none of always, everysec, no",
        "--fsync always | --fsync needs --data, the directory that keeps the data.",
        "--data @empty | The data directory @empty cannot be used: @empty is no directory.",
        "--data @newer | directory @newer has format 1000, and this server knows only format 1.",
        "--data @other | directory @other is not empty, and what is in it is not of this server.",
        "--data @new --password-file @none | file @none cannot be read: there is no such file.",
        "--password-file @other | The password file @other cannot be read: Is a directory.",
        "--password-file @blank | The password file @blank has no password in its first line."
      })
  void a_mistake_costs_one_line(String arguments, String expected) throws Exception {
    String[] given =
        Stream.of(("--port 0 " + arguments).split(" ", -1)).map(this::path).toArray(String[]::new);
    try (ServerProcess server = KV.run(given)) {
      server.assertRefused("example-kv", path(expected));
    }
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void a_mistake_shows_before_any_data_is_read() throws Exception {
    // These would be refused as soon as the server looks at them.
    String data = path("@newer");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server =
            KV.run("--data", data, "--port", Integer.toString(taken.getLocalPort()))) {
      server.assertRefused(
          "example-kv",
          "Listening on 127.0.0.1:" + taken.getLocalPort() + " failed: Address already in use.");
    }
    try (ServerProcess server =
        KV.run(
            "--port",
            "0",
            "--data",
            data,
            "--tls-cert",
            path("@no.pem"),
            "--tls-key",
            path("@no.key"))) {
      server.assertRefused("example-kv", path("@no.pem"));
    }
  }

  private String path(String text) {
    return text.replace("@", directory + "/");
  }

  @Test
  void clients_must_know_the_first_line_of_the_password_file() throws Exception {
    Path file = directory.resolve("password");
    Files.writeString(file, "s\u00e9same\r\nnot this\n");
    try (ServerProcess server = KV.run("--port", "0", "--password-file", file.toString());
        LinePeer peer = new LinePeer(server)) {
      assertThat(peer.ask("GET a")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(peer.ask("AUTH sesame")).startsWith("-WRONGPASS ");
      // The file is UTF-8, and the peer sends each character as a byte.
      assertThat(peer.ask("AUTH s\u00c3\u00a9same")).isEqualTo("+OK");
      assertThat(peer.ask("GET a")).isNull();
    }
  }
}
