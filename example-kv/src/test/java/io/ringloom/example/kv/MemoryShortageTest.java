package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.kv.durable.ShortOfMemory;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory runs out in the middle of a command, whose client is disconnected. */
final class MemoryShortageTest {
  private final ShortOfMemory journal = new ShortOfMemory();
  private final TestServer server = TestServer.start(Runs.NIO_LOOP, journal);
  private final Peer peer = server.connect();

  MemoryShortageTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    peer.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BLPOP l 0, *2¶$1¶l¶$1¶x¶, *0¶",
    "BLMPOP 0 1 l RIGHT COUNT 2, *2¶$1¶l¶*2¶$1¶y¶$1¶x¶, *0¶",
    "BLMOVE l m LEFT RIGHT 0, $1¶x¶, *1¶$1¶x¶",
  })
  void who_cannot_be_served_is_served_later_and_no_element_is_lost(
      String request, String reply, String moved) throws IOException {
    try (Peer waiting = server.connect();
        Peer pushing = server.connect()) {
      waiting.send(request);
      peer.awaitBlocked(1);
      // The first change is the push itself.
      journal.failAtChange(2);
      pushing.send("RPUSH l x y");
      pushing.awaitEnd();

      assertThat(peer.ask("PING")).isEqualTo("+PONG¶");
      assertThat(waiting.reply()).isEqualTo(reply);
      assertThat(peer.ask("LRANGE m -1 -1")).isEqualTo(moved);
      peer.awaitBlocked(0);
      waiting.send(request);
      peer.ask("RPUSH l x y");
      assertThat(waiting.reply()).isNotEmpty();
      peer.awaitBlocked(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void an_element_that_is_moved_is_in_one_of_the_lists_at_least(int change) throws IOException {
    for (String list : new String[] {"new", "old"}) {
      peer.ask("RPUSH old o");
      peer.ask("RPUSH l x y");
      journal.failAtChange(change);
      try (Peer moving = server.connect()) {
        moving.send("RPOPLPUSH l " + list);
        moving.awaitEnd();
      }
      assertThat(peer.ask("LRANGE l 0 -1") + peer.ask("LRANGE " + list + " 0 -1")).contains("y");
      assertThat(peer.ask("LINDEX l 0")).isEqualTo("$1¶x¶");
      peer.ask("DEL l new old");
    }
  }
}
