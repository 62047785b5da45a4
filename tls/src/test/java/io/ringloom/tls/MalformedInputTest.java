package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.TlsLayer.Status;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not keep to the protocol. */
class MalformedInputTest {

  private final LayerEnd server = Ends.server();
  private final LayerEnd client = Ends.client();

  @AfterEach
  void free() {
    server.close();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n"})
  void plainHttpIsCalledByItsName(String request) {
    feed(server, request.getBytes(StandardCharsets.US_ASCII));

    assertThat(failure(server)).isEqualTo("the peer speaks plain HTTP, not TLS");
    assertThat(server.takeOutput()).isEmpty();
  }

  @Test
  void aClientCallsPlainHttpByItsName() {
    feed(client, "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(failure(client)).isEqualTo("the peer speaks plain HTTP, not TLS");
  }

  @Test
  void anotherProtocolIsShown() {
    feed(server, "SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(failure(server))
        .isEqualTo("the peer sends what is no TLS record: it begins with 53 53 48 2d 32");
  }

  @Test
  void aRecordThatIsTooLongIsRefusedByItsHeader() {
    feed(server, bytes(22, 3, 1, 0x41, 0x41));

    assertThat(failure(server))
        .isEqualTo("the peer sends a record of 16705 bytes, more than 16704");
  }

  @Test
  void theLongestRecordIsLeftToTheEngine() {
    byte[] record = Bytes.concat(bytes(22, 3, 1, 0x41, 0x40), new byte[16_704]);
    feed(server, record);

    assertThat(server.hasFailed()).isTrue();
  }

  @Test
  void anAlertInPlaceOfAClientHelloIsTold() {
    feed(server, bytes(21, 3, 1, 0, 2, 2, 80));

    assertThat(failure(server))
        .isEqualTo(
            "the peer sent the alert internal_error (80): something has gone wrong on its side");
    assertThat(server.takeOutput()).isEmpty();
  }

  @Test
  void closeNotifyInTheHandshakeIsAFailure() {
    feed(server, bytes(21, 3, 1, 0, 2, 1, 0));

    assertThat(server.events).containsExactly(Status.FAILED);
    assertThat(failure(server)).isEqualTo("the peer has ended the handshake with close_notify");
  }

  @Test
  void aHandshakeMessageThatIsTooLongIsRefusedWithAnAlert() {
    feed(server, bytes(22, 3, 1, 0, 4, 1, 0x7f, 0, 0));

    assertThat(failure(server)).isEqualTo("the peer sends a handshake message that is too long");
    assertThat(server.takeOutput()).startsWith(21, 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"LAYERS_ON_TLS_1_2", "LAYERS_ON_TLS_1_3"})
  void anyBitThatIsChangedInARecordIsFound(Pairing pairing) {
    int length = recordOf(pairing).length;
    for (int position = 0; position < length; position++) {
      LayerEnd receiver = (LayerEnd) pairing.newServer();
      LayerEnd sender = (LayerEnd) pairing.newClient();
      Pump.run(sender, receiver);
      sender.send(Bytes.random(20, 1));
      byte[] record = sender.takeOutput();
      record[position] ^= (byte) (1 << (position % 8));

      feed(receiver, record);

      assertThat(receiver.received()).isEmpty();
      // A length that is changed makes the record wait for more, or end too early.
      boolean waits = receiver.events.equals(java.util.List.of(Status.HANDSHAKE_COMPLETE));
      assertThat(waits)
          .as("byte %s is noticed: %s", position, receiver.events)
          .isEqualTo(isLength(position) && !receiver.hasFailed());
      receiver.close();
      sender.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LAYERS_ON_TLS_1_2", "LAYERS_ON_TLS_1_3"})
  void aRecordThatWasDamagedIsAnsweredWithAnAlert(Pairing pairing) {
    LayerEnd receiver = (LayerEnd) pairing.newServer();
    LayerEnd sender = (LayerEnd) pairing.newClient();
    Pump.run(sender, receiver);
    sender.send(Bytes.random(20, 1));
    byte[] record = sender.takeOutput();
    record[record.length - 1] ^= 1;

    feed(receiver, record);
    Pump.run(sender, receiver);

    assertThat(failure(receiver))
        .isEqualTo("a record of the peer was damaged or forged on its way");
    assertThat(failure(sender))
        .isEqualTo("the peer sent the alert bad_record_mac (20): a record reached it damaged");
    receiver.close();
    sender.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"LAYERS_ON_TLS_1_2", "LAYERS_ON_TLS_1_3"})
  void aRecordThatIsSentTwiceIsRefused(Pairing pairing) {
    LayerEnd receiver = (LayerEnd) pairing.newServer();
    LayerEnd sender = (LayerEnd) pairing.newClient();
    Pump.run(sender, receiver);
    sender.send(Bytes.random(20, 1));
    byte[] record = sender.takeOutput();

    feed(receiver, Bytes.concat(record, record));

    assertThat(receiver.received()).isEqualTo(Bytes.random(20, 1));
    assertThat(receiver.hasFailed()).isTrue();
    receiver.close();
    sender.close();
  }

  @Test
  void aHandshakeThatIsDamagedAnywhereIsNeverCompletedOnBothSides() {
    Random random = new Random(1);
    for (int i = 0; i < 150; i++) {
      LayerEnd receiver = Ends.server();
      LayerEnd sender = Ends.client();
      byte[] hello = sender.takeOutput();
      hello[random.nextInt(hello.length)] ^= (byte) (1 << random.nextInt(8));
      feed(receiver, hello);
      Pump.run(sender, receiver);

      assertThat(receiver.isOpen()).isFalse();
      receiver.close();
      sender.close();
    }
  }

  @Test
  void noiseNeverDoesMoreThanFail() {
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      LayerEnd end = i % 2 == 0 ? Ends.server() : Ends.client();
      byte[] noise = Bytes.random(1 + random.nextInt(400), i);
      noise[0] = (byte) (20 + random.nextInt(4));
      if (noise.length > 4) {
        noise[1] = 3;
        noise[3] = 0;
      }
      feed(end, noise);

      assertThat(end.isOpen()).isFalse();
      if (end.hasFailed()) {
        assertThat(failure(end)).doesNotContain("0x").doesNotContain("OPENSSL").isNotBlank();
      }
      end.close();
    }
  }

  private static byte[] recordOf(Pairing pairing) {
    LayerEnd receiver = (LayerEnd) pairing.newServer();
    LayerEnd sender = (LayerEnd) pairing.newClient();
    Pump.run(sender, receiver);
    sender.send(Bytes.random(20, 1));
    byte[] record = sender.takeOutput();
    receiver.close();
    sender.close();
    return record;
  }

  private static boolean isLength(int position) {
    return position == 3 || position == 4;
  }

  private static void feed(LayerEnd end, byte[] bytes) {
    end.receive(bytes, 0, bytes.length);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static String failure(LayerEnd end) {
    assertThat(end.hasFailed()).isTrue();
    return String.valueOf(end.layer.failure().getMessage());
  }
}
