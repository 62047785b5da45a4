package io.ringloom.example.kv.client;

import io.ringloom.example.kv.resp.ReplyWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that waits for an element of one of several lists. All that is not final is guarded by
 * the keyspace's lock.
 */
public final class BlockedClient {

  /** Writes the reply of a command. */
  @FunctionalInterface
  public interface Reply {
    void write(ReplyWriter replies);
  }

  /** Does for the client what it has waited for. */
  @FunctionalInterface
  public interface Service {

    /**
     * Takes elements of a list that has some. If it fails, nothing was taken.
     *
     * @return the reply to the client
     */
    Reply serve(DatabaseKey key);
  }

  private final Client client;
  private final List<DatabaseKey> keys;
  private final Duration timeout;
  private final Service service;
  private final Reply atTimeout;
  private @Nullable Reply reply;

  /**
   * Says for what a client waits.
   *
   * @param timeout how long at most, {@link Duration#ZERO} for ever
   */
  public BlockedClient(
      Client client, List<DatabaseKey> keys, Duration timeout, Service service, Reply atTimeout) {
    this.client = client;
    this.keys = List.copyOf(keys);
    this.timeout = timeout;
    this.service = service;
    this.atTimeout = atTimeout;
  }

  Client client() {
    return client;
  }

  List<DatabaseKey> keys() {
    return keys;
  }

  Duration timeout() {
    return timeout;
  }

  Reply atTimeout() {
    return atTimeout;
  }

  /** Whether it still waits. */
  public boolean isWaiting() {
    return reply == null;
  }

  /** The reply, or null while it waits. */
  @Nullable Reply reply() {
    return reply;
  }

  void serve(DatabaseKey key) {
    finish(service.serve(key));
  }

  void finish(Reply result) {
    reply = result;
    client.notifyOfNews();
  }
}
