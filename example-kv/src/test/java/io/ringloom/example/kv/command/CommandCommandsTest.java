package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class CommandCommandsTest extends CommandFixture {
  @Test
  void tells_of_commands() {
    converse(
        """
        COMMAND INFO foo => *1¶$-1¶
        COMMAND INFO ECHO => *1¶*10¶$4¶echo¶:2¶*3¶+loading¶+stale¶+fast¶:0¶:0¶:0¶*2¶+@fast¶+@connection¶*0¶*0¶*0¶
        COMMAND INFO echo foo => *2¶*10¶$4¶echo¶:2¶*3¶+loading¶+stale¶+fast¶:0¶:0¶:0¶*2¶+@fast¶+@connection¶*0¶*0¶*0¶$-1¶
        COMMAND INFO "" => *1¶$-1¶
        COMMAND COUNT x => -ERR wrong number of arguments for 'command|count' command¶
        COMMAND FOO => -ERR unknown subcommand 'FOO'. Try COMMAND HELP.¶
        COMMAND LIST FOO => -ERR syntax error¶
        COMMAND LIST FILTERBY => -ERR syntax error¶
        COMMAND LIST FILTERBY PATTERN => -ERR syntax error¶
        COMMAND LIST FILTERBY FOO x => -ERR syntax error¶
        COMMAND LIST FILTERBY PATTERN xxx => *0¶
        COMMAND LIST FILTERBY PATTERN mse*x => *1¶$6¶msetnx¶
        COMMAND LIST FILTERBY PATTERN GETE* => *1¶$5¶getex¶
        COMMAND LIST FILTERBY MODULE foo => *0¶
        COMMAND LIST FILTERBY ACLCAT foo => *0¶
        COMMAND LIST FILTERBY PATTERN a b => -ERR syntax error¶
        """);
  }

  @Test
  void tells_where_keys_are() {
    converse(
        """
        COMMAND GETKEYS GET a => *1¶$1¶a¶
        COMMAND GETKEYS MSET a 1 b 2 => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS DEL a b c => *3¶$1¶a¶$1¶b¶$1¶c¶
        COMMAND GETKEYS BLPOP a b 0 => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS LMPOP 2 a b LEFT => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS BLMPOP 0 2 a b LEFT => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS LMOVE a b LEFT LEFT => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS OBJECT ENCODING a => *1¶$1¶a¶
        COMMAND GETKEYS MEMORY USAGE a => *1¶$1¶a¶
        COMMAND GETKEYS PING => -ERR wrong number of arguments for 'command|getkeys' command¶
        COMMAND GETKEYS GET => -ERR wrong number of arguments for 'command|getkeys' command¶
        COMMAND GETKEYS SET a => -ERR Invalid number of arguments specified for command¶
        COMMAND GETKEYS FOO a => -ERR Invalid command specified¶
        COMMAND GETKEYS MSET a 1 b => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS CONFIG GET x => -ERR The command has no key arguments¶
        COMMAND GETKEYS COPY a b => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS RENAME a b => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS => -ERR wrong number of arguments for 'command|getkeys' command¶
        """);
  }

  @Test
  void tells_where_keys_are_that_the_request_counts_itself() {
    converse(
        """
        COMMAND GETKEYS BLMPOP 0 0 a b LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 -1 a LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 x a LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 3 a b LEFT => *3¶$1¶a¶$1¶b¶$4¶LEFT¶
        COMMAND GETKEYS BLMPOP 0 4 a b LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 1 a => -ERR Invalid number of arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 1x a LEFT => *1¶$1¶a¶
        COMMAND GETKEYS BLMPOP 0 +1 a LEFT => *1¶$1¶a¶
        COMMAND GETKEYS BLMPOP 0 01 a LEFT => *1¶$1¶a¶
        COMMAND GETKEYS BLMPOP 0 " 1" a LEFT => *1¶$1¶a¶
        COMMAND GETKEYS BLMPOP 0 4294967297 a LEFT => *1¶$1¶a¶
        COMMAND GETKEYS BLMPOP 0 9999999999 a LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 18446744073709551617 a LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS BLMPOP 0 2 a b FOO => *2¶$1¶a¶$1¶b¶
        COMMAND GETKEYS LMPOP 0 a LEFT => -ERR Invalid arguments specified for command¶
        COMMAND GETKEYS LMPOP 2 a LEFT => *2¶$1¶a¶$4¶LEFT¶
        COMMAND GETKEYS LMPOP 3 a LEFT => -ERR Invalid arguments specified for command¶
        """);
  }
}
