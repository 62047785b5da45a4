package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.ConnectionInput;
import io.ringloom.LimitExceededException;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Fault;
import io.ringloom.testkit.ScriptedPeer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of {@link ConnectionInput} against peers that send too much. */
public abstract class InputLimitContract extends Contract {

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  @DisplayName("what is over its limit is refused, and nothing of it is consumed")
  void whatIsTooLongConsumesNothing(Fault slicing) throws Exception {
    assertThat(
            parse(
                slicing,
                "much too long\n",
                in -> {
                  InputContract.exceeds(5, () -> in.readLine(ISO_8859_1, 5));
                  InputContract.exceeds(5, () -> in.readUntil((byte) '\n', 5));
                  InputContract.exceeds(5, () -> in.indexOf((byte) '\n', 5));
                  return in.readLine(ISO_8859_1, 13);
                }))
        .isEqualTo("much too long");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void aLineMayBeAsLongAsItsLimitWithoutItsEnd(Fault slicing) throws Exception {
    assertThat(
            parse(
                slicing,
                "12345\n67890\r\n",
                in -> in.readLine(ISO_8859_1, 5) + "|" + in.readLine(ISO_8859_1, 5)))
        .isEqualTo("12345|67890");
  }

  @Test
  @DisplayName("a limit of 2^31-1 does not overflow")
  void theLargestLimitIsALimit() throws Exception {
    assertThat(
            parse(
                Fault.HALF_CLOSE,
                "line\nrecord;",
                in ->
                    in.readLine(ISO_8859_1, Integer.MAX_VALUE)
                        + new String(in.readUntil((byte) ';', Integer.MAX_VALUE), ISO_8859_1)))
        .isEqualTo("linerecord");
  }

  @Test
  @DisplayName("a line without end is refused at the watermark however large its limit")
  void anEndlessLineEndsAtTheWatermark() throws Exception {
    CompletableFuture<Boolean> refused = new CompletableFuture<>();
    peer(serve(
            connection ->
                report(
                    refused,
                    () -> {
                      assertThatThrownBy(
                              () -> connection.input().readLine(ISO_8859_1, Integer.MAX_VALUE))
                          .isInstanceOf(LimitExceededException.class);
                      return true;
                    })))
        .send("x".repeat(200_000));

    assertThat(get(refused)).isTrue();
  }

  @Test
  void moreThanTheWatermarkCannotBeRequired() throws Exception {
    assertThat(
            parse(
                Fault.HALF_CLOSE,
                "x",
                in -> {
                  InputContract.exceeds(65_536, () -> in.require(65_537));
                  InputContract.exceeds(65_536, () -> in.peek(65_536));
                  InputContract.exceeds(65_536, () -> in.peekLong(65_529));
                  InputContract.exceeds(65_536, () -> in.peekLong(Integer.MAX_VALUE));
                  InputContract.exceeds(65_536, () -> in.peekBytes(65_530, 7));
                  InputContract.exceeds(
                      65_536, () -> in.peekBytes(Integer.MAX_VALUE, Integer.MAX_VALUE));
                  return in.readByte();
                }))
        .isEqualTo("120");
  }

  @Test
  void asMuchAsTheWatermarkCanBeRequired() throws Exception {
    assertThat(
            parse(
                Fault.HALF_CLOSE,
                "y".repeat(65_535) + "\n",
                in -> {
                  in.require(65_536);
                  return in.indexOf((byte) '\n', 65_536);
                }))
        .isEqualTo("65535");
  }

  @Test
  void aNegativeLengthIsRefusedAndConsumesNothing() throws Exception {
    assertThat(
            parse(
                Fault.HALF_CLOSE,
                "abc",
                in -> {
                  in.readByte();
                  assertThatThrownBy(() -> in.peek(-1)).isInstanceOf(RuntimeException.class);
                  assertThatThrownBy(() -> in.peekLong(-1)).isInstanceOf(RuntimeException.class);
                  assertThatThrownBy(() -> in.peekBytes(-1, 2))
                      .isInstanceOf(RuntimeException.class);
                  assertThatThrownBy(() -> in.peekBytes(2, -1))
                      .isInstanceOf(RuntimeException.class);
                  assertThatThrownBy(() -> in.readBytes(-1)).isInstanceOf(RuntimeException.class);
                  assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(RuntimeException.class);
                  return in.readString(2, ISO_8859_1);
                }))
        .isEqualTo("bc");
  }

  private String parse(Fault slicing, String sent, InputContract.Parser parser) throws Exception {
    CompletableFuture<String> parsed = new CompletableFuture<>();
    Server server =
        serve(connection -> report(parsed, () -> String.valueOf(parser.parse(connection.input()))));
    ScriptedPeer peer = peer(server);
    byte[] bytes = sent.getBytes(ISO_8859_1);
    if (slicing == Fault.ONE_BYTE_AT_A_TIME) {
      sendSplit(server, peer, bytes, 1);
    } else {
      peer.commit(slicing, bytes);
    }
    return get(parsed);
  }
}
