package io.ringloom.example.kv.resp;

import static io.ringloom.example.kv.resp.Requests.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of each reply, and when they leave. */
final class ReplyWriterTest {

  private static final int FULL = 64 * 1024;
  private static final int BORROWED = 16 * 1024;

  private final Target target = new Target();
  private final ReplyWriter writer = new ReplyWriter(target);

  /** Writes one reply. */
  interface Reply {
    void write(ReplyWriter writer) throws IOException;
  }

  static Arguments[] replies() {
    return new Arguments[] {
      reply(w -> w.simple("OK"), "+OK\r\n", "+OK\r\n"),
      reply(w -> w.simple("a\r\nb"), "+a  b\r\n", "+a  b\r\n"),
      reply(w -> w.error("ERR a\nb \u00ff"), "-ERR a b \u00ff\r\n", "-ERR a b \u00ff\r\n"),
      reply(w -> w.integer(-7), ":-7\r\n", ":-7\r\n"),
      reply(
          w -> w.bulk(bytes("a\r\n\0\u00ff")),
          "$5\r\na\r\n\0\u00ff\r\n",
          "$5\r\na\r\n\0\u00ff\r\n"),
      reply(w -> w.bulk(bytes("abcdef"), 2, 3), "$3\r\ncde\r\n", "$3\r\ncde\r\n"),
      reply(w -> w.bulk(new byte[0]), "$0\r\n\r\n", "$0\r\n\r\n"),
      reply(w -> w.bulk("\u00e9"), "$2\r\n\u00c3\u00a9\r\n", "$2\r\n\u00c3\u00a9\r\n"),
      reply(ReplyWriter::nullValue, "$-1\r\n", "_\r\n"),
      reply(ReplyWriter::nullArray, "*-1\r\n", "_\r\n"),
      reply(w -> w.array(0), "*0\r\n", "*0\r\n"),
      reply(w -> w.array(12), "*12\r\n", "*12\r\n"),
      reply(w -> w.map(3), "*6\r\n", "%3\r\n"),
      reply(w -> w.map(Integer.MAX_VALUE), "*4294967294\r\n", "%2147483647\r\n"),
      reply(w -> w.set(3), "*3\r\n", "~3\r\n"),
      reply(w -> w.push(3), "*3\r\n", ">3\r\n"),
      reply(w -> w.floatingPoint(0.5), "$3\r\n0.5\r\n", ",0.5\r\n"),
      reply(w -> w.bool(true), ":1\r\n", "#t\r\n"),
      reply(w -> w.bool(false), ":0\r\n", "#f\r\n"),
      reply(w -> w.verbatim(bytes("a\nb")), "$3\r\na\nb\r\n", "=7\r\ntxt:a\nb\r\n"),
    };
  }

  private static Arguments reply(Reply reply, String version2, String version3) {
    return Arguments.of(reply, version2, version3);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void writes_a_reply_in_both_versions(Reply reply, String version2, String version3)
      throws Exception {
    reply.write(writer);
    writer.setProtocol(3);
    reply.write(writer);
    writer.setProtocol(2);
    reply.write(writer);
    assertThat(target.writes).isEmpty();
    writer.flush();
    assertThat(target.writes).containsExactly(version2 + version3 + version2);
    assertThat(writer.pendingBytes()).isZero();
  }

  @Test
  void knows_only_two_versions() {
    assertThat(writer.protocol()).isEqualTo(2);
    assertThatThrownBy(() -> writer.setProtocol(4)).isInstanceOf(IllegalArgumentException.class);
    assertThat(writer.protocol()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, 9, 10, -10, 99, 100, 1_234_567_890, Long.MAX_VALUE, Long.MIN_VALUE})
  void writes_numbers_of_every_length(long number) throws Exception {
    writer.integer(number);
    writer.bulk(number);
    writer.flush();
    String text = Long.toString(number);
    assertThat(target.all())
        .isEqualTo(":" + text + "\r\n$" + text.length() + "\r\n" + text + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.10000000000000001",
    "3.141, 3.141",
    "100, 100",
    "1e16, 10000000000000000",
    "1e17, 1e+17",
    "1e100, 1e+100",
    "1.5e300, 1.5000000000000001e+300",
    "0.0001, 0.0001",
    "0.00001, 1.0000000000000001e-05",
    "4.9e-324, 4.9406564584124654e-324",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan",
  })
  void writes_floating_point_numbers_as_c_does(double number, String text) {
    assertThat(DoubleFormat.format(number)).isEqualTo(text);
  }

  @Test
  void keeps_any_number_of_replies_until_the_flush() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; expected.length() < 3 * FULL; i++) {
      writer.integer(i);
      writer.bulk("value " + i);
      expected.append(':').append(i).append("\r\n$").append(("value " + i).length());
      expected.append("\r\nvalue ").append(i).append("\r\n");
      assertThat(writer.pendingBytes()).isEqualTo(expected.length());
    }
    assertThat(target.writes).isEmpty();
    writer.flush();
    assertThat(writer.pendingBytes()).isZero();
    assertThat(target.all()).isEqualTo(expected.toString());
    assertThat(target.writes).allSatisfy(w -> assertThat(w.length()).isBetween(1, FULL));
  }

  @ParameterizedTest
  @ValueSource(ints = {BORROWED - 1, BORROWED, FULL - 40, FULL - 1, FULL, FULL + 1, 3 * FULL})
  void sends_long_values_in_order_and_the_longest_without_a_copy(int length) throws Exception {
    byte[] value = bytes("x".repeat(length));
    writer.simple("OK");
    writer.bulk(value);
    writer.integer(1);
    writer.flush();
    assertThat(target.all())
        .isEqualTo("+OK\r\n$" + length + "\r\n" + Requests.text(value) + "\r\n:1\r\n");
    if (length >= BORROWED) {
      assertThat(target.writes).contains(Requests.text(value));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, BORROWED, BORROWED + 9, FULL})
  void goes_on_with_long_values_where_a_failed_flush_has_ended(int accepted) throws Exception {
    String value = "x".repeat(3 * FULL);
    writer.bulk(bytes(value));
    writer.bulk(bytes(value));
    target.acceptedBytes = accepted;
    long pending = writer.pendingBytes();
    assertThatThrownBy(writer::flush).isInstanceOf(InterruptedIOException.class);
    assertThat(writer.pendingBytes()).isEqualTo(pending - target.all().length());
    target.acceptedBytes = Integer.MAX_VALUE;
    writer.flush();
    String reply = "$" + value.length() + "\r\n" + value + "\r\n";
    assertThat(target.all()).isEqualTo(reply + reply);
  }

  @Test
  void keeps_what_a_failed_flush_has_not_written() throws Exception {
    writer.simple("one");
    target.acceptedBytes = 3;
    assertThatThrownBy(writer::flush).isInstanceOf(InterruptedIOException.class);
    target.acceptedBytes = Integer.MAX_VALUE;
    writer.simple("two");
    writer.flush();
    assertThat(target.all()).isEqualTo("+one\r\n+two\r\n");
  }

  @Test
  void writes_nothing_where_there_is_nothing() throws Exception {
    writer.flush();
    assertThat(target.writes).isEmpty();
  }

  /** Takes what is written, up to a number of bytes. */
  private static final class Target implements WritableByteChannel {

    // All of these belong to the thread of the test.
    final List<String> writes = new ArrayList<>();
    int acceptedBytes = Integer.MAX_VALUE;

    String all() {
      return String.join("", writes);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
      byte[] bytes = new byte[Math.min(acceptedBytes, src.remaining())];
      src.get(bytes);
      writes.add(Requests.text(bytes));
      if (src.hasRemaining()) {
        throw new InterruptedIOException();
      }
      return bytes.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
