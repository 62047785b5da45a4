package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that wait, over sockets. */
@ParameterizedClass
@MethodSource("io.ringloom.example.kv.Runs#available")
final class BlockingTest extends SocketFixture {
  BlockingTest(Runs runs) throws IOException {
    super(runs);
  }

  /** A client that waits since before the next. */
  private Peer blocked(String request, int before) throws IOException {
    Peer waiting = connect();
    waiting.send(request);
    peer.awaitBlocked(before + 1);
    return waiting;
  }

  @Test
  void who_has_waited_longest_is_served_first() throws IOException {
    List<Peer> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(blocked("BLPOP none l 0", i));
    }
    assertThat(peer.ask("RPUSH l 0 1 2 3 4 5")).isEqualTo(":6¶");
    for (int i = 0; i < 5; i++) {
      assertThat(waiting.get(i).reply()).isEqualTo("*2¶$1¶l¶$1¶" + i + "¶");
    }
    assertThat(peer.ask("LRANGE l 0 -1")).isEqualTo("*1¶$1¶5¶");
    peer.awaitBlocked(0);
  }

  @Test
  void a_wait_ends_at_its_timeout_and_the_client_goes_on() throws IOException {
    assertThat(peer.ask("BLPOP l 0.01")).isEqualTo("*-1¶");
    assertThat(peer.ask("BLMOVE l m LEFT LEFT 0.01")).isEqualTo("*-1¶");
    assertThat(peer.ask("BLMPOP 0.01 1 l LEFT")).isEqualTo("*-1¶");
    assertThat(peer.ask("PING")).isEqualTo("+PONG¶");
    assertThat(peer.ask("RPUSH l 1")).isEqualTo(":1¶");
  }

  @Test
  void an_element_moves_along_a_chain_of_waiting_clients() throws IOException {
    Peer last = blocked("BLPOP c 0", 0);
    Peer second = blocked("BLMOVE b c LEFT RIGHT 0", 1);
    Peer first = blocked("BRPOPLPUSH a b 0", 2);
    assertThat(peer.ask("RPUSH a x")).isEqualTo(":1¶");
    assertThat(first.reply()).isEqualTo("$1¶x¶");
    assertThat(second.reply()).isEqualTo("$1¶x¶");
    assertThat(last.reply()).isEqualTo("*2¶$1¶c¶$1¶x¶");
    assertThat(peer.ask("EXISTS a b c")).isEqualTo(":0¶");
  }

  @Test
  void a_key_of_another_type_neither_serves_nor_ends_a_wait() throws IOException {
    Peer waiting = blocked("BLPOP l 0", 0);
    assertThat(peer.ask("SET l 1")).isEqualTo("+OK¶");
    peer.awaitBlocked(1);
    assertThat(peer.ask("DEL l")).isEqualTo(":1¶");
    assertThat(peer.ask("RPUSH l x")).isEqualTo(":1¶");
    assertThat(waiting.reply()).isEqualTo("*2¶$1¶l¶$1¶x¶");
  }

  @Test
  void a_destination_of_another_type_fails_the_one_who_waits_and_keeps_the_element()
      throws IOException {
    Peer waiting = blocked("BLMOVE a b LEFT LEFT 0", 0);
    peer.ask("SET b 1");
    assertThat(peer.ask("RPUSH a x")).isEqualTo(":1¶");
    assertThat(waiting.reply()).startsWith("-WRONGTYPE");
    assertThat(peer.ask("LRANGE a 0 -1")).isEqualTo("*1¶$1¶x¶");
  }

  @Test
  void a_transaction_serves_those_who_wait_when_it_is_over() throws IOException {
    Peer waiting = blocked("BLPOP l 0", 0);
    peer.sendRaw(
        Peer.encode("MULTI")
            + Peer.encode("RPUSH l a")
            + Peer.encode("LPUSH l b")
            + Peer.encode("EXEC"));
    for (String reply : List.of("+OK¶", "+QUEUED¶", "+QUEUED¶", "*2¶:1¶:2¶")) {
      assertThat(peer.reply()).isEqualTo(reply);
    }
    assertThat(waiting.reply()).isEqualTo("*2¶$1¶l¶$1¶b¶");
  }

  @Test
  void another_client_ends_a_wait() throws IOException {
    Peer waiting = connect();
    long id = waiting.id();
    waiting.send("BLPOP l 0");
    peer.awaitBlocked(1);
    assertThat(peer.ask("CLIENT UNBLOCK " + id)).isEqualTo(":1¶");
    assertThat(waiting.reply()).isEqualTo("*-1¶");
    waiting.send("BLPOP l 0");
    peer.awaitBlocked(1);
    assertThat(peer.ask("CLIENT UNBLOCK " + id + " ERROR")).isEqualTo(":1¶");
    assertThat(waiting.reply()).isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK¶");
    assertThat(peer.ask("CLIENT UNBLOCK " + id)).isEqualTo(":0¶");
    waiting.send("BLPOP l 0");
    peer.awaitBlocked(1);
    assertThat(peer.ask("CLIENT KILL ID " + id)).isEqualTo(":1¶");
    waiting.awaitEnd();
    peer.awaitBlocked(0);
    assertThat(peer.ask("RPUSH l x")).isEqualTo(":1¶");
    assertThat(peer.ask("LLEN l")).isEqualTo(":1¶");
  }

  @Test
  void a_client_that_leaves_while_it_waits_takes_nothing_with_it() throws IOException {
    Peer waiting = blocked("BLPOP l 0", 0);
    waiting.close();
    peer.awaitBlocked(0);
    assertThat(peer.ask("RPUSH l x")).isEqualTo(":1¶");
    assertThat(peer.ask("LLEN l")).isEqualTo(":1¶");
  }

  @Test
  void a_client_that_sends_more_than_is_buffered_while_it_waits_is_cut_off() throws IOException {
    Peer waiting = blocked("BLPOP l 0", 0);
    waiting.sendRaw(Peer.encode("PING").repeat(40_000));
    waiting.awaitEnd();
    assertThat(peer.ask("RPUSH l x")).isEqualTo(":1¶");
    assertThat(peer.ask("LLEN l")).as("nobody has taken it").isEqualTo(":1¶");
    peer.awaitBlocked(0);
  }

  @Test
  void what_a_client_sends_while_it_waits_is_carried_out_afterwards() throws IOException {
    Peer waiting = blocked("BLPOP l 0", 0);
    waiting.sendRaw(Peer.encode("PING").repeat(1000));
    assertThat(peer.ask("RPUSH l x")).isEqualTo(":1¶");
    assertThat(waiting.reply()).isEqualTo("*2¶$1¶l¶$1¶x¶");
    for (int i = 0; i < 1000; i++) {
      assertThat(waiting.reply()).isEqualTo("+PONG¶");
    }
  }

  @Test
  void a_draining_server_does_not_wait_for_those_who_wait() throws IOException {
    Peer waiting = blocked("BLPOP l 0", 0);
    try (ExecutorService closer = Executors.newSingleThreadExecutor()) {
      closer.execute(server::drain);
      // Long before the drain timeout.
      waiting.awaitEnd();
      waiting.close();
      peer.close();
    }
  }

  @Test
  void every_element_comes_to_exactly_one_of_many_clients()
      throws IOException, InterruptedException, ExecutionException {
    long seed = System.nanoTime();
    System.out.println("BlockingTest seed " + seed);
    int pushers = 3;
    int poppers = 6;
    int elements = 300;
    List<Future<Set<String>>> popped = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < poppers; i++) {
        Random random = new Random(seed + i);
        popped.add(threads.submit(() -> popUntilTheEnd(random)));
      }
      List<Future<?>> pushed = new ArrayList<>();
      for (int i = 0; i < pushers; i++) {
        int pusher = i;
        pushed.add(threads.submit(() -> push(pusher, elements)));
      }
      for (Future<?> each : pushed) {
        each.get();
      }
      for (int i = 0; i < poppers; i++) {
        peer.ask("RPUSH end end");
      }
      int count = 0;
      Set<String> all = new HashSet<>();
      for (Future<Set<String>> each : popped) {
        count += each.get().size();
        all.addAll(each.get());
      }
      assertThat(count).isEqualTo(pushers * elements);
      assertThat(all).hasSize(pushers * elements);
    }
  }

  private @Nullable Void push(int pusher, int elements) throws IOException {
    try (Peer pushing = server.connect()) {
      for (int i = 0; i < elements; i++) {
        pushing.ask((i % 2 == 0 ? "RPUSH a " : "LPUSH b ") + pusher + "-" + i);
      }
    }
    return null;
  }

  /** Pops with short timeouts, and never leaves while an element may be on its way. */
  private Set<String> popUntilTheEnd(Random random) throws IOException {
    Set<String> mine = new HashSet<>();
    Peer popping = server.connect();
    while (true) {
      // The key that says it is over comes last, so all is taken before.
      String reply = popping.ask("BLPOP a b end 0.00" + (1 + random.nextInt(5)));
      if (reply.startsWith("*2¶$3¶end¶")) {
        popping.close();
        return mine;
      }
      if (!reply.equals("*-1¶")) {
        assertThat(mine.add(reply)).isTrue();
      }
      if (random.nextInt(20) == 0) {
        popping.close();
        popping = server.connect();
      }
    }
  }
}
