package io.ringloom.example.kv.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs do that use Lettuce: one connection carries the requests of many. */
final class LettuceIT extends ClientFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Set before the first test of a setting and then only read. */
  @SuppressWarnings("NullAway.Init") // NullAway does not know the method that sets it.
  private static RedisClient client;

  @BeforeParameterizedClassInvocation
  static void createClient() {
    client = RedisClient.create();
  }

  @AfterParameterizedClassInvocation
  static void shutDownClient() {
    if (client != null) {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void sets_and_gets_with_options(ProtocolVersion protocol) {
    RedisCommands<String, String> commands = connect(protocol).sync();
    assertThat(commands.set("k", "1", SetArgs.Builder.nx().ex(1000))).isEqualTo("OK");
    assertThat(commands.set("k", "2", SetArgs.Builder.nx())).isNull();
    assertThat(commands.setGet("k", "3", SetArgs.Builder.xx().keepttl())).isEqualTo("1");
    assertThat(commands.ttl("k")).isBetween(900L, 1000L);
    assertThat(commands.incrby("k", 39)).isEqualTo(42);
    assertThat(commands.incrbyfloat("k", 0.5)).isEqualTo(42.5);
    assertThat(commands.mget("k", "nothing"))
        .containsExactly(KeyValue.just("k", "42.5"), KeyValue.empty("nothing"));
    assertThatThrownBy(() -> commands.lpush("k", "x"))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void pipelines(ProtocolVersion protocol) throws Exception {
    RedisAsyncCommands<String, String> commands = connect(protocol).async();
    List<RedisFuture<Long>> lengths = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      lengths.add(commands.rpush("list", "element " + i));
    }
    RedisFuture<List<String>> all = commands.lrange("list", 0, -1);
    assertThat(LettuceFutures.awaitAll(PATIENCE, lengths.toArray(new RedisFuture<?>[0]))).isTrue();
    assertThat(lengths.get(1999).get()).isEqualTo(2000);
    assertThat(all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasSize(2000)
        .endsWith("element 1999");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void carries_out_a_transaction_unless_a_watched_key_has_changed(ProtocolVersion protocol) {
    RedisCommands<String, String> commands = connect(protocol).sync();
    RedisCommands<String, String> others = connect(protocol).sync();
    commands.set("balance", "10");
    commands.watch("balance");
    commands.multi();
    commands.decrby("balance", 3);
    commands.get("nothing");
    TransactionResult result = commands.exec();
    assertThat(result.wasDiscarded()).isFalse();
    assertThat(result.stream().toList()).containsExactly(7L, null);

    commands.watch("balance");
    others.set("balance", "0");
    commands.multi();
    commands.decrby("balance", 3);
    assertThat(commands.exec().wasDiscarded()).isTrue();
    assertThat(others.get("balance")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void receives_messages_of_channels_and_patterns(ProtocolVersion protocol) throws Exception {
    RedisCommands<String, String> commands = connect(protocol).sync();
    StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub(uri());
    opened.add(subscriber);
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    subscriber.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            events.add(channel + " " + message);
          }

          @Override
          public void message(String pattern, String channel, String message) {
            events.add(pattern + " " + channel + " " + message);
          }
        });
    subscriber.sync().psubscribe("news.*");
    subscriber.sync().subscribe("other");
    assertThat(commands.publish("news.art", "hello")).isEqualTo(1);
    assertThat(commands.publish("other", "again")).isEqualTo(1);
    assertThat(next(events)).isEqualTo("news.* news.art hello");
    assertThat(next(events)).isEqualTo("other again");
    assertThat(commands.pubsubNumpat()).isEqualTo(1);
    subscriber.sync().punsubscribe("news.*");
    assertThat(commands.publish("news.art", "nobody")).isZero();
    subscriber.sync().ping();
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void waits_for_what_another_connection_pushes(ProtocolVersion protocol) throws Exception {
    RedisCommands<String, String> commands = connect(protocol).sync();
    RedisAsyncCommands<String, String> waiting = connect(protocol).async();
    RedisFuture<KeyValue<String, String>> taken = waiting.blpop(0, "other", "queue");
    await().until(() -> commands.info("clients").contains("blocked_clients:1\r\n"));
    assertThat(commands.rpush("queue", "job 1", "job 2")).isEqualTo(2);
    assertThat(taken.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(KeyValue.just("queue", "job 1"));
    assertThat(commands.lrange("queue", 0, -1)).containsExactly("job 2");
    assertThat(waiting.blpop(0.01, "queue", "other").get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(KeyValue.just("queue", "job 2"));
    assertThat(waiting.blpop(0.01, "queue").get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void scans_all_keys(ProtocolVersion protocol) {
    RedisCommands<String, String> commands = connect(protocol).sync();
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      expected.add("user:" + i);
      commands.mset(Map.of("user:" + i, "x", "session:" + i, "x"));
    }
    Set<String> found = new HashSet<>();
    ScanArgs pattern = ScanArgs.Builder.matches("user:*").limit(50);
    KeyScanCursor<String> cursor = commands.scan(pattern);
    found.addAll(cursor.getKeys());
    while (!cursor.isFinished()) {
      cursor = commands.scan(ScanCursor.of(cursor.getCursor()), pattern);
      found.addAll(cursor.getKeys());
    }
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void does_not_connect_with_a_wrong_password(ProtocolVersion protocol) {
    setOptions(protocol);
    RedisURI uri = uri();
    uri.setCredentialsProvider(
        RedisCredentialsProvider.from(() -> RedisCredentials.just("default", "wrong")));
    // What it says of this differs from run to run: it closes the connection when it fails.
    assertThatThrownBy(() -> client.connect(uri)).isInstanceOf(RedisConnectionException.class);
  }

  private StatefulRedisConnection<String, String> connect(ProtocolVersion protocol) {
    setOptions(protocol);
    StatefulRedisConnection<String, String> connection = client.connect(uri());
    opened.add(connection);
    if (opened.size() == 1) {
      connection.sync().flushall();
    }
    return connection;
  }

  private void setOptions(ProtocolVersion protocol) {
    ClientOptions.Builder options =
        ClientOptions.builder().protocolVersion(protocol).autoReconnect(false);
    if (setting.tls()) {
      options.sslOptions(
          SslOptions.builder()
              .jdkSslProvider()
              .trustManager(Setting.certificate(directory).toFile())
              .build());
    }
    client.setOptions(options.build());
  }

  private RedisURI uri() {
    return RedisURI.builder()
        .withHost("localhost")
        .withPort(server.port())
        .withSsl(setting.tls())
        .withAuthentication("default", Setting.PASSWORD)
        .withClientName("lettuce")
        .withDatabase(2)
        .withTimeout(PATIENCE)
        .build();
  }

  private static String next(BlockingQueue<String> events) throws InterruptedException {
    return requireNonNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no event");
  }
}
