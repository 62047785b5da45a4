package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that leave in the middle of something, by the hundred. {@code -Dkv.storm.seed=N} gives
 * them the same requests again, though not the same order among them; {@code
 * -Dkv.storm.connections=N} makes the storm longer.
 */
final class DisconnectStormTest {
  private static final int CONNECTIONS = Integer.getInteger("kv.storm.connections", 400);
  private static final int AT_A_TIME = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @MethodSource("io.ringloom.example.kv.Runs#available")
  void leaves_nothing_behind(Runs runs)
      throws IOException, InterruptedException, ExecutionException {
    long seed = Long.getLong("kv.storm.seed", System.nanoTime());
    System.out.println("DisconnectStormTest seed " + seed + " on " + runs);
    // What the JDK opens with the first of its sockets stays open.
    try (TestServer first = TestServer.start(runs)) {
      new StormyClient(first.port(), new Random(seed)).run();
    }
    long descriptors = descriptors();
    Set<Thread> threads = threads();
    try (TestServer server = TestServer.start(runs);
        Peer peer = server.connect()) {
      String clients = clientList(peer);
      long memory = server.shared().clientMemory().usedBytes();

      storm(server, seed);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(clientList(peer)).isEqualTo(clients));
      peer.awaitBlocked(0);
      assertThat(server.shared().clientMemory().usedBytes()).isEqualTo(memory);
      assertThat(peer.ask("PUBSUB CHANNELS")).isEqualTo("*0¶");
      assertThat(peer.ask("PUBSUB NUMPAT")).isEqualTo(":0¶");
      // What they had left of a transaction or of watched keys does not get in the way.
      assertThat(peer.ask("SET k v")).isEqualTo("+OK¶");
      assertThat(peer.ask("GET k")).isEqualTo("$1¶v¶");
      assertThat(peer.ask("FLUSHALL")).isEqualTo("+OK¶");
      assertThat(peer.ask("RPUSH l0 x")).as("nobody waits").isEqualTo(":1¶");
      assertThat(peer.ask("LLEN l0")).isEqualTo(":1¶");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(server.metrics().active()).isEqualTo(1));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(descriptors())
                  .as("sockets and their like")
                  .isLessThanOrEqualTo(descriptors);
              assertThat(threads()).as("threads").isSubsetOf(threads);
            });
  }

  private static void storm(TestServer server, long seed)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        StormyClient client = new StormyClient(server.port(), new Random(seed + i));
        ends.add(threads.submit(() -> run(client)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private static @Nullable Void run(StormyClient client) throws IOException {
    client.run();
    return null;
  }

  /** Who is connected, without what changes by itself. */
  private static String clientList(Peer peer) throws IOException {
    return peer.ask("CLIENT LIST")
        .replaceAll("^\\$\\d+¶| (age|idle)=\\d+|cmd=\\S+|tot-[a-z-]+=\\d+", "");
  }

  /**
   * All that are the server's or the test's: the JDK has its own, and so has who waits for them.
   */
  private static Set<Thread> threads() {
    ThreadGroup ours = Thread.currentThread().getThreadGroup();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> Objects.equals(thread.getThreadGroup(), ours))
        .filter(thread -> !thread.getName().startsWith("awaitility"))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .collect(Collectors.toSet());
  }

  /** How many descriptors are no files; of those the JVM opens some whenever it likes. */
  private static long descriptors() throws IOException {
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      return 0;
    }
    try (Stream<Path> each = Files.list(all)) {
      return each.filter(DisconnectStormTest::isNoFile).count();
    }
  }

  private static boolean isNoFile(Path descriptor) {
    try {
      return !Files.readSymbolicLink(descriptor).isAbsolute();
    } catch (IOException e) {
      return false; // it was the one that lists them
    }
  }
}
