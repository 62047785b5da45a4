package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class CommandLookupTest extends CommandFixture {
  @Test
  void a_subcommand_is_no_command() {
    converse(
        """
        client|id x => -ERR unknown command 'client|id', with args beginning with: 'x' ¶
        CLIENT ID => :1¶
        client id => :1¶
        CLIENT |id => -ERR unknown subcommand '|id'. Try CLIENT HELP.¶
        """);
  }
}
