package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.TlsLayer.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;

/** TLS 1.2 lets a peer shake hands again; TLS 1.3 lets it change its keys. */
class RenegotiationTest {

  private static final String REFUSED = "the peer wants to renegotiate, which is refused";

  @Test
  void aServerRefusesIt() throws Exception {
    LayerEnd server = Ends.server();
    JdkEnd client = Ends.jdkClient("TLSv1.2");
    Pump.run(client, server);

    shakeHandsAgain(client);
    Pump.run(client, server);

    assertThat(server.events).containsExactly(Status.HANDSHAKE_COMPLETE, Status.FAILED);
    assertThat(server.layer.failure()).isInstanceOf(SSLProtocolException.class).hasMessage(REFUSED);
    server.close();
  }

  @Test
  void aClientRefusesIt() throws Exception {
    JdkEnd server = Ends.jdkServer("TLSv1.2");
    LayerEnd client = Ends.client();
    Pump.run(client, server);

    shakeHandsAgain(server);
    Pump.run(client, server);

    assertThat(client.events).containsExactly(Status.HANDSHAKE_COMPLETE, Status.FAILED);
    assertThat(client.layer.failure()).isInstanceOf(SSLProtocolException.class).hasMessage(REFUSED);
    client.close();
  }

  @Test
  void dataThatCameBeforeItIsKept() throws Exception {
    LayerEnd server = Ends.server();
    JdkEnd client = Ends.jdkClient("TLSv1.2");
    Pump.run(client, server);

    client.send(Bytes.random(100, 1));
    shakeHandsAgain(client);
    Pump.run(client, server);

    assertThat(server.received()).isEqualTo(Bytes.random(100, 1));
    assertThat(server.hasFailed()).isTrue();
    server.close();
  }

  @Test
  void newKeysOfAClientAreAnswered() throws Exception {
    LayerEnd server = Ends.server();
    JdkEnd client = Ends.jdkClient("TLSv1.3");
    Pump.run(client, server);
    for (int i = 0; i < 100; i++) {
      shakeHandsAgain(client);
      client.send(Bytes.random(50, i));
      Pump.run(client, server);
      server.send(Bytes.random(60, i));
      Pump.run(client, server);
    }

    assertThat(client.failure).isNull();
    assertThat(server.events).containsExactly(Status.HANDSHAKE_COMPLETE);
    assertThat(server.received()).hasSize(5_000);
    assertThat(client.received()).hasSize(6_000);
    server.close();
  }

  @Test
  void newKeysOfAServerAreAnswered() throws Exception {
    JdkEnd server = Ends.jdkServer("TLSv1.3");
    LayerEnd client = Ends.client();
    Pump.run(client, server);
    for (int i = 0; i < 100; i++) {
      shakeHandsAgain(server);
      server.send(Bytes.random(50, i));
      Pump.run(client, server);
      client.send(Bytes.random(60, i));
      Pump.run(client, server);
    }

    assertThat(server.failure).isNull();
    assertThat(client.events).containsExactly(Status.HANDSHAKE_COMPLETE);
    assertThat(client.received()).hasSize(5_000);
    assertThat(server.received()).hasSize(6_000);
    client.close();
  }

  private static void shakeHandsAgain(JdkEnd end) throws SSLException {
    end.engine.beginHandshake();
    end.advance();
  }
}
