package io.ringloom.example.kv.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others see of a client from the moment in which it is killed. */
final class KilledClientTest {
  private static final byte[] NAME = "name".getBytes(StandardCharsets.ISO_8859_1);

  private final Keyspace keyspace = new Keyspace(() -> 0, new Random(1));
  private final SharedState shared = new SharedState(keyspace, Journal.NONE);
  private final AtomicInteger closes = new AtomicInteger();
  private final Client client = new Client(shared, connection());

  @BeforeEach
  void takeLock() {
    keyspace.lock().lock();
  }

  @AfterEach
  void giveLockBack() {
    keyspace.lock().unlock();
  }

  @Test
  void gets_no_element() {
    AtomicInteger served = new AtomicInteger();
    block(served);
    client.kill();
    serve();
    assertThat(served).hasValue(0);
    assertThat(shared.blockedClients().count()).isZero();
  }

  @Test
  void waits_no_more_if_it_was_served_before() {
    AtomicInteger served = new AtomicInteger();
    block(served);
    serve();
    client.kill();
    assertThat(served).hasValue(1);
    assertThat(shared.blockedClients().count()).isZero();
  }

  private void block(AtomicInteger served) {
    client.block(
        new BlockedClient(
            client,
            List.of(new DatabaseKey(0, NAME)),
            Duration.ZERO,
            key -> {
              served.incrementAndGet();
              return replies -> {};
            },
            replies -> {}));
  }

  private void serve() {
    ListValue list = new ListValue();
    list.pushLast(NAME);
    keyspace.put(0, NAME, list);
    shared.blockedClients().serve();
  }

  @Test
  void gets_no_message() {
    client.subscribe(new ByteKey(NAME), false);
    assertThat(shared.channels().publish(NAME, NAME)).isEqualTo(1);
    client.kill();
    assertThat(shared.channels().publish(NAME, NAME)).isZero();
  }

  @Test
  void watches_no_key() {
    client.watch(NAME);
    assertThat(watchedKeys()).isEqualTo(1);
    client.kill();
    assertThat(watchedKeys()).isZero();
  }

  @Test
  void is_not_among_the_clients() {
    client.kill();
    assertThat(shared.clients()).isEmpty();
    assertThat(client.isClosing()).isTrue();
    assertThat(closes).hasValue(1);
  }

  @Test
  void leaves_once_although_its_handler_ends_later() {
    client.subscribe(new ByteKey(NAME), false);
    client.watch(NAME);
    client.kill();
    client.close();
    assertThat(shared.clients()).isEmpty();
  }

  /** Who is told of a flush asks for each watched key whether it was there. */
  private int watchedKeys() {
    AtomicInteger asked = new AtomicInteger();
    shared.watches().flushed(0, key -> asked.incrementAndGet() == 0);
    return asked.get();
  }

  private Connection connection() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> called(method.getName()));
  }

  private @Nullable Object called(String method) {
    if (method.equals("close")) {
      closes.incrementAndGet();
      return null;
    }
    throw new UnsupportedOperationException(method);
  }
}
