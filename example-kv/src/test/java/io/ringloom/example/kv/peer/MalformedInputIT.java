package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends the same bytes to Redis and to our server, most of which are no requests. Both must answer
 * the same, and close the connection after the same.
 */
final class MalformedInputIT {
  private static final String PASSWORD = "secret";
  private static final String PROBE = "\r\nPING still-here\r\n";
  private static final int MUTANTS = 400;

  // All are set before the first test and then only read.
  private static RedisServer redis;
  private static TestServer ours;
  private static RedisServer lockedRedis;
  private static TestServer lockedOurs;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start();
    ours = KvServers.start();
    lockedRedis = RedisServer.start("--requirepass", PASSWORD);
    lockedOurs = KvServers.start("auto", null, PASSWORD);
  }

  @AfterAll
  static void stop() {
    Stream.of(redis, ours, lockedRedis, lockedOurs)
        .filter(server -> server != null)
        .forEach(TestServer::close);
  }

  static List<String> inputs() {
    // Redis looks for the end of a line first, so this is too long for one look.
    String tooLong = "1".repeat(200_000);
    return List.of(
        // Headers of requests
        "*1\r\n$4\r\nPING\r\n",
        "*0\r\n",
        "*-1\r\n",
        "*-5\r\n",
        "*\r\n",
        "*x\r\n",
        "*1x\r\n",
        "*+1\r\n",
        "* 1\r\n",
        "*01\r\n",
        "*-0\r\n",
        "*1.0\r\n",
        "*2147483648\r\n",
        "*9223372036854775807\r\n",
        "*9223372036854775808\r\n",
        "*99999999999999999999999\r\n",
        "*1\n$4\r\nPING\r\n",
        "*1\rx$4\rxPING\r\n",
        "*" + tooLong,
        "*" + tooLong + "\r\n",
        "*1000000\r\n$4\r\nPING\r\n",
        // Headers of arguments
        "*1\r\n4\r\nPING\r\n",
        "*1\r\n:4\r\nPING\r\n",
        "*1\r\n\r\nPING\r\n",
        "*1\r\n\0\r\nPING\r\n",
        "*1\r\n\u00ff\r\nPING\r\n",
        "*1\r\n*1\r\n$4\r\nPING\r\n",
        "*1\r\n$\r\nPING\r\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$x\r\nPING\r\n",
        "*1\r\n$04\r\nPING\r\n",
        "*1\r\n$+4\r\nPING\r\n",
        "*1\r\n$ 4\r\nPING\r\n",
        "*1\r\n$4 \r\nPING\r\n",
        "*1\r\n$536870913\r\n",
        "*1\r\n$9223372036854775808\r\n",
        "*1\r\n$" + tooLong,
        "*1\r\n$" + tooLong + "\r\n",
        "*2\r\n$4\r\nECHO\r\n$536870912\r\nabc",
        // Arguments
        "*1\r\n$4\r\nPINGxx",
        "*1\r\n$3\r\nPING\r\n",
        "*1\r\n$5\r\nPING\r\n",
        "*1\r\n$0\r\n\r\n",
        "*2\r\n$0\r\n\r\n$0\r\n\r\n",
        "*2\r\n$4\r\nECHO\r\n$4\r\n\r\n\r\n\r\n",
        "*3\r\n$4\r\nECHO\r\n$1\r\na\r\n$1\r\nb\r\n",
        "*1\r\n$4\r\nPI",
        "*2\r\n$4\r\nPING\r\n",
        "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n*x\r\n*1\r\n$4\r\nPING\r\n",
        // Lines
        "\r\n",
        "\n",
        "  \t \r\n",
        "PING\n",
        "PING",
        "   PING   \r\n",
        "ping\ta\r\n",
        "ECHO a\u000bb\u000cc\r\n",
        "$4\r\nPING\r\n",
        "+OK\r\n",
        "GET\r\n",
        "ECHO \"a b\"\r\n",
        "ECHO \"a\\x41\\x4\\xzz\\n\\r\\t\\b\\a\\q\\\\\\\"\"\r\n",
        "ECHO 'a\\'b\\n'\r\n",
        "ECHO a\"b\"\r\n",
        "ECHO \"\"\r\n",
        "ECHO ''\r\n",
        "ECHO \"a\r\n",
        "ECHO 'a\r\n",
        "ECHO \"a\"b\r\n",
        "ECHO 'a'b\r\n",
        "ECHO \"a\\\r\n",
        "\"PING\"\r\n",
        "ECHO \u00e9\r\n",
        "x".repeat(65_000) + "\r\n",
        "x".repeat(200_000),
        "x".repeat(200_000) + "\r\n",
        // What a browser might be made to send
        "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "Host: localhost\r\n",
        // Unknown commands
        "NOSUCH\r\n",
        "NOSUCH a 'b c' d\r\n",
        "NOSUCH " + "a".repeat(200) + " b\r\n",
        "x".repeat(200) + " b\r\n",
        "NOSUCH " + "a ".repeat(100) + "\r\n",
        "'no\\'such' a\r\n",
        "*2\r\n$5\r\nno\r\ns\r\n$3\r\n\r\na\r\n",
        "*1\r\n$5\r\nno\0su\r\n",
        "QUIT\r\n",
        "QUIT now\r\n",
        "RESET\r\n");
  }

  static List<String> inputsBeforeAuthentication() {
    return List.of(
        "PING\r\n",
        "GET a\r\n",
        "GET\r\n",
        "NOSUCH a\r\n",
        "QUIT\r\n",
        "RESET\r\n",
        "MULTI\r\nEXEC\r\n",
        "SUBSCRIBE a\r\n",
        "CLIENT SETNAME me\r\n",
        "COMMAND COUNT\r\n",
        "AUTH\r\n",
        "AUTH wrong\r\n",
        "AUTH ''\r\n",
        "AUTH default wrong\r\n",
        "AUTH somebody secret\r\n",
        "AUTH a b c\r\n",
        "AUTH secret\r\nGET a\r\n",
        "AUTH default secret\r\nGET a\r\n",
        "AUTH secret\r\nAUTH wrong\r\nGET a\r\n",
        "AUTH secret\r\nRESET\r\nGET a\r\n",
        "HELLO\r\n",
        "HELLO 2\r\n",
        "HELLO 3\r\n",
        "HELLO 1\r\n",
        "HELLO 4\r\n",
        "HELLO x\r\n",
        "HELLO 3 AUTH\r\n",
        "HELLO 3 AUTH default\r\n",
        "HELLO 3 AUTH default wrong\r\nPING\r\n",
        "HELLO 3 AUTH default secret\r\nGET a\r\n",
        "HELLO 2 SETNAME me AUTH default secret\r\nCLIENT GETNAME\r\n",
        "HELLO 3 AUTH default secret SETNAME 'a b'\r\nGET a\r\n",
        "HELLO 3 SETNAME me\r\n",
        "HELLO 3 AUTH default secret FOO\r\n",
        "HELLO 4 AUTH default secret\r\nGET a\r\n",
        "hello 3 auth DEFAULT secret\r\n",
        "*10\r\n",
        "*11\r\n",
        "*1\r\n$16384\r\n",
        "*1\r\n$16385\r\n",
        "*2\r\n$4\r\nAUTH\r\n$16385\r\n",
        "*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n*11\r\n$4\r\nMGET\r\n" + "$1\r\na\r\n".repeat(10),
        "*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n*2\r\n$4\r\nECHO\r\n$16385\r\n"
            + "x".repeat(16_385)
            + "\r\n",
        "x".repeat(17_000) + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void answers_and_closes_as_redis_does(String input) throws Exception {
    assertSame(input, redis, ours);
  }

  @ParameterizedTest
  @MethodSource("inputsBeforeAuthentication")
  void trusts_a_client_that_has_not_authenticated_as_little_as_redis_does(String input)
      throws Exception {
    assertSame(input, lockedRedis, lockedOurs);
  }

  @Test
  void answers_streams_with_changed_bytes_as_redis_does() throws Exception {
    long firstSeed = Long.getLong("kv.differential.seed", System.nanoTime());
    for (long seed = firstSeed; seed < firstSeed + MUTANTS; seed++) {
      String input = mutant(new Random(seed));
      assertThat(answer(ours, input, true))
          .as("with seed %d, to \"%s\"", seed, RespPeer.visible(input))
          .isEqualTo(answer(redis, input, true));
    }
  }

  @Test
  void keeps_the_connection_after_errors_of_commands() throws Exception {
    for (TestServer server : List.of(redis, ours)) {
      assertThat(answer(server, "GET\r\nNOSUCH\r\nSET a\r\n" + PROBE, true))
          .as("%s", server)
          .endsWith("$10\r\nstill-here\r\n");
    }
  }

  private static void assertSame(String input, TestServer redis, TestServer ours)
      throws IOException {
    String expected = answer(redis, input, true);
    assertThat(RespPeer.visible(answer(ours, input, true))).isEqualTo(RespPeer.visible(expected));
    if (expected.contains("-ERR Protocol error")) {
      // It closes though the client has not.
      assertThat(answer(ours, input, false)).isEqualTo(answer(redis, input, false));
    }
    assertThat(RespPeer.visible(answer(ours, input + PROBE, true)))
        .as("with a PING behind it")
        .isEqualTo(RespPeer.visible(answer(redis, input + PROBE, true)));
  }

  /** Returns all that the server says before it closes the connection. */
  private static String answer(TestServer server, String input, boolean halfClosing)
      throws IOException {
    try (RespPeer peer = new RespPeer(server.port())) {
      try {
        peer.send(input);
        if (halfClosing) {
          peer.shutdownOutput();
        }
      } catch (IOException e) {
        // It has closed before it has read all of this, as it may.
      }
      return Replies.withoutId(peer.rest());
    }
  }

  /** A stream of requests in which some bytes are others. */
  private static String mutant(Random random) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      stream.append(
          switch (random.nextInt(4)) {
            case 0 -> "ECHO \"a b\" \r\n";
            case 1 -> "PING\n";
            case 2 -> RespPeer.request(List.of("ECHO", "x".repeat(random.nextInt(12))));
            default -> RespPeer.request(List.of("MGET", "a", "", "b"));
          });
    }
    String others = "*$:+-0123456789\r\n\0 x\"'\\\u00ff";
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(stream.length());
      char other = others.charAt(random.nextInt(others.length()));
      switch (random.nextInt(3)) {
        case 0 -> stream.setCharAt(at, other);
        case 1 -> stream.insert(at, other);
        default -> stream.deleteCharAt(at);
      }
    }
    return stream.toString();
  }
}
