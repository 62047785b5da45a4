package io.ringloom.example.kv.resp;

import static io.ringloom.example.kv.resp.Requests.arguments;
import static io.ringloom.example.kv.resp.Requests.bytes;
import static io.ringloom.example.kv.resp.Requests.singleBytes;
import static io.ringloom.example.kv.resp.Requests.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that arrive as a whole take another way through the reader than those that do not. */
final class WholeRequestsTest {

  private static final String[] PARTS = {
    "*1\r\n",
    "*2\r\n",
    "*3\r\n",
    "*0\r\n",
    "*-1\r\n",
    "*64\r\n",
    "*65\r\n",
    "*01\r\n",
    "*+1\r\n",
    "$1\r\nx\r\n",
    "$0\r\n\r\n",
    "$4\r\nPING\r\n",
    "$20\r\n" + "y".repeat(20) + "\r\n",
    "$012\r\n",
    "$12345\r\n" + "z".repeat(12345) + "\r\n",
    "$-1\r\n",
    "$123456\r\n",
    "$9999999\r\n",
    "$\r\n",
    "*\r\n",
    "PING\r\n",
    "\r\n",
    "$1\rxyzz",
    "\0",
    "*1\n",
    "$1\n"
  };

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void both_ways_read_the_same_whatever_comes(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder stream = new StringBuilder();
      for (int part = random.nextInt(8); part >= 0; part--) {
        stream.append(PARTS[random.nextInt(PARTS.length)]);
      }
      byte[] bytes = bytes(stream.toString());
      assertThat(read(new PiecewiseInput(bytes)))
          .as("%s", stream)
          .isEqualTo(read(new PiecewiseInput(singleBytes(bytes))));
    }
  }

  @ParameterizedTest
  @CsvSource({"*1, 1, x", "*1, 4, PING", "*1, 0, ''"})
  void a_request_that_is_there_is_read_without_the_other_way(
      String count, int length, String argument) throws Exception {
    PiecewiseInput input =
        new PiecewiseInput(bytes(count + "\r\n$" + length + "\r\n" + argument + "\r\n"));
    input.awaitBytes();
    Request request = new Request();
    boolean read = new WholeRequests(input, RespLimits.DEFAULT).read(request);
    // So short that not even the last header has eight bytes from its beginning on.
    assertThat(read).isEqualTo(input.available() == 0).isEqualTo(length > 0);
    assertThat(arguments(request)).isEqualTo(read ? List.of(argument) : List.of());
  }

  @Test
  void what_is_not_whole_stays_untouched() throws Exception {
    byte[] whole = bytes("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$12\r\n" + "v".repeat(12) + "\r\n");
    for (int length = 1; length < whole.length; length++) {
      PiecewiseInput input = new PiecewiseInput(Arrays.copyOf(whole, length));
      input.awaitBytes();
      Request request = new Request();
      assertThat(new WholeRequests(input, RespLimits.DEFAULT).read(request)).isFalse();
      assertThat(input.available()).isEqualTo(length);
      assertThat(request.count()).isZero();
    }
  }

  @Test
  void an_argument_over_the_limit_is_left_to_be_refused() throws Exception {
    PiecewiseInput input = new PiecewiseInput(bytes("*1\r\n$9\r\nPINGPINGP\r\n"));
    input.awaitBytes();
    WholeRequests requests = new WholeRequests(input, RespLimits.DEFAULT.withMaxBulkBytes(8));
    assertThat(requests.read(new Request())).isFalse();
  }

  /** What a reader makes of it, to the end or to the error. */
  private static List<String> read(PiecewiseInput input) throws IOException {
    RequestReader reader = trusting(input);
    List<String> seen = new ArrayList<>();
    try {
      for (Request request = reader.read(); request != null; request = reader.read()) {
        seen.add(arguments(request).toString());
      }
    } catch (ProtocolException e) {
      seen.add(e.reply());
    } catch (EOFException e) {
      seen.add("end");
    }
    return seen;
  }
}
