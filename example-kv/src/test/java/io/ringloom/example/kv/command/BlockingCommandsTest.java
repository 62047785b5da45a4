package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class BlockingCommandsTest extends CommandFixture {
  @Test
  void blocking_commands_do_not_wait_for_what_is_there() {
    converse(
        """
        RPUSH a 1 2 3 4 5 6 => :6¶
        BLPOP none a 0 => *2¶$1¶a¶$1¶1¶
        BRPOP a 0 => *2¶$1¶a¶$1¶6¶
        BLMOVE a b LEFT RIGHT 0 => $1¶2¶
        BRPOPLPUSH a b 0 => $1¶5¶
        BLMPOP 0 2 none b LEFT COUNT 5 => *2¶$1¶b¶*2¶$1¶5¶$1¶2¶
        LRANGE a 0 -1 => *2¶$1¶3¶$1¶4¶
        BLMPOP 0 1 a RIGHT => *2¶$1¶a¶*1¶$1¶4¶
        SET s 1 => +OK¶
        BLPOP s 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BLPOP none s 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BRPOP s a 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BLMOVE s a LEFT LEFT 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BLMOVE a s LEFT LEFT 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BRPOPLPUSH s a 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BRPOPLPUSH a s 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        BLMPOP 0 1 s LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LRANGE a 0 -1 => *1¶$1¶3¶
        """);
  }

  @Test
  void blocking_commands_check_their_arguments_first() {
    converse(
        """
        BLPOP a x => -ERR timeout is not a float or out of range¶
        BLPOP a -1 => -ERR timeout is negative¶
        BLPOP a => -ERR wrong number of arguments for 'blpop' command¶
        BRPOP a inf => -ERR timeout is negative¶
        BRPOP a nan => -ERR timeout is not a float or out of range¶
        BLPOP a "" => -ERR timeout is not a float or out of range¶
        BLPOP a " 1" => -ERR timeout is not a float or out of range¶
        BLPOP a 0x => -ERR timeout is not a float or out of range¶
        BLPOP a 9223372036854775808 => -ERR timeout is negative¶
        BLPOP a 1e400 => -ERR timeout is negative¶
        BLMOVE a b LEFT RIGHT x => -ERR timeout is not a float or out of range¶
        BLMOVE a b UP RIGHT 0 => -ERR syntax error¶
        BLMOVE a b UP RIGHT x => -ERR syntax error¶
        BLMOVE a b LEFT RIGHT => -ERR wrong number of arguments for 'blmove' command¶
        BRPOPLPUSH a b x => -ERR timeout is not a float or out of range¶
        BRPOPLPUSH a b -1 => -ERR timeout is negative¶
        BLMPOP x 1 a LEFT => -ERR timeout is not a float or out of range¶
        BLMPOP -1 1 a LEFT => -ERR timeout is negative¶
        BLMPOP 1 0 a LEFT => -ERR numkeys should be greater than 0¶
        BLMPOP 1 x a LEFT => -ERR numkeys should be greater than 0¶
        BLMPOP 1 2 a LEFT => -ERR syntax error¶
        BLMPOP 1 1 a UP => -ERR syntax error¶
        BLMPOP 1 1 a LEFT COUNT 0 => -ERR count should be greater than 0¶
        BLMPOP 1 1 a LEFT FOO 1 => -ERR syntax error¶
        BLMPOP x 0 a UP => -ERR numkeys should be greater than 0¶
        BLMPOP 1 1 a => -ERR wrong number of arguments for 'blmpop' command¶
        SET s 1 => +OK¶
        BLPOP s x => -ERR timeout is not a float or out of range¶
        BLMOVE s a LEFT RIGHT x => -ERR timeout is not a float or out of range¶
        """);
  }
}
