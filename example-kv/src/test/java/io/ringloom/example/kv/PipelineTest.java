package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many requests at once, and what one client may do to others. */
@ParameterizedClass
@MethodSource("io.ringloom.example.kv.Runs#available")
final class PipelineTest extends SocketFixture {
  private final Runs runs;

  PipelineTest(Runs runs) throws IOException {
    super(runs);
    this.runs = runs;
  }

  @Test
  void ten_thousand_requests_at_once_are_answered_in_order()
      throws IOException, InterruptedException, ExecutionException {
    int requests = 10_000;
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < requests; i++) {
      all.append(Peer.encode("ECHO " + i));
    }
    try (ExecutorService sender = Executors.newSingleThreadExecutor()) {
      Future<?> sent = sender.submit(() -> sendAll(all.toString()));
      for (int i = 0; i < requests; i++) {
        String text = "" + i;
        assertThat(peer.reply()).isEqualTo("$" + text.length() + "¶" + text + "¶");
      }
      sent.get();
    }
  }

  private boolean sendAll(String text) throws IOException {
    peer.sendRaw(text);
    return true;
  }

  @Test
  void a_client_that_reads_no_replies_blocks_itself_alone()
      throws IOException, InterruptedException {
    assertThat(peer.ask("SET big " + "x".repeat(100_000))).isEqualTo("+OK¶");
    Peer deaf = connect();
    // Their replies are a thousand times what any buffer on the way holds.
    deaf.sendRaw(Peer.encode("GET big").repeat(2000));
    await().untilAsserted(() -> assertThat(processed()).isGreaterThan(10));
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .until(
            () -> {
              int now = processed();
              // Every look is a command itself.
              return now - before.getAndSet(now) == 1;
            });
    assertThat(processed()).isLessThan(1500);
    for (int i = 0; i < 1000; i++) {
      assertThat(peer.ask("INCR n")).isEqualTo(":" + (i + 1) + "¶");
    }
    deaf.close();
    await().untilAsserted(() -> assertThat(peer.ask("INFO")).contains("connected_clients:1\r\n"));
  }

  private int processed() throws IOException {
    String info = peer.ask("INFO stats");
    String name = "total_commands_processed:";
    int start = info.indexOf(name) + name.length();
    return Integer.parseInt(info.substring(start, info.indexOf('\r', start)));
  }

  @Test
  void who_is_killed_is_disconnected_wherever_it_is() throws IOException {
    Peer idle = connect();
    assertThat(idle.ask("PING")).isEqualTo("+PONG¶");
    Peer within = connect();
    assertThat(within.ask("MULTI")).isEqualTo("+OK¶");
    within.sendRaw("*1\r\n$4\r\nPI");
    Peer waiting = connect();
    waiting.send("BLPOP l 0");
    peer.awaitBlocked(1);
    Peer subscriber = connect();
    assertThat(subscriber.ask("SUBSCRIBE c")).startsWith("*3¶");

    assertThat(peer.ask("CLIENT KILL TYPE normal")).isEqualTo(":3¶");
    idle.awaitEnd();
    within.awaitEnd();
    waiting.awaitEnd();
    assertThat(peer.ask("PUBLISH c x")).isEqualTo(":1¶");
    assertThat(peer.ask("CLIENT KILL TYPE pubsub")).isEqualTo(":1¶");
    subscriber.awaitEnd();
    assertThat(peer.ask("INFO clients")).contains("connected_clients:1\r\n");
  }

  @Test
  void who_is_killed_while_its_command_waits_for_its_turn_does_not_carry_it_out()
      throws IOException {
    Peer late = connect();
    long id = late.id();
    ReentrantLock lock = server.shared().keyspace().lock();
    lock.lock();
    try {
      late.send("SET a 1");
      await().until(lock::hasQueuedThreads);
      Objects.requireNonNull(server.shared().client(id)).kill();
    } finally {
      lock.unlock();
    }
    late.awaitEnd();
    assertThat(peer.ask("EXISTS a")).isEqualTo(":0¶");
  }

  @Test
  void a_handler_that_waits_for_the_keyspace_does_not_stop_its_loop() throws IOException {
    try (TestServer onOneLoop = TestServer.start(runs, 1);
        Server other =
            onOneLoop.alsoServe(
                connection -> {
                  while (connection.input().awaitBytes()) {
                    connection.input().readByte();
                    connection.write(ByteBuffer.wrap(new byte[] {'!'}));
                  }
                });
        Peer waiting = onOneLoop.connect();
        Peer echo = Peer.to(TestServer.port(other))) {
      assertThat(waiting.ask("PING")).isEqualTo("+PONG¶");
      ReentrantLock lock = onOneLoop.shared().keyspace().lock();
      lock.lock();
      try {
        waiting.send("PING");
        await().until(lock::hasQueuedThreads);
        for (int i = 0; i < 10; i++) {
          echo.sendRaw("?");
          assertThat(echo.socket().getInputStream().read()).isEqualTo('!');
        }
      } finally {
        lock.unlock();
      }
      assertThat(waiting.reply()).isEqualTo("+PONG¶");
    }
  }
}
