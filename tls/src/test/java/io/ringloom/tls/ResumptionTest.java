package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.TlsLayer.Status;
import java.io.IOException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session may be resumed, but never past a policy that it was not made under. */
@ParameterizedClass
@EnumSource
class ResumptionTest {

  private final TlsProtocol version;

  ResumptionTest(TlsProtocol version) {
    this.version = version;
  }

  @Test
  void aSessionIsResumed() {
    ServerTls server = Ends.server(options().build());
    ClientTls client = Ends.client(Ends.clientOptions().build());

    assertThat(isResumed(client, server)).isFalse();
    assertThat(isResumed(client, server)).isTrue();
    assertThat(isResumed(client, server)).isTrue();
  }

  @Test
  void aSessionIsResumedWithAClientThatHasShownItsCertificate() {
    ServerTls server =
        Ends.server(
            options()
                .clientAuthentication(ClientAuthentication.NEED)
                .clientTrust(Ends.CA.trust())
                .build());
    ClientTls client =
        Ends.client(Ends.clientOptions().certificate(Ends.ALICE.certificate()).build());

    assertThat(isResumed(client, server)).isFalse();
    assertThat(isResumed(client, server)).isTrue();
  }

  @Test
  void aServerMayHaveNoneResumed() {
    ServerTls server = Ends.server(options().sessionResumption(false).build());
    ClientTls client = Ends.client(Ends.clientOptions().build());

    assertThat(isResumed(client, server)).isFalse();
    assertThat(isResumed(client, server)).isFalse();
  }

  @Test
  void aClientMayResumeNone() {
    ServerTls server = Ends.server(options().build());
    ClientTls client = Ends.client(Ends.clientOptions().sessionResumption(false).build());

    assertThat(isResumed(client, server)).isFalse();
    assertThat(isResumed(client, server)).isFalse();
  }

  @Test
  void aSessionFromBeforeAReloadIsNotResumed() throws Exception {
    ServerTls server = Ends.server(options().build());
    ClientTls client = Ends.client(Ends.clientOptions().build());
    isResumed(client, server);

    server.reload();

    assertThat(isResumed(client, server)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "WANT"})
  void aServerThatNeedsACertificateDoesNotResumeASessionWithoutOne(ClientAuthentication before)
      throws Exception {
    TlsServerOptions.Builder lax = options();
    if (before == ClientAuthentication.WANT) {
      lax.clientAuthentication(before).clientTrust(Ends.CA.trust());
    }
    ServerTls server = Ends.server(lax.build());
    ClientTls client = Ends.client(Ends.clientOptions().build());
    isResumed(client, server);

    server.reload(
        options()
            .clientAuthentication(ClientAuthentication.NEED)
            .clientTrust(Ends.CA.trust())
            .build());
    LayerEnd serverEnd = Ends.of(server);
    LayerEnd clientEnd = Ends.of(client);
    Pump.run(clientEnd, serverEnd);

    assertThat(serverEnd.events).containsExactly(Status.FAILED);
    assertThat(serverEnd.layer.failure()).hasMessage("the peer shows no certificate, but must");
    serverEnd.close();
    clientEnd.close();
  }

  /** Which cannot happen as long as each policy has a context of its own. */
  @Test
  void aSessionWithoutACertificateThatTheEngineResumesIsRefusedAfterwards() throws Exception {
    SSLContext shared =
        EngineSource.newContext(
            new ServerKeyManager(Ends.LOCALHOST.keyAndChain(), Map.of()),
            Ends.CA.trust().trustManager());
    ClientTls client = Ends.client(Ends.clientOptions().build());
    try (LayerEnd lax = server(shared, false);
        LayerEnd clientEnd = Ends.of(client)) {
      Pump.run(clientEnd, lax);
      lax.send(new byte[1]);
      Pump.run(clientEnd, lax);
    }

    try (LayerEnd strict = server(shared, true);
        LayerEnd clientEnd = Ends.of(client)) {
      Pump.run(clientEnd, strict);

      assertThat(strict.events).containsExactly(Status.FAILED);
      assertThat(strict.layer.failure())
          .hasMessage("the peer has resumed a session without a certificate, but must show one");
    }
  }

  private LayerEnd server(SSLContext context, boolean needsCertificate) throws IOException {
    return new LayerEnd(
        new ConscryptLayer(
            EngineSource.start(
                context::createSSLEngine,
                engine -> {
                  engine.setUseClientMode(false);
                  engine.setEnabledProtocols(new String[] {version.standardName()});
                  engine.setNeedClientAuth(needsCertificate);
                  Conscrypt.setUseSessionTickets(engine, true);
                }),
            null));
  }

  @Test
  void aClientThatVerifiesDoesNotResumeASessionOfOneThatDoesNot() {
    ServerTls server =
        Ends.server(options().certificate(Ends.CA.server("example.org").certificate()).build());
    ClientTls lax = Ends.client(Ends.clientOptions().verifyHostName(false).build());
    ClientTls strict = Ends.client(Ends.clientOptions().build());
    isResumed(lax, server);
    assertThat(isResumed(lax, server)).isTrue();

    LayerEnd serverEnd = Ends.of(server);
    LayerEnd clientEnd = Ends.of(strict);
    Pump.run(clientEnd, serverEnd);

    assertThat(clientEnd.events).containsExactly(Status.FAILED);
    serverEnd.close();
    clientEnd.close();
  }

  @Test
  void aSessionIsNotResumedWithAnotherHost() {
    ServerTls server = Ends.server(options().build());
    ClientTls client = Ends.client(Ends.clientOptions().build());
    isResumed(client, server);

    LayerEnd serverEnd = Ends.of(server);
    LayerEnd clientEnd = Ends.of(client, "example.org");
    Pump.run(clientEnd, serverEnd);

    assertThat(clientEnd.events).containsExactly(Status.FAILED);
    serverEnd.close();
    clientEnd.close();
  }

  private TlsServerOptions.Builder options() {
    return Ends.serverOptions().protocols(version);
  }

  /** Has a conversation, and tells whether the server has spared itself to show its certificate. */
  private boolean isResumed(ClientTls client, ServerTls server) {
    LayerEnd serverEnd = Ends.of(server);
    LayerEnd clientEnd = Ends.of(client);
    Pump.run(clientEnd, serverEnd);
    assertThat(serverEnd.isOpen()).isTrue();
    assertThat(clientEnd.isOpen()).isTrue();
    int handshakeBytes = serverEnd.sentBytes;
    clientEnd.send(Bytes.random(100, 1));
    serverEnd.send(Bytes.random(200, 2)); // The tickets of TLS 1.3 ride on it.
    Pump.run(clientEnd, serverEnd);
    clientEnd.end();
    Pump.run(clientEnd, serverEnd);
    assertThat(clientEnd.received()).isEqualTo(Bytes.random(200, 2));
    assertThat(serverEnd.received()).isEqualTo(Bytes.random(100, 1));
    assertThat(clientEnd.layer.info().peerCertificates()).isNotEmpty();
    serverEnd.close();
    clientEnd.close();
    return handshakeBytes < (version == TlsProtocol.TLS_1_2 ? 400 : 1_500);
  }
}
