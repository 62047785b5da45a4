package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayer.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a layer does in each of its states. */
@ParameterizedClass
@EnumSource(
    names = {
      "LAYERS_ON_TLS_1_2",
      "LAYERS_ON_TLS_1_3",
      "ENGINES_ALONE_ON_TLS_1_2",
      "ENGINES_ALONE_ON_TLS_1_3"
    })
class LayerLifeTest {

  private final LayerEnd server;
  private final LayerEnd client;

  LayerLifeTest(Pairing pairing) {
    server = (LayerEnd) pairing.newServer();
    client = (LayerEnd) pairing.newClient();
  }

  @AfterEach
  void free() {
    server.close();
    client.close();
  }

  @Test
  void thereAreNoResultsAndNoDataBeforeTheHandshake() {
    assertThatThrownBy(client.layer::info)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the handshake is not complete");
    assertThatThrownBy(() -> encrypt(client.layer, 10))
        .isInstanceOf(SSLException.class)
        .hasMessage("the handshake is not complete");
  }

  @Test
  void noDataIsGivenOutBeforeTheHandshakeIsTold() {
    carry(client, server);
    carry(server, client);
    if (!client.isOpen()) {
      carry(client, server); // On TLS 1.2 the server ends the handshake.
      server.send(new byte[10]);
      expectNoDataAtTheEndOfTheHandshake(client, server.takeOutput());
    } else {
      client.send(new byte[10]);
      expectNoDataAtTheEndOfTheHandshake(server, client.takeOutput());
    }
  }

  private static void expectNoDataAtTheEndOfTheHandshake(LayerEnd end, byte[] wire) {
    ByteBuffer input = ByteBuffer.allocateDirect(wire.length).put(wire).flip();
    ByteBuffer plaintext = input.duplicate();

    assertThat(end.layer.feed(input, plaintext)).isEqualTo(Status.HANDSHAKE_COMPLETE);
    assertThat(plaintext.position()).isZero();

    assertThat(end.layer.feed(input, plaintext)).isEqualTo(Status.OK);
    assertThat(plaintext.position()).isEqualTo(10);
  }

  private static void carry(LayerEnd from, LayerEnd to) {
    byte[] bytes = from.takeOutput();
    to.receive(bytes, 0, bytes.length);
  }

  @Test
  void nothingMoreIsToBeSentOnceTheHandshakeIsComplete() {
    Pump.run(client, server);

    assertThat(client.layer.wantsToSend()).isFalse();
    assertThat(server.layer.wantsToSend()).isFalse();

    client.send(new byte[10]);
    Pump.run(client, server);
    assertThat(server.layer.wantsToSend()).isFalse();
  }

  @Test
  void dataIsStillReadAfterTheStreamWasEnded() {
    Pump.run(client, server);

    client.end();
    client.end();
    server.send(Bytes.random(100, 1));
    byte[] data = server.takeOutput();
    client.receive(data, 0, data.length);

    assertThat(client.received()).isEqualTo(Bytes.random(100, 1));
    assertThat(client.events).containsExactly(Status.HANDSHAKE_COMPLETE);
    assertThatThrownBy(() -> encrypt(client.layer, 10))
        .isInstanceOf(SSLException.class)
        .hasMessage("this side has ended its stream with close_notify");

    server.end();
    Pump.run(client, server);
    assertThat(client.isEnded()).isTrue();
    assertThat(server.isEnded()).isTrue();
  }

  @Test
  void theEndOfThePeersStreamEndsThisSidesToo() {
    Pump.run(client, server);

    client.end();
    Pump.run(client, server);

    assertThat(server.isEnded()).isTrue();
    assertThat(client.isEnded()).isTrue();
    assertThatThrownBy(() -> encrypt(server.layer, 10))
        .isInstanceOf(SSLException.class)
        .hasMessage("the peer has ended the connection with close_notify");
    assertThat(feed(server.layer, new byte[100])).isEqualTo(Status.CLOSED);
  }

  @Test
  void whatComesAfterTheEndOfThePeersStreamIsNotLookedAt() {
    Pump.run(client, server);
    client.end();
    byte[] wire = Bytes.concat(client.takeOutput(), "garbage".getBytes(StandardCharsets.US_ASCII));

    server.receive(wire, 0, wire.length);

    assertThat(server.events).containsExactly(Status.HANDSHAKE_COMPLETE, Status.CLOSED);
  }

  @Test
  void aHandshakeThatThisSideEndsHasFailed() {
    client.end();

    assertThat(feed(client.layer, new byte[0])).isEqualTo(Status.FAILED);
    assertThat(client.layer.failure())
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessage("this side has ended it");
  }

  @Test
  void aFailureIsToldAgainByWhateverIsCalledNext() {
    byte[] noise = "noise".getBytes(StandardCharsets.US_ASCII);
    server.receive(noise, 0, noise.length);
    SSLException failure = server.layer.failure();

    assertThat(feed(server.layer, new byte[10])).isEqualTo(Status.FAILED);
    assertThatThrownBy(() -> encrypt(server.layer, 10)).isSameAs(failure);
    assertThat(server.layer.failure()).isSameAs(failure);
    assertThat(server.layer.wantsToSend()).isFalse();
  }

  @Test
  void closingTwiceIsFine() {
    Pump.run(client, server);
    client.layer.close();
    client.layer.close();
  }

  @Test
  void whatAKeyManagerThrowsIsAFailure() throws Exception {
    SSLContext context = EngineSource.newContext(new BrokenKeyManager(), null);
    SSLEngine engine =
        EngineSource.start(context::createSSLEngine, each -> each.setUseClientMode(false));
    LayerEnd broken = new LayerEnd(new ConscryptLayer(engine, null));

    Pump.run(client, broken);

    assertThat(broken.events).containsExactly(Status.FAILED);
    assertThat(broken.layer.failure())
        .hasMessageContaining("the TLS engine has failed with")
        .rootCause()
        .hasMessage("no key today");
    broken.close();
  }

  private static Status feed(TlsLayer layer, byte[] bytes) {
    ByteBuffer input = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return layer.feed(input, input.duplicate());
  }

  private static void encrypt(TlsLayer layer, int bytes) throws SSLException {
    layer.encrypt(ByteBuffer.allocateDirect(bytes), ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES));
  }
}
