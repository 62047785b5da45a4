package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.CloseReason;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.TlsUnderTest;
import java.io.IOException;
import java.time.Duration;

/** The base of tests of what can go wrong on an encrypted connection. */
abstract class TlsHazard extends Contract {

  final TlsUnderTest peersTls() {
    return tls().orElseThrow();
  }

  /** {@return whether the version under test is TLS 1.3} */
  final boolean isTls13() {
    return peersTls().connectingPeer().getEnabledProtocols()[0].equals("TLSv1.3");
  }

  final TlsProtocol protocol() {
    return isTls13() ? TlsProtocol.TLS_1_3 : TlsProtocol.TLS_1_2;
  }

  /** Connects a peer to a server; its handshake has to be done by the test. */
  final RecordPeer recordPeer(Server server) throws IOException {
    return recordPeer(silentPeer(server));
  }

  final RecordPeer recordPeer(ScriptedPeer wire) throws IOException {
    return new RecordPeer(wire, peersTls().connectingPeer());
  }

  /** Connects a peer whose socket takes few bytes until it receives. */
  final RecordPeer narrowRecordPeer(Server server) throws IOException {
    return recordPeer(closeLater(ScriptedPeer.connect(server.localAddress(), 1)));
  }

  static void awaitClosed(Server server, CloseReason reason, long count) {
    soon(() -> assertThat(server.metrics().closedByReason()).containsEntry(reason, count));
  }

  static void soon(Runnable assertion) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertion.run());
  }
}
