package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class PubSubCommandsTest extends CommandFixture {
  @Test
  void publishes_to_nobody() {
    converse(
        """
        PUBLISH a b => :0¶
        PUBLISH a => -ERR wrong number of arguments for 'publish' command¶
        PUBSUB CHANNELS => *0¶
        PUBSUB CHANNELS * => *0¶
        PUBSUB CHANNELS a b => -ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.¶
        PUBSUB NUMSUB => *0¶
        PUBSUB NUMSUB a b => *4¶$1¶a¶:0¶$1¶b¶:0¶
        PUBSUB NUMPAT => :0¶
        PUBSUB NUMPAT x => -ERR wrong number of arguments for 'pubsub|numpat' command¶
        PUBSUB FOO => -ERR unknown subcommand 'FOO'. Try PUBSUB HELP.¶
        PUBSUB => -ERR wrong number of arguments for 'pubsub' command¶
        """);
  }

  @Test
  void confirms_subscriptions() {
    converse(
        """
        SUBSCRIBE a b a => *3¶$9¶subscribe¶$1¶a¶:1¶*3¶$9¶subscribe¶$1¶b¶:2¶*3¶$9¶subscribe¶$1¶a¶:2¶
        PSUBSCRIBE x* y* => *3¶$10¶psubscribe¶$2¶x*¶:3¶*3¶$10¶psubscribe¶$2¶y*¶:4¶
        PUBSUB NUMPAT => -ERR Can't execute 'pubsub|numpat': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context¶
        GET a => -ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context¶
        MULTI => -ERR Can't execute 'multi': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context¶
        foo => -ERR unknown command 'foo', with args beginning with: ¶
        GET => -ERR wrong number of arguments for 'get' command¶
        PING => *2¶$4¶pong¶$0¶¶
        PING hello => *2¶$4¶pong¶$5¶hello¶
        UNSUBSCRIBE a none => *3¶$11¶unsubscribe¶$1¶a¶:3¶*3¶$11¶unsubscribe¶$4¶none¶:3¶
        PUNSUBSCRIBE x* => *3¶$12¶punsubscribe¶$2¶x*¶:2¶
        PUNSUBSCRIBE none => *3¶$12¶punsubscribe¶$4¶none¶:2¶
        PUNSUBSCRIBE y* => *3¶$12¶punsubscribe¶$2¶y*¶:1¶
        PUNSUBSCRIBE => *3¶$12¶punsubscribe¶$-1¶:1¶
        UNSUBSCRIBE b => *3¶$11¶unsubscribe¶$1¶b¶:0¶
        UNSUBSCRIBE => *3¶$11¶unsubscribe¶$-1¶:0¶
        GET a => $-1¶
        UNSUBSCRIBE a b => *3¶$11¶unsubscribe¶$1¶a¶:0¶*3¶$11¶unsubscribe¶$1¶b¶:0¶
        PUNSUBSCRIBE a => *3¶$12¶punsubscribe¶$1¶a¶:0¶
        SUBSCRIBE => -ERR wrong number of arguments for 'subscribe' command¶
        SUBSCRIBE a => *3¶$9¶subscribe¶$1¶a¶:1¶
        RESET => +RESET¶
        GET a => $-1¶
        """);
  }
}
