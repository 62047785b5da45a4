package io.ringloom.example.kv.resp;

import static io.ringloom.example.kv.resp.Requests.arguments;
import static io.ringloom.example.kv.resp.Requests.bytes;
import static io.ringloom.example.kv.resp.Requests.readAll;
import static io.ringloom.example.kv.resp.Requests.singleBytes;
import static io.ringloom.example.kv.resp.Requests.trusting;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are cut out of a stream; the expectations are what Redis 7.0 has answered. */
final class RequestReaderTest {

  private static final String PIPELINE =
      "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n\r\n*0\r\nPING 'a b'\r\n*-1\r\n*1\rx$4\rxa\r\nbxx*1\r\n$1\r\n\0\r\n";

  private static final List<List<String>> PIPELINED =
      List.of(List.of("ECHO", ""), List.of("PING", "a b"), List.of("a\r\nb"), List.of("\0"));

  @Test
  void reads_a_pipeline_of_arrays_and_lines() throws Exception {
    assertThat(readAll(trusting(new PiecewiseInput(bytes(PIPELINE))))).isEqualTo(PIPELINED);
  }

  @Test
  void reads_a_pipeline_that_is_cut_anywhere() throws Exception {
    byte[] bytes = bytes(PIPELINE);
    for (int cut = 0; cut <= bytes.length; cut++) {
      byte[] before = Arrays.copyOf(bytes, cut);
      byte[] after = Arrays.copyOfRange(bytes, cut, bytes.length);
      assertThat(readAll(trusting(new PiecewiseInput(before, after))))
          .as("cut at %d", cut)
          .isEqualTo(PIPELINED);
    }
  }

  @Test
  void goes_on_after_an_interrupt_at_any_byte() throws Exception {
    PiecewiseInput input = new PiecewiseInput(singleBytes(bytes(PIPELINE))).interruptEachWait();
    RequestReader reader = trusting(input);
    List<List<String>> requests = new ArrayList<>();
    int interrupts = 0;
    while (true) {
      try {
        Request request = reader.read();
        if (request == null) {
          break;
        }
        requests.add(arguments(request));
      } catch (InterruptedIOException e) {
        interrupts++;
      }
    }
    assertThat(requests).isEqualTo(PIPELINED);
    assertThat(interrupts).isEqualTo(PIPELINE.length() + 1);
  }

  @Test
  void goes_on_with_a_long_argument_after_an_interrupt() throws Exception {
    String value = "0123456789".repeat(10_000);
    byte[] bytes = bytes("*2\r\n$4\r\nECHO\r\n$100000\r\n" + value + "\r\n");
    byte[][] pieces = new byte[bytes.length / 1000 + 1][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Arrays.copyOfRange(bytes, i * 1000, Math.min(bytes.length, i * 1000 + 1000));
    }
    RequestReader reader = trusting(new PiecewiseInput(pieces).interruptEachWait());
    Request request = null;
    while (request == null) {
      try {
        request = requireNonNull(reader.read());
      } catch (InterruptedIOException e) {
        // The next call goes on.
      }
    }
    assertThat(arguments(request)).containsExactly("ECHO", value);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void reads_random_pipelines_in_random_pieces(long seed) throws Exception {
    Random random = new Random(seed);
    StringBuilder stream = new StringBuilder();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<String> arguments = new ArrayList<>();
      int count = 1 + random.nextInt(20);
      stream.append('*').append(count).append("\r\n");
      for (int j = 0; j < count; j++) {
        byte[] argument = new byte[random.nextInt(random.nextInt(50) == 0 ? 50_000 : 20)];
        random.nextBytes(argument);
        String text = Requests.text(argument);
        arguments.add(text);
        stream.append('$').append(argument.length).append("\r\n").append(text).append("\r\n");
      }
      expected.add(arguments);
    }
    assertThat(
            readAll(trusting(new PiecewiseInput(randomPieces(bytes(stream.toString()), random)))))
        .isEqualTo(expected);
  }

  @Test
  void ends_within_a_request_with_an_exception_and_between_two_without() throws Exception {
    byte[] bytes = bytes("*2\r\n$4\r\nECHO\r\n$1\r\na\r\n");
    for (int length = 1; length < bytes.length; length++) {
      RequestReader reader = trusting(new PiecewiseInput(Arrays.copyOf(bytes, length)));
      assertThatThrownBy(reader::read).as("%d bytes", length).isInstanceOf(EOFException.class);
    }
    RequestReader reader = trusting(new PiecewiseInput(bytes));
    assertThat(reader.read()).isNotNull();
    assertThat(reader.read()).isNull();
  }

  @Test
  void leaves_what_follows_a_request_in_the_input() throws Exception {
    PiecewiseInput input = new PiecewiseInput(bytes("*1\r\n$4\r\nPING\r\nPING\r\nrest"));
    RequestReader reader = trusting(input);
    reader.read();
    assertThat(input.available()).isEqualTo(10);
    reader.read();
    assertThat(input.available()).isEqualTo(4);
    input.skip(4);
    assertThat(input.waits()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "*0\r\n", "*1", "*1\r\n", "*1\r\n$4\r\nPIN", "PIN"})
  void says_that_it_waits_whatever_part_of_the_next_request_is_there(String part) throws Exception {
    AtomicInteger runs = new AtomicInteger();
    PiecewiseInput input =
        new PiecewiseInput(bytes("PING\r\n*2\r\n$4\r\nPING\r\n$1\r\na\r\n" + part));
    RequestReader reader =
        new RequestReader(
            input,
            RespLimits.DEFAULT,
            Requests.ANY_MEMORY,
            count -> {
              runs.incrementAndGet();
              return Requests.waiting(input).await(count);
            });
    reader.read();
    assertThat(runs).as("before the first bytes").hasValue(1);
    reader.read();
    assertThat(runs).as("with a whole request at hand").hasValue(1);
    try {
      reader.read();
    } catch (EOFException e) {
      // The rest of the part never comes.
    }
    assertThat(runs).as("without a whole request").hasValue(2);
  }

  @Test
  void gives_arguments_that_stay_when_the_request_is_used_again() throws Exception {
    RequestReader reader = trusting(new PiecewiseInput(bytes("SET a\r\nGET b c\r\n")));
    Request first = requireNonNull(reader.read());
    byte[] kept = first.argument(1);
    Request second = requireNonNull(reader.read());
    assertThat(second).isSameAs(first);
    assertThat(kept).isEqualTo(bytes("a"));
    assertThatThrownBy(() -> second.argument(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static byte[][] randomPieces(byte[] bytes, Random random) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(2000));
      pieces.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return pieces.toArray(new byte[0][]);
  }
}
