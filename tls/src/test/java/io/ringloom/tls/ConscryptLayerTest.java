package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.TlsLayer.Status;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConscryptLayerTest {

  private static final TestCa CA = new TestCa("Test CA");
  private static final TestCa.Identity LOCALHOST = CA.issue("localhost");

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void twoLayersShakeHandsTalkAndEnd(String protocol) throws Exception {
    LayerEnd server = server(protocol);
    LayerEnd client = client(protocol);
    Pump.run(client, server);
    client.send(new byte[100_000]);
    client.end();
    Pump.run(client, server);

    assertThat(server.received()).hasSize(100_000);
    assertThat(server.events).containsExactly(Status.HANDSHAKE_COMPLETE, Status.CLOSED);
    assertThat(client.events).containsExactly(Status.HANDSHAKE_COMPLETE, Status.CLOSED);
    server.close();
    client.close();
  }

  private static LayerEnd server(String protocol) throws SSLException {
    SSLEngine engine = Engines.conscrypt(LOCALHOST, null).createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {protocol});
    engine.beginHandshake();
    return new LayerEnd(new ConscryptLayer(engine, null));
  }

  private static LayerEnd client(String protocol) throws SSLException {
    SSLEngine engine = Engines.conscrypt(null, CA).createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {protocol});
    engine.beginHandshake();
    return new LayerEnd(new ConscryptLayer(engine, "localhost"));
  }
}
