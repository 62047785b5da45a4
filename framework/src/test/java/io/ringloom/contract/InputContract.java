package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.ConnectionInput;
import io.ringloom.LimitExceededException;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Fault;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ConnectionInput} promises, however the peer slices its bytes. */
public abstract class InputContract extends Contract {

  /** Steps of a handler that parses. */
  interface Parser {
    Object parse(ConnectionInput in) throws Exception;
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void numbersAreBigEndian(Fault slicing) throws Exception {
    byte[] sent = new byte[15];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (0xF1 + i);
    }

    String parsed =
        parse(
            slicing,
            sent,
            in ->
                "%x %x %x %x"
                    .formatted(in.readByte(), in.readShort(), in.readInt(), in.readLong()));

    assertThat(parsed).isEqualTo("f1 f2f3 f4f5f6f7 f8f9fafbfcfdfeff");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void linesEndWithALineFeedAndPerhapsACarriageReturn(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "one\ntwo\r\n\n\r\nfi\rve\r\r\n",
            in -> {
              StringBuilder lines = new StringBuilder();
              for (int i = 0; i < 5; i++) {
                lines.append('[').append(in.readLine(ISO_8859_1, 100)).append(']');
              }
              return lines.toString();
            });

    assertThat(parsed).isEqualTo("[one][two][][][fi\rve\r]");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void recordsEndWithTheirDelimiter(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "first;;third\u00ff;",
            in ->
                in.indexOf((byte) ';', 100)
                    + new String(in.readUntil((byte) ';', 100), ISO_8859_1)
                    + in.readUntil((byte) ';', 100).length
                    + new String(in.readUntil((byte) 0xFF, 100), ISO_8859_1)
                    + (char) in.readByte());

    assertThat(parsed).isEqualTo("5first0third;");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void textIsReadByItsLengthInBytes(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "gr\u00fc\u00df dich".getBytes(UTF_8),
            in -> in.readString(6, UTF_8) + "|" + in.readString(5, UTF_8));

    assertThat(parsed).isEqualTo("gr\u00fc\u00df| dich");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void peekingAndSkippingMoveAsTheySay(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "0123456789",
            in -> {
              String peeked = "" + (char) in.peek(3) + (char) in.peek(0);
              in.skip(4);
              in.skip(0);
              in.require(3);
              assertThat(in.available()).isGreaterThanOrEqualTo(3);
              return peeked + in.readString(2, ISO_8859_1) + (char) in.peek(0);
            });

    assertThat(parsed).isEqualTo("30456");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void eightBytesArePeekedAtOnce(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "abc\0\0\0\0\0\0\1\2xyz",
            in -> {
              long ahead = in.peekLong(3);
              in.skip(3);
              return ahead + " " + in.peekLong(0) + " " + in.readLong();
            });

    assertThat(parsed).isEqualTo("258 258 258");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE", "ONE_BYTE_AT_A_TIME"})
  void bytesArePeekedAsAnArray(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "abcdefghijklmnopqrstuvwxyz",
            in -> {
              String ahead = new String(in.peekBytes(3, 20), ISO_8859_1);
              in.skip(1);
              return ahead
                  + new String(in.peekBytes(0, 2), ISO_8859_1)
                  + in.peekBytes(25, 0).length
                  + in.readString(3, ISO_8859_1);
            });

    assertThat(parsed).isEqualTo("defghijklmnopqrstuvwbc0bcd");
  }

  @ParameterizedTest
  @ValueSource(ints = {23, 1_000, 30_000})
  void longRecordsThatComeInPiecesAreReadWhole(int pieceBytes) throws Exception {
    // Each piece makes what is buffered longer, and nothing is taken before the last has come.
    String line = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(2 * pieceBytes / 36 + 30);
    CompletableFuture<String> parsed = new CompletableFuture<>();
    Server server =
        serve(
            connection ->
                report(
                    parsed,
                    () ->
                        connection.input().readLine(ISO_8859_1, 65_535)
                            + connection.input().readString(4, ISO_8859_1)));

    sendSplit(server, peer(server), (line + "\r\nrest").getBytes(ISO_8859_1), pieceBytes);

    assertThat(get(parsed)).isEqualTo(line + "rest");
  }

  @Test
  void readsOfTheConnectionTakeFromTheSamePlace() throws Exception {
    CompletableFuture<String> parsed = new CompletableFuture<>();
    ScriptedPeer peer =
        peer(
            serve(
                connection ->
                    report(
                        parsed,
                        () -> {
                          ByteBuffer two = ByteBuffer.allocate(2);
                          connection.input().require(6);
                          connection.read(two);
                          return new String(two.array(), ISO_8859_1)
                              + connection.input().readString(4, ISO_8859_1);
                        })));

    peer.send("abcdef");

    assertThat(get(parsed)).isEqualTo("abcdef");
  }

  @Test
  void exactLengthsBeyondTheWatermarkAreRead() throws Exception {
    byte[] payload = Payload.of(1024 * 1024, 3);

    String parsed = parse(Fault.HALF_CLOSE, payload, in -> Payload.digest(in.readBytes(1 << 20)));

    assertThat(parsed).isEqualTo(Payload.digest(payload));
  }

  @Test
  @DisplayName("a peer that announces 2 GiB and sends little costs little")
  void anAnnouncedLengthCostsNothing() throws Exception {
    assertThatThrownBy(
            () -> parse(Fault.HALF_CLOSE, "little", in -> in.readBytes(Integer.MAX_VALUE - 8)))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("after 6 of");
  }

  @Test
  void theEndOfTheStreamIsSeenWithoutReading() throws Exception {
    assertThat(
            parse(
                Fault.HALF_CLOSE,
                "x",
                in -> {
                  boolean before = in.awaitBytes();
                  in.skip(1);
                  return before + " " + in.awaitBytes() + " " + in.indexOf((byte) 0, 10);
                }))
        .isEqualTo("true false -1");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_CLOSE"})
  @DisplayName("an unexpected end of the stream consumes nothing")
  void anUnexpectedEndConsumesNothing(Fault slicing) throws Exception {
    String parsed =
        parse(
            slicing,
            "abc",
            in -> {
              endsIn(() -> in.readInt());
              endsIn(() -> in.readLong());
              endsIn(() -> in.readBytes(4));
              endsIn(() -> in.readString(4, UTF_8));
              endsIn(() -> in.readLine(UTF_8, 10));
              endsIn(() -> in.readUntil((byte) ';', 10));
              endsIn(() -> in.peek(3));
              endsIn(() -> in.peekLong(0));
              endsIn(() -> in.peekBytes(2, 2));
              endsIn(() -> in.require(4));
              String rest = in.readString(3, ISO_8859_1);
              endsIn(() -> in.readByte());
              endsIn(() -> in.skip(1));
              return rest;
            });

    assertThat(parsed).isEqualTo("abc");
  }

  static void endsIn(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(EOFException.class)
        .hasMessageMatching("The stream of connection \\d+ with .* ended .*\\.");
  }

  static void exceeds(long limitBytes, ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            LimitExceededException.class, e -> assertThat(e.limitBytes()).isEqualTo(limitBytes))
        .hasMessageMatching("(?s)connection \\d+ with .*" + limitBytes + ".*\\.");
  }

  final String parse(Fault slicing, String sent, Parser parser) throws Exception {
    return parse(slicing, sent.getBytes(ISO_8859_1), parser);
  }

  final String parse(Fault slicing, byte[] sent, Parser parser) throws Exception {
    CompletableFuture<String> parsed = new CompletableFuture<>();
    Server server =
        serve(
            connection -> {
              try {
                parsed.complete(String.valueOf(parser.parse(connection.input())));
              } catch (Throwable e) {
                parsed.completeExceptionally(e);
              }
            });
    ScriptedPeer peer = peer(server);
    if (slicing == Fault.ONE_BYTE_AT_A_TIME) {
      sendSplit(server, peer, sent, 1);
    } else {
      peer.commit(slicing, sent);
    }
    return get(parsed);
  }
}
