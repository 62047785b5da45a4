package io.ringloom.example.kv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A server, and peers that are closed before it. */
abstract class SocketFixture {
  final TestServer server;
  final Peer peer;
  private final List<Peer> peers = new ArrayList<>();

  SocketFixture(Runs runs) throws IOException {
    server = TestServer.start(runs);
    peer = connect();
  }

  final Peer connect() throws IOException {
    Peer connected = server.connect();
    peers.add(connected);
    return connected;
  }

  @AfterEach
  final void stop() throws IOException {
    for (Peer each : peers) {
      each.close();
    }
    server.close();
  }
}
