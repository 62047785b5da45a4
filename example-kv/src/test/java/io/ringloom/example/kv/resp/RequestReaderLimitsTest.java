package io.ringloom.example.kv.resp;

import static io.ringloom.example.kv.resp.Requests.arguments;
import static io.ringloom.example.kv.resp.Requests.bytes;
import static io.ringloom.example.kv.resp.Requests.trusting;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no request, in the words in which Redis 7.0 has said so. */
final class RequestReaderLimitsTest {

  private static final int LINE = 64 * 1024;

  /** Less than a reference for each argument announced. */
  private static final int FEW_BYTES = 2 * 1024 * 1024;

  static Arguments[] mistakes() {
    String count = "invalid multibulk length";
    String length = "invalid bulk length";
    return new Arguments[] {
      Arguments.of("*\r\n", count),
      Arguments.of("*-\r\n", count),
      Arguments.of("*-0\r\n", count),
      Arguments.of("*01\r\n", count),
      Arguments.of("*-01\r\n", count),
      Arguments.of("*+1\r\n", count),
      Arguments.of("* 1\r\n", count),
      Arguments.of("*1 \r\n", count),
      Arguments.of("*1x\r\n", count),
      Arguments.of("*1048577\r\n", count),
      Arguments.of("*9223372036854775807\r\n", count),
      Arguments.of("*9223372036854775808\r\n", count),
      Arguments.of("*18446744073709551617\r\n", count),
      Arguments.of("*-9223372036854775809\r\n", count),
      Arguments.of("*1\r\nPING\r\n", "expected '$', got 'P'"),
      Arguments.of("*1\r\n\r\n", "expected '$', got '\r'"),
      Arguments.of("*1\r\n\u00ff\r\n", "expected '$', got '\u00ff'"),
      Arguments.of("*1\r\n$\r\n", length),
      Arguments.of("*1\r\n$-1\r\n", length),
      Arguments.of("*1\r\n$04\r\n", length),
      Arguments.of("*1\r\n$ 4\r\n", length),
      Arguments.of("*1\r\n$536870913\r\n", length),
      Arguments.of("*1\r\n$4294967296\r\n", length),
      Arguments.of("*1\r\n$9223372036854775808\r\n", length),
      Arguments.of("A".repeat(LINE + 1), "too big inline request"),
      Arguments.of("*" + "1".repeat(LINE), "too big mbulk count string"),
      Arguments.of("*1\r\n$" + "1".repeat(LINE), "too big bulk count string"),
      Arguments.of("A\0\r\n" + "A".repeat(LINE), "too big inline request"),
      Arguments.of("*1\0\r\n" + "1".repeat(LINE), "too big mbulk count string"),
      Arguments.of("*1\r\n\0\r\n" + "1".repeat(LINE), "too big bulk count string"),
      Arguments.of("GET \"a\r\n", "unbalanced quotes in request"),
    };
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void names_a_mistake(String stream, String message) {
    assertThatThrownBy(trusting(new PiecewiseInput(bytes(stream)))::read)
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message)
        .satisfies(
            e ->
                assertThat(((ProtocolException) e).reply())
                    .isEqualTo("ERR Protocol error: " + message));
  }

  static String[] unfinished() {
    return new String[] {
      "A".repeat(LINE),
      "*" + "1".repeat(LINE - 1),
      "*1\r\n$" + "1".repeat(LINE - 1),
      "PI\0NG\r\nPING\r\n",
      "*x\r",
      "*1\r\nX",
      "*1048576\r\n",
      "*1\r\n$536870912\r\n",
    };
  }

  @ParameterizedTest
  @MethodSource("unfinished")
  void waits_for_more_where_a_request_may_still_become_valid(String stream) {
    assertThatThrownBy(trusting(new PiecewiseInput(bytes(stream)))::read)
        .isInstanceOf(EOFException.class);
  }

  @Test
  void reads_the_longest_line() throws Exception {
    String line = "A".repeat(LINE);
    RequestReader reader = trusting(new PiecewiseInput(bytes(line + "\n")));
    assertThat(arguments(requireNonNull(reader.read()))).containsExactly(line);
  }

  static Arguments[] mistakesBeforeAuthentication() {
    return new Arguments[] {
      Arguments.of("*11\r\n", "unauthenticated multibulk length"),
      Arguments.of("*1048577\r\n", "invalid multibulk length"),
      Arguments.of("*1\r\n$16385\r\n", "unauthenticated bulk length"),
      Arguments.of("*1\r\n$536870913\r\n", "invalid bulk length"),
    };
  }

  @ParameterizedTest
  @MethodSource("mistakesBeforeAuthentication")
  void trusts_nobody_with_large_requests_before_authentication(String stream, String message) {
    PiecewiseInput input = new PiecewiseInput(bytes(stream));
    assertThatThrownBy(
            new RequestReader(
                    input, RespLimits.DEFAULT, Requests.ANY_MEMORY, Requests.waiting(input))
                ::read)
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message);
  }

  @Test
  void reads_the_largest_requests_before_authentication() throws Exception {
    String value = "x".repeat(16_384);
    String bulk = "$16384\r\n" + value + "\r\n";
    PiecewiseInput input = new PiecewiseInput(bytes("*10\r\n" + bulk.repeat(10)));
    Request request =
        new RequestReader(input, RespLimits.DEFAULT, Requests.ANY_MEMORY, Requests.waiting(input))
            .read();
    assertThat(arguments(requireNonNull(request))).hasSize(10).containsOnly(value);
  }

  @Test
  void heeds_limits_of_its_own() {
    RespLimits limits = RespLimits.DEFAULT.withMaxBulkBytes(5);
    PiecewiseInput input = new PiecewiseInput(bytes("*1\r\n$6\r\nabcdef\r\n"));
    assertThatThrownBy(
            new RequestReader(input, limits, Requests.ANY_MEMORY, Requests.waiting(input))::read)
        .hasMessage("invalid bulk length");
    assertThatThrownBy(() -> RespLimits.DEFAULT.withMaxBulkBytes(0))
        .hasMessage("maxBulkBytes is 0, but must be above 0");
  }

  @Test
  void spends_little_on_a_client_that_announces_much_and_sends_little() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    byte[] stream = bytes("*1048576\r\n$536870912\r\nabc");
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(trusting(new PiecewiseInput(stream))::read).isInstanceOf(EOFException.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FEW_BYTES);
  }

  @Test
  void a_request_that_grows_asks_for_memory_and_gives_it_back() throws Exception {
    long[] taken = new long[1];
    long[] most = new long[1];
    RequestMemory memory =
        new RequestMemory() {
          @Override
          public boolean take(long bytes) {
            taken[0] += bytes;
            most[0] = Math.max(most[0], taken[0]);
            return taken[0] <= 150_000;
          }

          @Override
          public void giveBack(long bytes) {
            taken[0] -= bytes;
          }
        };
    String long1 = "*2\r\n$3\r\nSET\r\n$100000\r\n" + "x".repeat(100_000) + "\r\n";
    String many = "*3000\r\n" + "$1\r\na\r\n".repeat(3000);
    String tooLong = "*2\r\n$3\r\nSET\r\n$900000\r\n" + "x".repeat(300_000);
    PiecewiseInput input = new PiecewiseInput(bytes(long1 + many + "PING\r\n" + tooLong));
    RequestReader reader =
        new RequestReader(input, RespLimits.DEFAULT, memory, Requests.waiting(input));
    reader.setAuthenticated(true);
    reader.read();
    assertThat(taken[0]).isBetween(100_000L - 64 * 1024, 150_000L);
    reader.read();
    assertThat(taken[0]).isBetween(3000 * 24L - 64 * 1024, 150_000L);
    reader.read();
    assertThat(taken[0]).isZero();
    assertThatThrownBy(reader::read)
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the requests of all clients take too much memory");
    assertThat(most[0]).isLessThan(400_000);
  }
}
