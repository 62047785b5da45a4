package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ConnectionCommandsTest extends CommandFixture {
  @Test
  void answers_pings() {
    converse(
        """
        PING => +PONG¶
        PING hello => $5¶hello¶
        PING "" => $0¶¶
        PING a b => -ERR wrong number of arguments for 'ping' command¶
        ping => +PONG¶
        ECHO hello => $5¶hello¶
        ECHO "" => $0¶¶
        ECHO => -ERR wrong number of arguments for 'echo' command¶
        ECHO a b => -ERR wrong number of arguments for 'echo' command¶
        """);
  }

  @Test
  void selects_databases() {
    converse(
        """
        SELECT 15 => +OK¶
        SET a 1 => +OK¶
        SELECT 0 => +OK¶
        GET a => $-1¶
        SELECT 16 => -ERR DB index is out of range¶
        SELECT -1 => -ERR DB index is out of range¶
        SELECT x => -ERR value is not an integer or out of range¶
        SELECT 1.0 => -ERR value is not an integer or out of range¶
        SELECT 2147483648 => -ERR value is out of range, value must between -2147483648 and 2147483647¶
        SELECT 9223372036854775808 => -ERR value is not an integer or out of range¶
        SELECT => -ERR wrong number of arguments for 'select' command¶
        SELECT 1 2 => -ERR wrong number of arguments for 'select' command¶
        SELECT 15 => +OK¶
        GET a => $1¶1¶
        """);
  }

  @Test
  void names_unknown_commands() {
    converse(
        """
        FOO => -ERR unknown command 'FOO', with args beginning with: ¶
        FOO a b => -ERR unknown command 'FOO', with args beginning with: 'a' 'b' ¶
        foo "a b" => -ERR unknown command 'foo', with args beginning with: 'a b' ¶
        FOO aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b => -ERR unknown command 'FOO', with args beginning with: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' ¶
        FOO aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccccc d => -ERR unknown command 'FOO', with args beginning with: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' 'cccccccccc' ¶
        fooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo x => -ERR unknown command 'fooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo', with args beginning with: 'x' ¶
        "" => -ERR unknown command '', with args beginning with: ¶
        CLIENT => -ERR wrong number of arguments for 'client' command¶
        CLIENT FOO => -ERR unknown subcommand 'FOO'. Try CLIENT HELP.¶
        client foo bar => -ERR unknown subcommand 'foo'. Try CLIENT HELP.¶
        CONFIG => -ERR wrong number of arguments for 'config' command¶
        OBJECT FOO => -ERR unknown subcommand 'FOO'. Try OBJECT HELP.¶
        GET => -ERR wrong number of arguments for 'get' command¶
        get a b => -ERR wrong number of arguments for 'get' command¶
        CLIENT ID x => -ERR wrong number of arguments for 'client|id' command¶
        CLIENT SETNAME => -ERR wrong number of arguments for 'client|setname' command¶
        """);
  }

  @Test
  void says_hello() {
    converse(
        """
        HELLO 4 => -NOPROTO unsupported protocol version¶
        HELLO 1 => -NOPROTO unsupported protocol version¶
        HELLO x => -ERR Protocol version is not an integer or out of range¶
        HELLO 2.0 => -ERR Protocol version is not an integer or out of range¶
        HELLO 3 FOO => -ERR Syntax error in HELLO option 'FOO'¶
        HELLO 3 SETNAME => -ERR Syntax error in HELLO option 'SETNAME'¶
        HELLO 3 AUTH default => -ERR Syntax error in HELLO option 'AUTH'¶
        HELLO 3 AUTH default x FOO => -ERR Syntax error in HELLO option 'FOO'¶
        HELLO 3 SETNAME "a b" => -ERR Client names cannot contain spaces, newlines or special characters.¶
        HELLO SETNAME a => -ERR Protocol version is not an integer or out of range¶
        CLIENT GETNAME => $-1¶
        HELLO 3 AUTH foo bar => -WRONGPASS invalid username-password pair or user is disabled.¶
        AUTH x => -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?¶
        AUTH default x => +OK¶
        AUTH foo x => -WRONGPASS invalid username-password pair or user is disabled.¶
        AUTH a b c => -ERR syntax error¶
        AUTH => -ERR wrong number of arguments for 'auth' command¶
        """);
  }

  @Test
  void resets() {
    converse(
        """
        SELECT 3 => +OK¶
        CLIENT SETNAME me => +OK¶
        MULTI => +OK¶
        RESET => +RESET¶
        CLIENT GETNAME => $-1¶
        EXEC => -ERR EXEC without MULTI¶
        DBSIZE => :0¶
        RESET x => -ERR wrong number of arguments for 'reset' command¶
        """);
  }

  @Test
  void asks_for_the_password() {
    converse(
        """
        CONFIG SET requirepass secret => +OK¶
        CONFIG GET requirepass => *2¶$11¶requirepass¶$6¶secret¶
        PING => +PONG¶
        RESET => +RESET¶
        PING => -NOAUTH Authentication required.¶
        GET a => -NOAUTH Authentication required.¶
        FOO => -ERR unknown command 'FOO', with args beginning with: ¶
        GET => -ERR wrong number of arguments for 'get' command¶
        CLIENT FOO => -ERR unknown subcommand 'FOO'. Try CLIENT HELP.¶
        MULTI => -NOAUTH Authentication required.¶
        HELLO => -NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time¶
        HELLO 3 => -NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time¶
        HELLO 3 AUTH default wrong => -WRONGPASS invalid username-password pair or user is disabled.¶
        HELLO 3 AUTH foo secret => -WRONGPASS invalid username-password pair or user is disabled.¶
        AUTH wrong => -WRONGPASS invalid username-password pair or user is disabled.¶
        AUTH default wrong => -WRONGPASS invalid username-password pair or user is disabled.¶
        AUTH foo secret => -WRONGPASS invalid username-password pair or user is disabled.¶
        AUTH a b c => -ERR syntax error¶
        SUBSCRIBE a => -NOAUTH Authentication required.¶
        CLIENT GETNAME => -NOAUTH Authentication required.¶
        AUTH default secret => +OK¶
        CLIENT GETNAME => $-1¶
        PING => +PONG¶
        RESET => +RESET¶
        AUTH secret => +OK¶
        PING => +PONG¶
        CONFIG SET requirepass "" => +OK¶
        RESET => +RESET¶
        PING => +PONG¶
        """);
  }
}
