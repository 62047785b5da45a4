package io.ringloom.example.kv.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** What programs do that use Jedis. */
final class JedisIT extends ClientFixture {
  private static final int PATIENCE_SECONDS = 20;

  /** Set before the first test of a setting and then only read. */
  private static @Nullable Path trust;

  @BeforeParameterizedClassInvocation
  static void makeTrust(Setting setting) throws Exception {
    trust = setting.tls() ? Trust.writeStore(Setting.certificate(directory)) : null;
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void sets_and_gets_with_options(RedisProtocol protocol) {
    RedisClient client = client(protocol);
    assertThat(client.set("k", "1", SetParams.setParams().nx().ex(1000))).isEqualTo("OK");
    assertThat(client.set("k", "2", SetParams.setParams().nx())).isNull();
    assertThat(client.setGet("k", "3", SetParams.setParams().xx().keepTtl())).isEqualTo("1");
    assertThat(client.ttl("k")).isBetween(900L, 1000L);
    assertThat(client.incrBy("k", 39)).isEqualTo(42);
    assertThat(client.incrByFloat("k", 0.5)).isEqualTo(42.5);
    assertThat(client.mget("k", "nothing")).containsExactly("42.5", null);
    byte[] binary = {0, 13, 10, -1};
    client.set(new byte[] {1, 0}, binary);
    assertThat(client.get(new byte[] {1, 0})).isEqualTo(binary);
    assertThatThrownBy(() -> client.lpush("k", "x"))
        .isInstanceOf(JedisDataException.class)
        .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void shares_a_pool_among_threads(RedisProtocol protocol) {
    RedisClient client = client(protocol);
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int j = 0; j < 50; j++) {
                  client.incr("counter");
                }
              },
              task -> Thread.ofPlatform().start(task)));
    }
    threads.forEach(thread -> thread.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    assertThat(client.get("counter")).isEqualTo("400");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void pipelines(RedisProtocol protocol) {
    RedisClient client = client(protocol);
    List<Response<Long>> lengths = new ArrayList<>();
    Response<List<String>> all;
    Response<String> wrong;
    try (AbstractPipeline pipeline = client.pipelined()) {
      for (int i = 0; i < 1000; i++) {
        lengths.add(pipeline.rpush("list", "element " + i));
      }
      wrong = pipeline.get("list");
      all = pipeline.lrange("list", 0, -1);
      pipeline.sync();
    }
    assertThat(lengths.get(999).get()).isEqualTo(1000);
    assertThat(all.get()).hasSize(1000).endsWith("element 999");
    assertThatThrownBy(wrong::get).hasMessageStartingWith("WRONGTYPE");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void carries_out_a_transaction_unless_a_watched_key_has_changed(RedisProtocol protocol) {
    RedisClient client = client(protocol);
    client.set("balance", "10");
    try (AbstractTransaction transaction = client.transaction(false)) {
      transaction.watch("balance");
      transaction.multi();
      Response<Long> balance = transaction.decrBy("balance", 3);
      assertThat(transaction.exec()).containsExactly(7L);
      assertThat(balance.get()).isEqualTo(7);
    }
    try (AbstractTransaction transaction = client.transaction(false)) {
      transaction.watch("balance");
      client.set("balance", "0");
      transaction.multi();
      transaction.decrBy("balance", 3);
      assertThat(transaction.exec()).isNull();
    }
    try (AbstractTransaction transaction = client.multi()) {
      transaction.incr("balance");
      assertThat(transaction.discard()).isEqualTo("OK");
    }
    assertThat(client.get("balance")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void receives_messages_of_channels_and_patterns(RedisProtocol protocol) throws Exception {
    RedisClient client = client(protocol);
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    JedisPubSub listener =
        new JedisPubSub() {
          @Override
          public void onPSubscribe(String pattern, int count) {
            events.add("psubscribe " + pattern + " " + count);
          }

          @Override
          public void onSubscribe(String channel, int count) {
            events.add("subscribe " + channel + " " + count);
          }

          @Override
          public void onPMessage(String pattern, String channel, String message) {
            events.add(pattern + " " + channel + " " + message);
          }

          @Override
          public void onMessage(String channel, String message) {
            events.add(channel + " " + message);
          }

          @Override
          public void onPUnsubscribe(String pattern, int count) {
            events.add("punsubscribe " + pattern + " " + count);
          }

          @Override
          public void onUnsubscribe(String channel, int count) {
            events.add("unsubscribe " + channel + " " + count);
          }
        };
    CompletableFuture<Void> ended = runAsync(() -> client.psubscribe(listener, "news.*"));
    assertThat(next(events)).isEqualTo("psubscribe news.* 1");
    assertThat(client.publish("news.art", "hello")).isEqualTo(1);
    assertThat(next(events)).isEqualTo("news.* news.art hello");
    assertThat(client.publish("other", "hello")).isZero();
    listener.subscribe("other");
    assertThat(next(events)).isEqualTo("subscribe other 2");
    assertThat(client.publish("other", "again")).isEqualTo(1);
    assertThat(next(events)).isEqualTo("other again");
    listener.unsubscribe("other");
    assertThat(next(events)).isEqualTo("unsubscribe other 1");
    listener.punsubscribe("news.*");
    assertThat(next(events)).isEqualTo("punsubscribe news.* 0");
    ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void waits_for_what_another_connection_pushes(RedisProtocol protocol) {
    RedisClient client = client(protocol);
    assertThat(client.blpop(0.01, "queue")).isNull();
    CompletableFuture<List<String>> taken =
        CompletableFuture.supplyAsync(
            () -> client.blpop(0, "other", "queue"), task -> Thread.ofPlatform().start(task));
    await().until(() -> requireNonNull(client.info("clients")).contains("blocked_clients:1\r\n"));
    assertThat(client.rpush("queue", "job 1", "job 2")).isEqualTo(2);
    assertThat(taken.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
        .containsExactly("queue", "job 1");
    assertThat(client.lrange("queue", 0, -1)).containsExactly("job 2");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void scans_all_keys(RedisProtocol protocol) {
    RedisClient client = client(protocol);
    Set<String> expected = new HashSet<>();
    try (AbstractPipeline pipeline = client.pipelined()) {
      for (int i = 0; i < 500; i++) {
        expected.add("user:" + i);
        pipeline.set("user:" + i, "x");
        pipeline.set("session:" + i, "x");
      }
    }
    Set<String> found = new HashSet<>();
    ScanIteration scan = client.scanIteration(50, "user:*");
    scan.collect(found);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void is_told_that_its_password_is_wrong(RedisProtocol protocol) {
    assertThatThrownBy(
            () -> {
              try (RedisClient client = client(protocol, config -> config.password("wrong"))) {
                client.get("a");
              }
            })
        .hasStackTraceContaining("WRONGPASS invalid username-password pair or user is disabled.");
  }

  private RedisClient client(RedisProtocol protocol) {
    RedisClient client = client(protocol, config -> {});
    opened.add(client);
    client.flushAll();
    return client;
  }

  private RedisClient client(
      RedisProtocol protocol, Consumer<DefaultJedisClientConfig.Builder> further) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .protocol(protocol)
            .user("default")
            .password(Setting.PASSWORD)
            .clientName("jedis")
            .database(2);
    if (setting.tls()) {
      config.sslOptions(
          SslOptions.builder()
              .trustStoreType("PKCS12")
              .truststore(requireNonNull(trust).toFile(), Trust.PASSWORD.toCharArray())
              .build());
    }
    further.accept(config);
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(8);
    return RedisClient.builder()
        .hostAndPort("localhost", server.port())
        .clientConfig(config.build())
        .poolConfig(pool)
        .build();
  }

  private static CompletableFuture<Void> runAsync(Runnable task) {
    return CompletableFuture.runAsync(task, some -> Thread.ofPlatform().start(some));
  }

  private static String next(BlockingQueue<String> events) throws InterruptedException {
    return requireNonNull(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no event");
  }
}
