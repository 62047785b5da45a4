package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** That the limits of the settings are those of the connections. */
@ParameterizedClass
@MethodSource("io.ringloom.example.kv.Runs#available")
final class LimitsTest extends SocketFixture {
  LimitsTest(Runs runs) throws IOException {
    super(runs);
  }

  @Test
  void who_has_not_told_the_password_may_send_little() throws IOException {
    assertThat(peer.ask("CONFIG SET requirepass secret")).isEqualTo("+OK¶");
    Peer stranger = connect();
    stranger.sendRaw("*2\r\n$3\r\nGET\r\n$16385\r\n");
    assertThat(stranger.reply()).isEqualTo("-ERR Protocol error: unauthenticated bulk length¶");
    stranger.awaitEnd();
    Peer known = connect();
    assertThat(known.ask("AUTH secret")).isEqualTo("+OK¶");
    assertThat(known.ask("SET a " + "x".repeat(16385))).isEqualTo("+OK¶");
  }

  @Test
  void an_argument_may_be_as_long_as_was_set_before_the_client_came() throws IOException {
    assertThat(peer.ask("CONFIG SET proto-max-bulk-len 1mb")).isEqualTo("+OK¶");
    Peer next = connect();
    next.sendRaw("*2\r\n$3\r\nGET\r\n$1048577\r\n");
    assertThat(next.reply()).isEqualTo("-ERR Protocol error: invalid bulk length¶");
    next.awaitEnd();
  }

  @Test
  void requests_that_have_not_come_whole_share_one_limit() throws IOException {
    assertThat(peer.ask("CONFIG SET maxmemory-clients 700kb")).isEqualTo("+OK¶");
    // So much that the reader makes room for 512 KiB.
    String half = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$600000\r\n" + "x".repeat(272 * 1024);
    Peer first = connect();
    first.sendRaw(half);
    await().until(() -> server.shared().clientMemory().usedBytes() > 400 * 1024);
    Peer second = connect();
    second.sendRaw(half);
    assertThat(second.reply())
        .isEqualTo("-ERR Protocol error: the requests of all clients take too much memory¶");
    second.awaitEnd();
    first.close();
    await().until(() -> server.shared().clientMemory().usedBytes() == 0);
    assertThat(connect().ask("SET a " + "x".repeat(272 * 1024))).isEqualTo("+OK¶");
  }

  @Test
  void messages_that_nobody_takes_count_as_memory_of_clients() throws IOException {
    assertThat(peer.ask("CONFIG SET pubsub-max-inbox-bytes 1gb")).isEqualTo("+OK¶");
    assertThat(peer.ask("CONFIG SET maxmemory-clients 1mb")).isEqualTo("+OK¶");
    Peer slow = connect();
    assertThat(slow.ask("SUBSCRIBE c")).startsWith("*3¶");
    String publish = "PUBLISH c " + "x".repeat(50_000);
    int published = 0;
    while (peer.ask(publish).equals(":1¶")) {
      // Far more than the memory and all buffers of the network hold.
      assertThat(++published).isLessThan(1000);
    }
    slow.awaitEnd();
    await().until(() -> server.shared().clientMemory().usedBytes() == 0);
  }
}
