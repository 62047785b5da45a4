package io.ringloom.example.kv.peer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Redis and our server, for all tests of a class. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before the first test
abstract class BesideRedis {

  // Both are set before the first test and then only read.
  RedisServer redis;
  TestServer ours;

  @BeforeAll
  final void start() throws Exception {
    redis = RedisServer.start();
    ours = KvServers.start();
  }

  @AfterAll
  final void stop() {
    // Where the first could not be started there is no second.
    if (ours != null) {
      ours.close();
    }
    if (redis != null) {
      redis.close();
    }
  }
}
