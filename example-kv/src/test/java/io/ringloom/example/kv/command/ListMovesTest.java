package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ListMovesTest extends CommandFixture {
  @Test
  void moves_between_lists() {
    converse(
        """
        RPUSH a 1 2 3 => :3¶
        LMOVE a b LEFT RIGHT => $1¶1¶
        LMOVE a b right left => $1¶3¶
        LRANGE b 0 -1 => *2¶$1¶3¶$1¶1¶
        RPOPLPUSH a b => $1¶2¶
        EXISTS a => :0¶
        LRANGE b 0 -1 => *3¶$1¶2¶$1¶3¶$1¶1¶
        LMOVE b b LEFT RIGHT => $1¶2¶
        LRANGE b 0 -1 => *3¶$1¶3¶$1¶1¶$1¶2¶
        RPOPLPUSH b b => $1¶2¶
        LRANGE b 0 -1 => *3¶$1¶2¶$1¶3¶$1¶1¶
        LMOVE none b LEFT LEFT => $-1¶
        RPOPLPUSH none b => $-1¶
        SET s 1 => +OK¶
        LMOVE s b LEFT LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LMOVE b s LEFT LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        RPOPLPUSH b s => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LMOVE none s LEFT LEFT => $-1¶
        RPOPLPUSH none s => $-1¶
        LMOVE a b UP LEFT => -ERR syntax error¶
        LMOVE a b LEFT => -ERR wrong number of arguments for 'lmove' command¶
        LRANGE b 0 -1 => *3¶$1¶2¶$1¶3¶$1¶1¶
        RPUSH one x => :1¶
        LMOVE one one LEFT LEFT => $1¶x¶
        EXISTS one => :1¶
        EXPIRE b 100 => :1¶
        RPOPLPUSH b b => $1¶1¶
        TTL b => :100¶
        """);
  }

  @Test
  void pops_from_the_first_list_with_elements() {
    converse(
        """
        RPUSH a 1 2 3 => :3¶
        RPUSH b 4 5 => :2¶
        LMPOP 2 none a LEFT => *2¶$1¶a¶*1¶$1¶1¶
        LMPOP 2 a b RIGHT COUNT 10 => *2¶$1¶a¶*2¶$1¶3¶$1¶2¶
        LMPOP 2 a b RIGHT COUNT 10 => *2¶$1¶b¶*2¶$1¶5¶$1¶4¶
        EXISTS b => :0¶
        LMPOP 2 a b left => *-1¶
        LMPOP 0 a LEFT => -ERR numkeys should be greater than 0¶
        LMPOP -1 a LEFT => -ERR numkeys should be greater than 0¶
        LMPOP x a LEFT => -ERR numkeys should be greater than 0¶
        LMPOP 3 a b LEFT => -ERR syntax error¶
        LMPOP 1 a b LEFT => -ERR syntax error¶
        LMPOP 1 a UP => -ERR syntax error¶
        LMPOP 1 a LEFT COUNT 0 => -ERR count should be greater than 0¶
        LMPOP 1 a LEFT COUNT -1 => -ERR count should be greater than 0¶
        LMPOP 1 a LEFT COUNT x => -ERR count should be greater than 0¶
        LMPOP 1 a LEFT COUNT => -ERR syntax error¶
        LMPOP 1 a LEFT COUNT 1 COUNT 2 => -ERR syntax error¶
        LMPOP 1 a LEFT FOO 1 => -ERR syntax error¶
        LMPOP 9223372036854775807 a LEFT => -ERR syntax error¶
        LMPOP 1 a => -ERR wrong number of arguments for 'lmpop' command¶
        SET s 1 => +OK¶
        LMPOP 1 s LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        RPUSH a 1 => :1¶
        LMPOP 2 s a LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LMPOP 2 a s LEFT => *2¶$1¶a¶*1¶$1¶1¶
        """);
  }
}
