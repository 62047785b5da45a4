package io.ringloom.example.echo;

import static io.ringloom.example.echo.EchoJar.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.example.common.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged server does for its peers. */
final class EchoServerIT {
  private static final byte[] HELLO = "hello, loop\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void echoes_exact_bytes_and_says_nothing_on_standard_error() throws Exception {
    try (ServerProcess server = ECHO.run("--port", "0")) {
      try (Socket socket = server.connect()) {
        assertEchoes(socket, HELLO);
        assertEchoes(socket, new byte[] {0, -1, 10, 13, 0});
      }
      assertThat(server.errors()).isEmpty();
      assertThat(server.output())
          .singleElement()
          .asString()
          .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Listening on 127\\.0\\.0\\.1:\\d+: .*");
    }
  }

  @Test
  void handlers_run_on_their_event_loop_because_the_manifest_opens_what_that_needs()
      throws Exception {
    try (ServerProcess server = ECHO.run("--port", "0", "--loops", "1")) {
      server.awaitOutput(Pattern.compile("loop scheduling .*, 1 event loop\\.$"));
    }
  }

  @Test
  void echoes_three_megabytes_to_a_peer_that_half_closes() throws Exception {
    byte[] bytes = new byte[3 * 1024 * 1024];
    new Random(42).nextBytes(bytes);
    try (ServerProcess server = ECHO.run("--port", "0");
        Socket socket = server.connect()) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.getOutputStream().write(bytes);
                  socket.shutdownOutput();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(bytes);
      sent.join();
    }
  }

  @Test
  void works_with_shared_scheduling_too() throws Exception {
    try (ServerProcess server =
            ECHO.run("--port", "0", "--scheduling", "shared", "--transport", "nio");
        Socket socket = server.connect()) {
      assertEchoes(socket, HELLO);
      server.awaitOutput(Pattern.compile("nio transport .* shared scheduling"));
    }
  }

  @Test
  void falls_back_to_nio_and_shared_scheduling_where_the_jdk_is_closed() throws Exception {
    try (ServerProcess server = ECHO.runOnClassPath("--port", "0");
        Socket socket = server.connect()) {
      assertEchoes(socket, HELLO);
      server.awaitOutput(Pattern.compile("nio transport \\(uring is not available: .*\\), shared"));
      server.awaitOutput(Pattern.compile("shared scheduling \\(.*--add-opens"));
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void listens_on_a_unix_domain_socket_and_removes_it_at_the_end(@TempDir Path directory)
      throws Exception {
    Path path = directory.resolve("echo.socket");
    try (ServerProcess server = ECHO.run("--unix", path.toString())) {
      server.awaitOutput(Pattern.compile("Listening on " + Pattern.quote(path.toString())));
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
        channel.write(ByteBuffer.wrap(HELLO));
        ByteBuffer received = ByteBuffer.allocate(HELLO.length);
        while (received.hasRemaining()) {
          assertThat(channel.read(received)).isPositive();
        }
        assertThat(received.array()).isEqualTo(HELLO);
      }
      server.signal("TERM");
      server.awaitExit();
      assertThat(Files.exists(path)).isFalse();
    }
  }

  @Test
  void closes_a_connection_on_which_nothing_moves() throws Exception {
    try (ServerProcess server = ECHO.run("--port", "0", "--idle-timeout", "300ms");
        Socket socket = server.connect()) {
      assertEchoes(socket, HELLO);
      assertEnds(socket);
    }
  }

  @Test
  void lets_further_peers_wait_at_the_limit_of_connections() throws Exception {
    try (ServerProcess server = ECHO.run("--port", "0", "--max-connections", "1");
        Socket first = server.connect();
        Socket second = server.connect()) {
      assertEchoes(first, HELLO);
      second.getOutputStream().write(HELLO);
      int patience = second.getSoTimeout();
      second.setSoTimeout(300);
      assertThatThrownBy(() -> second.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      second.setSoTimeout(patience);
      first.shutdownOutput();
      assertThat(second.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  private static void assertEchoes(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    assertThat(socket.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  /** An end of stream and a reset are both fine. */
  private static void assertEnds(Socket socket) {
    InputStream input;
    try {
      input = socket.getInputStream();
      assertThat(input.read()).isEqualTo(-1);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }
}
