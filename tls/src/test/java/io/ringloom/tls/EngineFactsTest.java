package io.ringloom.tls;

import static io.ringloom.tls.BareEngines.EMPTY;
import static io.ringloom.tls.BareEngines.slot;
import static io.ringloom.tls.BareEngines.wrapped;
import static io.ringloom.tls.TlsProtocol.TLS_1_2;
import static io.ringloom.tls.TlsProtocol.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;

/**
 * What the layer takes for granted about Conscrypt's engine. If a new version of Conscrypt breaks
 * one of these, the code that rests on it is to be looked at again.
 */
class EngineFactsTest {

  private final SSLEngine client = BareEngines.client(TLS_1_2, TLS_1_3);
  private final SSLEngine server = BareEngines.server(TLS_1_2, TLS_1_3);

  /** Why a layer calls unwrap once more after each record of the handshake. */
  @Test
  void theEngineOnlyKnowsThatTheHandshakeIsDoneWhenItIsCalledAgain() throws Exception {
    server.unwrap(wrapped(client), room());
    ByteBuffer flight = wrapped(server);
    while (flight.hasRemaining()) {
      client.unwrap(flight, room());
    }
    assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);

    client.unwrap(EMPTY, room());

    assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
  }

  /** Why a handshake record after the handshake can only be an attempt to renegotiate. */
  @Test
  void aClientOfTls12DoesNotFinishBeforeTheServerHas() throws Exception {
    SSLEngine old = BareEngines.client(TLS_1_2);
    SSLEngine other = BareEngines.server(TLS_1_2);
    Conscrypt.setApplicationProtocols(old, new String[] {"h2"}); // False Start asks for ALPN.
    Conscrypt.setApplicationProtocols(other, new String[] {"h2"});
    other.unwrap(wrapped(old), room());
    ByteBuffer flight = wrapped(other);
    while (flight.hasRemaining()) {
      old.unwrap(flight, room());
      old.unwrap(EMPTY, room());
    }
    wrapped(old);

    assertThat(old.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_UNWRAP);
    assertThat(old.getSession().getCipherSuite()).isEqualTo("SSL_NULL_WITH_NULL_NULL");
  }

  /** Why unwrap is not called while the engine's own messages wait. */
  @Test
  void theEngineTakesNoInputWhileItsOwnMessagesWait() throws Exception {
    server.unwrap(wrapped(client), room());
    ByteBuffer record = ByteBuffer.allocateDirect(6).put(new byte[] {20, 3, 3, 0, 1, 1}).flip();

    SSLEngineResult result = server.unwrap(record, room());

    assertThat(result.bytesConsumed()).isZero();
    assertThat(result.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
  }

  /** Why a slot has 17,408 bytes. */
  @Test
  void aSmallerSlotThanTheEnginesOwnBufferLosesSightOfWhatWasTaken() throws Exception {
    BareEngines.shakeHands(client, server);
    ByteBuffer data = ByteBuffer.allocateDirect(20_000);
    ByteBuffer small = ByteBuffer.allocateDirect(server.getSession().getPacketBufferSize());

    SSLEngineResult result = server.wrap(data, small);

    // The tickets of TLS 1.3 go ahead of the first data, and both do not fit.
    assertThat(result.getStatus()).isEqualTo(SSLEngineResult.Status.BUFFER_OVERFLOW);
    assertThat(result.bytesConsumed()).isEqualTo(16_384);
    assertThat(server.wrap(EMPTY, slot()).bytesProduced()).isBetween(16_385, 17_408);
  }

  @Test
  void aSlotTakesTheFirstDataWithTheTicketsBeforeIt() throws Exception {
    BareEngines.shakeHands(client, server);
    ByteBuffer data = ByteBuffer.allocateDirect(100_000);
    while (data.hasRemaining()) {
      int before = data.remaining();
      SSLEngineResult result = server.wrap(data, slot());

      assertThat(result.getStatus()).isEqualTo(SSLEngineResult.Status.OK);
      assertThat(before - data.remaining()).isEqualTo(Math.min(before, 16_384));
    }
    assertThat(server.wrap(EMPTY, slot()).bytesProduced()).isZero();
  }

  /** Why longer records are refused by their header. */
  @Test
  void recordsAreRefusedThatAreLongerThanTheLayerLetsThrough() {
    byte[] record = new byte[5 + 16_705];
    record[0] = 22;
    record[1] = 3;
    record[2] = 1;
    record[3] = 0x41;
    record[4] = 0x41;
    ByteBuffer input = ByteBuffer.allocateDirect(record.length).put(record).flip();

    assertThatThrownBy(() -> server.unwrap(input, room()))
        .isInstanceOf(SSLException.class)
        .hasMessage("Unable to parse TLS packet header");
    assertThat(Conscrypt.maxEncryptedPacketLength()).isEqualTo(5 + 16_704);
  }

  /** Why CLOSED alone does not tell that the peer has ended. */
  @Test
  void dataIsReadWithTheStatusClosedAfterThisSideHasEnded() throws Exception {
    BareEngines.shakeHands(client, server);
    client.closeOutbound();
    ByteBuffer record = slot();
    server.wrap(ByteBuffer.allocateDirect(10), record);

    ByteBuffer input = record.flip();
    int produced = 0;
    SSLEngineResult result = null;
    while (input.hasRemaining()) {
      result = client.unwrap(input, room());
      produced += result.bytesProduced();
    }

    assertThat(produced).isEqualTo(10);
    assertThat(result).isNotNull();
    assertThat(result.getStatus()).isEqualTo(SSLEngineResult.Status.CLOSED);
    assertThat(client.isInboundDone()).isFalse();
  }

  /** Why a failure says "no key today" in the layer, and why the layer closes by itself. */
  @Test
  void whatAKeyManagerThrowsComesOutRawAndLeavesTheEngineOpen() throws Exception {
    SSLContext context = EngineSource.newContext(new BrokenKeyManager(), null);
    SSLEngine broken = context.createSSLEngine();
    broken.setUseClientMode(false);
    ByteBuffer hello = wrapped(client);

    assertThatThrownBy(
            () -> {
              broken.unwrap(hello, room());
              broken.unwrap(EMPTY, room());
            })
        .hasStackTraceContaining("no key today");
    new ConscryptLayer(broken, null).close();
  }

  /** Why a server that resumes no sessions gives each connection a context of its own. */
  @Test
  void tls12ResumesByIdEvenWithoutTickets() throws Exception {
    SSLContext shared =
        EngineSource.newContext(new ServerKeyManager(Ends.LOCALHOST.keyAndChain(), Map.of()), null);
    ClientTls tls = Ends.client(Ends.clientOptions().protocols(TLS_1_2).build());
    int first = bytesOfHandshake(shared, tls);
    int second = bytesOfHandshake(shared, tls);

    assertThat(second).isLessThan(first / 2);
  }

  private static int bytesOfHandshake(SSLContext context, ClientTls tls) throws Exception {
    SSLEngine engine =
        EngineSource.start(
            context::createSSLEngine,
            each -> {
              each.setUseClientMode(false);
              Conscrypt.setUseSessionTickets(each, false);
            });
    try (LayerEnd serverEnd = new LayerEnd(new ConscryptLayer(engine, null));
        LayerEnd clientEnd = Ends.of(tls)) {
      Pump.run(clientEnd, serverEnd);
      return serverEnd.sentBytes;
    }
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocateDirect(16_384);
  }
}
