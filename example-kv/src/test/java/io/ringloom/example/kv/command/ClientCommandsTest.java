package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ClientCommandsTest extends CommandFixture {
  @Test
  void names_itself() {
    converse(
        """
        CLIENT GETNAME => $-1¶
        CLIENT SETNAME me => +OK¶
        CLIENT GETNAME => $2¶me¶
        CLIENT SETNAME "a b" => -ERR Client names cannot contain spaces, newlines or special characters.¶
        CLIENT GETNAME => $2¶me¶
        CLIENT SETNAME "" => +OK¶
        CLIENT GETNAME => $-1¶
        CLIENT GETREDIR => :-1¶
        CLIENT GETNAME x => -ERR wrong number of arguments for 'client|getname' command¶
        """);
  }

  @Test
  void chooses_its_replies() {
    converse(
        """
        CLIENT REPLY ON => +OK¶
        CLIENT REPLY FOO => -ERR syntax error¶
        CLIENT REPLY => -ERR wrong number of arguments for 'client|reply' command¶
        CLIENT REPLY ON ON => -ERR wrong number of arguments for 'client|reply' command¶
        """);
  }

  @Test
  void knows_no_strange_options() {
    converse(
        """
        CLIENT LIST FOO => -ERR syntax error¶
        CLIENT LIST TYPE foo => -ERR Unknown client type 'foo'¶
        CLIENT LIST TYPE => -ERR syntax error¶
        CLIENT LIST TYPE normal x => -ERR syntax error¶
        CLIENT LIST ID => -ERR syntax error¶
        CLIENT LIST ID x => -ERR Invalid client ID¶
        CLIENT LIST ID 0 => $0¶¶
        CLIENT LIST ID -1 => $0¶¶
        CLIENT LIST ID 999999 => $0¶¶
        CLIENT LIST TYPE master => $0¶¶
        CLIENT LIST TYPE replica => $0¶¶
        CLIENT LIST TYPE pubsub => $0¶¶
        CLIENT KILL => -ERR wrong number of arguments for 'client|kill' command¶
        CLIENT KILL ID => -ERR No such client¶
        CLIENT KILL ID x => -ERR client-id should be greater than 0¶
        CLIENT KILL ID 0 => -ERR client-id should be greater than 0¶
        CLIENT KILL ID 999999 => :0¶
        CLIENT KILL FOO 1 => -ERR syntax error¶
        CLIENT KILL TYPE foo => -ERR Unknown client type 'foo'¶
        CLIENT KILL TYPE master => :0¶
        CLIENT KILL USER foo => -ERR No such user 'foo'¶
        CLIENT KILL ADDR 1.2.3.4:5 => :0¶
        CLIENT KILL LADDR 1.2.3.4:5 => :0¶
        CLIENT KILL SKIPME foo => -ERR syntax error¶
        CLIENT KILL ID 1 SKIPME => -ERR syntax error¶
        CLIENT KILL 1.2.3.4:5 => -ERR No such client¶
        CLIENT UNBLOCK 999999 => :0¶
        CLIENT UNBLOCK x => -ERR value is not an integer or out of range¶
        CLIENT UNBLOCK 1 FOO => -ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR¶
        CLIENT UNBLOCK 999999 TIMEOUT => :0¶
        CLIENT UNBLOCK 999999 ERROR => :0¶
        CLIENT UNBLOCK 1 ERROR x => -ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.¶
        CLIENT UNBLOCK -1 => :0¶
        CLIENT UNBLOCK => -ERR wrong number of arguments for 'client|unblock' command¶
        CLIENT NO-EVICT ON => +OK¶
        CLIENT NO-EVICT OFF => +OK¶
        CLIENT NO-EVICT x => -ERR syntax error¶
        CLIENT NO-EVICT => -ERR wrong number of arguments for 'client|no-evict' command¶
        CLIENT INFO x => -ERR wrong number of arguments for 'client|info' command¶
        """);
  }
}
