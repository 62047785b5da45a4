package io.ringloom.example.kv.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What clients have under way is limited for all of them together. */
final class ClientMemoryTest extends CommandFixture {
  private static final String REFUSED =
      "-OOM what clients have under way is over 'maxmemory-clients'¶";
  private static final String LONG = "x".repeat(3000);

  @Test
  void queued_commands_count_until_the_transaction_ends() {
    send("CONFIG SET maxmemory-clients 4000");
    assertThat(send("MULTI")).isEqualTo("+OK¶");
    assertThat(send("SET a " + LONG)).isEqualTo("+QUEUED¶");
    assertThat(send("SET b " + LONG)).isEqualTo(REFUSED);
    assertThat(send("EXEC"))
        .isEqualTo("-EXECABORT Transaction discarded because of previous errors.¶");
    assertThat(shared.clientMemory().usedBytes()).isZero();
    send("MULTI");
    assertThat(send("SET a " + LONG)).isEqualTo("+QUEUED¶");
    assertThat(send("DISCARD")).isEqualTo("+OK¶");
    assertThat(shared.clientMemory().usedBytes()).isZero();
  }

  @Test
  void watched_keys_count_until_they_are_watched_no_more() {
    send("CONFIG SET maxmemory-clients 4000");
    assertThat(send("WATCH " + LONG)).isEqualTo("+OK¶");
    assertThat(send("WATCH " + LONG)).as("watched already").isEqualTo("+OK¶");
    assertThat(send("WATCH y" + LONG)).isEqualTo(REFUSED);
    send("UNWATCH");
    assertThat(shared.clientMemory().usedBytes()).isZero();
    assertThat(send("WATCH y" + LONG)).isEqualTo("+OK¶");
  }

  @Test
  void names_and_subscriptions_count_until_the_client_is_reset() {
    send("CONFIG SET maxmemory-clients 8000");
    assertThat(send("CLIENT SETNAME " + LONG)).isEqualTo("+OK¶");
    assertThat(send("CLIENT SETNAME y" + LONG)).as("in place of it").isEqualTo("+OK¶");
    assertThat(send("SUBSCRIBE " + LONG)).startsWith("*3¶");
    assertThat(send("SUBSCRIBE " + LONG)).as("once more").startsWith("*3¶");
    assertThat(send("PSUBSCRIBE " + LONG)).isEqualTo(REFUSED);
    send("RESET");
    assertThat(shared.clientMemory().usedBytes()).isZero();
  }
}
