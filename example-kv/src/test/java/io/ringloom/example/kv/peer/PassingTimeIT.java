package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens by itself, when its time has come; in Redis and in our server alike. */
final class PassingTimeIT extends BesideRedis {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET k v PX 60",
        "PSETEX k 60 v",
        "SET k v|PEXPIRE k 60",
        "RPUSH k a b|PEXPIRE k 60",
        "SET k v EX 1",
        "SET k v|GETEX k PX 60",
        "MULTI|SET j v PX 60|RENAME j k|EXEC",
        "MULTI|SET j v PX 60|COPY j k|EXEC"
      })
  void forgets_a_key_that_has_expired(String requests) throws Exception {
    for (TestServer server : List.of(redis, ours)) {
      try (RespPeer peer = new RespPeer(server.port())) {
        peer.call("FLUSHALL");
        for (String request : requests.split("\\|", -1)) {
          assertThat(peer.call(request.split(" ", -1)))
              .as("%s: %s", server, request)
              .doesNotStartWith("-");
        }
        awaitExpiry(peer);
        assertThat(peer.call("TYPE", "k")).isEqualTo("+none\r\n");
        assertThat(peer.call("TTL", "k")).isEqualTo(":-2\r\n");
        assertThat(peer.call("RENAME", "k", "l")).isEqualTo("-ERR no such key\r\n");
        assertThat(peer.call("LPUSHX", "k", "x")).isEqualTo(":0\r\n");
        assertThat(peer.call("APPEND", "k", "new")).isEqualTo(":3\r\n");
        assertThat(peer.call("TTL", "k")).isEqualTo(":-1\r\n");
      }
    }
  }

  @Test
  void removes_expired_keys_that_nobody_asks_for() throws Exception {
    for (TestServer server : List.of(redis, ours)) {
      try (RespPeer peer = new RespPeer(server.port())) {
        peer.call("FLUSHALL");
        for (int i = 0; i < 100; i++) {
          peer.call("SET", "k" + i, "v", "PX", "50");
        }
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .until(() -> peer.call("DBSIZE").equals(":0\r\n"));
      }
    }
  }

  @Test
  void carries_a_transaction_out_though_a_watched_key_had_expired_before() throws Exception {
    for (TestServer server : List.of(redis, ours)) {
      try (RespPeer peer = new RespPeer(server.port());
          RespPeer other = new RespPeer(server.port())) {
        peer.call("FLUSHALL");
        peer.call("SET", "k", "v", "PX", "50");
        awaitExpiry(other);
        peer.call("WATCH", "k");
        assertThat(execute(peer)).as("%s", server).isEqualTo("*1\r\n$-1\r\n");
      }
    }
  }

  @Test
  void gives_a_transaction_up_when_a_watched_key_expires() throws Exception {
    for (TestServer server : List.of(redis, ours)) {
      try (RespPeer peer = new RespPeer(server.port());
          RespPeer other = new RespPeer(server.port())) {
        peer.call("FLUSHALL");
        // Together, so that it has not expired before.
        peer.send("SET k v PX 100\r\nWATCH k\r\n");
        assertThat(peer.reply() + peer.reply()).isEqualTo("+OK\r\n+OK\r\n");
        awaitExpiry(other);
        assertThat(execute(peer)).as("%s", server).isEqualTo("*-1\r\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BLPOP k 0.02",
        "BRPOP k l 0.02",
        "BLMOVE k l LEFT LEFT 0.02",
        "BRPOPLPUSH k l 0.02",
        "BLMPOP 0.02 1 k LEFT"
      })
  void waits_for_an_element_no_longer_than_it_is_told(String request) throws Exception {
    for (String protocol : List.of("2", "3")) {
      String[] replies = new String[2];
      int i = 0;
      for (TestServer server : List.of(redis, ours)) {
        try (RespPeer peer = new RespPeer(server.port())) {
          peer.call("FLUSHALL");
          peer.call("HELLO", protocol);
          long start = System.nanoTime();
          replies[i++] = peer.call(request.split(" ", -1));
          assertThat(Duration.ofNanos(System.nanoTime() - start))
              .isGreaterThan(Duration.ofMillis(15));
          assertThat(peer.call("PING")).isEqualTo("+PONG\r\n");
        }
      }
      assertThat(replies[1]).isEqualTo(replies[0]);
    }
  }

  private static void awaitExpiry(RespPeer peer) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> peer.call("EXISTS", "k").equals(":0\r\n"));
  }

  private static String execute(RespPeer peer) throws IOException {
    peer.call("MULTI");
    peer.call("GET", "k");
    return peer.call("EXEC");
  }
}
