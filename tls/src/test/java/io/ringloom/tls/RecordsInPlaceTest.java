package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.TlsLayer.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decrypted goes into the memory that it came from. */
@ParameterizedClass
@EnumSource(
    names = {
      "JDK_CLIENT_ON_TLS_1_2",
      "JDK_CLIENT_ON_TLS_1_3",
      "LAYERS_ON_TLS_1_3",
      "ENGINES_ALONE_ON_TLS_1_3"
    })
class RecordsInPlaceTest {

  private static final int LARGEST = 16_384;

  private final LayerEnd server;
  private final TlsEnd client;

  RecordsInPlaceTest(Pairing pairing) {
    server = (LayerEnd) pairing.newServer();
    client = pairing.newClient();
    Pump.run(client, server);
  }

  @AfterEach
  void free() {
    Pairing.layers(server, client).forEach(LayerEnd::close);
  }

  @Test
  void aRecordOfEachSizeIsDecryptedInPlace() {
    for (int bytes = 1; bytes <= LARGEST; bytes += bytes < 300 ? 1 : 997) {
      decryptsInPlace(bytes, 0, 1);
    }
    decryptsInPlace(LARGEST, 0, 1);
  }

  @Test
  void manyRecordsInOneBufferMoveTowardsItsFront() {
    for (int bytes : new int[] {1, 2, 15, 16, 17, 100, 1_000, 8_000}) {
      decryptsInPlace(bytes, 0, 50);
    }
    decryptsInPlace(LARGEST, 0, 5);
  }

  @Test
  void dataMayGoFarInFrontOfItsRecord() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      decryptsInPlace(1 + random.nextInt(LARGEST), random.nextInt(50_000), 1 + random.nextInt(4));
    }
  }

  private void decryptsInPlace(int bytesEach, int gap, int records) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int i = 0; i < records; i++) {
      byte[] data = Bytes.random(bytesEach, i);
      sent.writeBytes(data);
      client.send(data);
    }
    byte[] wire = client.takeOutput();
    ByteBuffer ciphertext = ByteBuffer.allocateDirect(gap + wire.length);
    ByteBuffer plaintext = ciphertext.duplicate();
    ciphertext.put(gap, wire).position(gap);

    Status status = server.layer.feed(ciphertext, plaintext);

    assertThat(status).isEqualTo(Status.OK);
    assertThat(ciphertext.remaining()).isZero();
    byte[] data = new byte[plaintext.flip().remaining()];
    plaintext.get(data);
    assertThat(data).isEqualTo(sent.toByteArray());
  }

  @Test
  void aPartOfARecordIsLeftUntouched() {
    client.send(Bytes.random(500, 1));
    byte[] wire = client.takeOutput();
    for (int bytes = 0; bytes < wire.length; bytes++) {
      ByteBuffer ciphertext = ByteBuffer.allocateDirect(wire.length).put(wire, 0, bytes).flip();

      assertThat(server.layer.feed(ciphertext, ciphertext.duplicate())).isEqualTo(Status.OK);

      assertThat(ciphertext.remaining()).isEqualTo(bytes);
    }
    assertThat(server.layer.wantsToSend()).isFalse();
  }

  @Test
  void aRecordWaitsForRoomInSeparateMemory() {
    client.send(Bytes.random(LARGEST, 1));
    client.send(Bytes.random(100, 2));
    byte[] wire = client.takeOutput();
    ByteBuffer ciphertext = ByteBuffer.allocateDirect(wire.length).put(wire).flip();
    ByteBuffer plaintext = ByteBuffer.allocateDirect(LARGEST + 99);

    assertThat(server.layer.feed(ciphertext, plaintext.limit(LARGEST - 1))).isEqualTo(Status.OK);
    assertThat(ciphertext.remaining()).isEqualTo(wire.length);
    assertThat(server.layer.feed(ciphertext, plaintext.limit(LARGEST + 99))).isEqualTo(Status.OK);
    assertThat(plaintext.position()).isEqualTo(LARGEST);
    assertThat(server.layer.feed(ciphertext, plaintext.clear())).isEqualTo(Status.OK);
    assertThat(plaintext.position()).isEqualTo(100);
    assertThat(ciphertext.remaining()).isZero();
  }
}
