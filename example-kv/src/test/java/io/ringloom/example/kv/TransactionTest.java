package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringloom.example.kv.durable.PausingJournal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions of several clients, over sockets. */
@ParameterizedClass
@MethodSource("io.ringloom.example.kv.Runs#available")
final class TransactionTest extends SocketFixture {
  private final Runs runs;

  TransactionTest(Runs runs) throws IOException {
    super(runs);
    this.runs = runs;
  }

  @Test
  void increments_with_watch_add_up_whoever_comes_between()
      throws IOException, InterruptedException, ExecutionException {
    int clients = 6;
    int increments = 50;
    peer.ask("SET sum 0");
    List<Future<Integer>> retries = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        retries.add(threads.submit(() -> increment(increments)));
      }
      for (Future<Integer> each : retries) {
        each.get();
      }
    }
    assertThat(peer.ask("GET sum")).isEqualTo("$3¶" + clients * increments + "¶");
  }

  private int increment(int times) throws IOException {
    int retries = 0;
    try (Peer mine = server.connect()) {
      for (int done = 0; done < times; ) {
        mine.ask("WATCH sum");
        String value = mine.ask("GET sum").split("¶", -1)[1];
        mine.ask("MULTI");
        mine.ask("SET sum " + (Integer.parseInt(value) + 1));
        if (mine.ask("EXEC").equals("*1¶+OK¶")) {
          done++;
        } else {
          retries++;
        }
      }
    }
    return retries;
  }

  @Test
  void another_client_sees_all_of_a_transaction_or_nothing()
      throws IOException, InterruptedException, ExecutionException {
    peer.ask("MSET a 0 b 0");
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          threads.submit(
              () -> {
                try (Peer writing = server.connect()) {
                  while (!over.get()) {
                    writing.ask("MULTI");
                    writing.ask("INCR a");
                    writing.ask("INCR b");
                    writing.ask("EXEC");
                  }
                }
                return null;
              });
      for (int i = 0; i < 500; i++) {
        String[] values = peer.ask("MGET a b").split("¶", -1);
        assertThat(values[2]).isEqualTo(values[4]);
      }
      over.set(true);
      writer.get();
    }
  }

  @Test
  void who_waits_for_the_keyspace_during_a_transaction_comes_after_all_of_it()
      throws IOException, InterruptedException {
    PausingJournal journal = new PausingJournal();
    // On one loop the other client would be next, if the transaction let it.
    try (TestServer onOneLoop = TestServer.start(runs, 1, journal);
        Peer writing = onOneLoop.connect();
        Peer reading = onOneLoop.connect()) {
      assertThat(reading.ask("PING")).isEqualTo("+PONG¶");
      writing.sendRaw(
          Peer.encode("MULTI")
              + Peer.encode("INCR a")
              + Peer.encode("INCR b")
              + Peer.encode("EXEC"));
      try {
        journal.awaitPause();
        reading.send("MGET a b");
        await().until(onOneLoop.shared().keyspace().lock()::hasQueuedThreads);
      } finally {
        journal.goOn();
      }
      assertThat(reading.reply()).isEqualTo("*2¶$1¶1¶$1¶1¶");
      for (String reply : List.of("+OK¶", "+QUEUED¶", "+QUEUED¶", "*2¶:1¶:1¶")) {
        assertThat(writing.reply()).isEqualTo(reply);
      }
    }
  }

  @Test
  void a_key_that_another_client_changes_ends_the_transaction() throws IOException {
    Peer other = connect();
    assertThat(peer.ask("WATCH a")).isEqualTo("+OK¶");
    assertThat(peer.ask("MULTI")).isEqualTo("+OK¶");
    assertThat(peer.ask("GET a")).isEqualTo("+QUEUED¶");
    assertThat(other.ask("SET a 1")).isEqualTo("+OK¶");
    assertThat(peer.ask("EXEC")).isEqualTo("*-1¶");
  }
}
