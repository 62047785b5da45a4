package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.TlsInfo;
import io.ringloom.spi.TlsLayer.Status;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations, between two layers and with the JDK's engine on either side. */
@ParameterizedClass
@EnumSource
class ConversationTest {

  private final Pairing pairing;
  private final TlsEnd server;
  private final TlsEnd client;

  ConversationTest(Pairing pairing) {
    this.pairing = pairing;
    this.server = pairing.newServer();
    this.client = pairing.newClient();
  }

  @AfterEach
  void free() {
    Pairing.layers(server, client).forEach(LayerEnd::close);
  }

  @Test
  void theHandshakeIsCompleteOnceAndTellsWhatWasAgreedOn() {
    Pump.run(client, server);

    assertThat(server.isOpen()).isTrue();
    assertThat(client.isOpen()).isTrue();
    Pairing.layers(server, client)
        .forEach(
            end -> {
              assertThat(end.events).containsExactly(Status.HANDSHAKE_COMPLETE);
              TlsInfo info = end.layer.info();
              assertThat(info.protocol()).isEqualTo(pairing.protocol);
              assertThat(info.cipherSuite()).startsWith("TLS_").contains("_GCM_");
              assertThat(info.namedGroup()).isPresent();
              assertThat(info.serverName()).contains("localhost");
              assertThat(info.applicationProtocol()).isEmpty();
            });
  }

  @Test
  void dataGoesBothWaysAndThenBothEnd() {
    Pump.run(client, server);
    byte[] question = Bytes.random(100_000, 1);
    byte[] answer = Bytes.random(70_000, 2);

    client.send(question);
    server.send(answer);
    Pump.run(client, server);
    client.end();
    Pump.run(client, server);
    server.end();
    Pump.run(client, server);

    assertThat(server.received()).isEqualTo(question);
    assertThat(client.received()).isEqualTo(answer);
    assertThat(server.isEnded()).isTrue();
    assertThat(client.isEnded()).isTrue();
  }

  /** The tickets of TLS 1.3 ride on the first data, and fill the engine more than any later one. */
  @Test
  void theFirstWriteOfAServerMayBeLarge() {
    Pump.run(client, server);
    byte[] data = Bytes.random(90 * 1024, 3);

    server.send(data);
    Pump.run(client, server);

    assertThat(client.received()).isEqualTo(data);
  }

  @Test
  void dataThatArrivesTogetherWithTheEndOfTheHandshakeAndOfTheStreamIsSeen() {
    byte[] data = Bytes.random(5_000, 4);
    deliver(client, server);
    deliver(server, client);
    if (pairing.protocol.equals("TLSv1.2")) {
      deliver(client, server);
      deliver(server, client);
    }
    assertThat(client.isOpen()).isTrue();

    client.send(data);
    client.end();
    Pump.run(client, server);

    assertThat(server.received()).isEqualTo(data);
    assertThat(server.isEnded()).isTrue();
    Pairing.layers(server)
        .forEach(
            end ->
                assertThat(end.events).containsExactly(Status.HANDSHAKE_COMPLETE, Status.CLOSED));
  }

  @Test
  void theStreamsMayArriveByteByByte() {
    converse(new Random(5), 1, 3_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8, 9})
  void theStreamsMayArriveInPiecesOfAnySize(long seed) {
    converse(new Random(seed), 10_000, 200_000);
  }

  private void converse(Random random, int maxPieceBytes, int bytes) {
    byte[] question = Bytes.random(bytes, 10);
    byte[] answer = Bytes.random(bytes, 11);
    Pump.run(client, server, random, maxPieceBytes);
    client.send(question);
    server.send(answer);
    Pump.run(client, server, random, maxPieceBytes);
    client.end();
    Pump.run(client, server, random, maxPieceBytes);

    assertThat(server.received()).isEqualTo(question);
    assertThat(client.received()).isEqualTo(answer);
    assertThat(server.isEnded()).isTrue();
  }

  private static void deliver(TlsEnd from, TlsEnd to) {
    byte[] bytes = from.takeOutput();
    to.receive(bytes, 0, bytes.length);
  }
}
