package io.ringloom.example.kv.peer;

import java.io.IOException;
import java.util.List;

/**
 * One connection to Redis and one to our server, which do the same.
 *
 * <p>For one thread at a time.
 */
final class Lane implements AutoCloseable {
  final RespPeer redis;
  final RespPeer ours;

  // All belong to the thread of the test.
  boolean subscribes;
  boolean inTransaction;
  String redisId = "";
  String oursId = "";

  Lane(TestServer redis, TestServer ours) throws IOException {
    this.redis = new RespPeer(redis.port());
    this.ours = new RespPeer(ours.port());
  }

  void send(String bytes) throws IOException {
    redis.send(bytes);
    ours.send(bytes);
  }

  void send(List<String> request) throws IOException {
    send(RespPeer.request(request));
  }

  /** Asks how many clients wait for keys. */
  static int waitingClients(RespPeer peer) throws IOException {
    String info = peer.call("INFO", "clients");
    String label = "\nblocked_clients:";
    int at = info.indexOf(label);
    if (at < 0) {
      throw new IOException("There is no blocked_clients in " + RespPeer.visible(info));
    }
    return Integer.parseInt(info.substring(at + label.length(), info.indexOf('\r', at)));
  }

  @Override
  public void close() throws IOException {
    redis.close();
    ours.close();
  }
}
