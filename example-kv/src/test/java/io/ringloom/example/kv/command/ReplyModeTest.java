package io.ringloom.example.kv.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which replies a client gets that does not want all; as from Redis 7.0.15. */
final class ReplyModeTest extends CommandFixture {
  @Test
  void a_skip_among_no_replies_changes_nothing() {
    assertThat(send("CLIENT REPLY OFF")).isEmpty();
    assertThat(send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(send("PING")).isEmpty();
    assertThat(send("PING")).isEmpty();
    assertThat(send("CLIENT REPLY ON")).isEqualTo("+OK¶");
  }

  @Test
  void only_the_next_reply_is_skipped() {
    assertThat(send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(send("PING")).isEmpty();
    assertThat(send("PING")).isEqualTo("+PONG¶");
  }

  @Test
  void subscriptions_are_confirmed_all_the_same() {
    assertThat(send("CLIENT REPLY OFF")).isEmpty();
    assertThat(send("SUBSCRIBE a")).isEqualTo("*3¶$9¶subscribe¶$1¶a¶:1¶");
  }
}
