package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ListCommandsTest extends CommandFixture {
  @Test
  void pushes_at_both_ends() {
    converse(
        """
        RPUSH l a b c => :3¶
        LPUSH l x y => :5¶
        LRANGE l 0 -1 => *5¶$1¶y¶$1¶x¶$1¶a¶$1¶b¶$1¶c¶
        LLEN l => :5¶
        LPUSHX l z => :6¶
        RPUSHX l z 1 => :8¶
        LRANGE l 0 0 => *1¶$1¶z¶
        LPUSHX none z => :0¶
        RPUSHX none z => :0¶
        EXISTS none => :0¶
        LPUSH l => -ERR wrong number of arguments for 'lpush' command¶
        RPUSHX l => -ERR wrong number of arguments for 'rpushx' command¶
        LLEN none => :0¶
        LLEN => -ERR wrong number of arguments for 'llen' command¶
        SET s 1 => +OK¶
        RPUSH s x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LPUSHX s x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LLEN s => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        RPUSH n 10 -5 010 "" => :4¶
        LRANGE n 0 -1 => *4¶$2¶10¶$2¶-5¶$3¶010¶$0¶¶
        OBJECT ENCODING n => $9¶quicklist¶
        TYPE n => +list¶
        """);
  }

  @Test
  void pops_at_both_ends() {
    converse(
        """
        RPUSH l a b c d e f => :6¶
        LPOP l => $1¶a¶
        RPOP l => $1¶f¶
        LPOP l 2 => *2¶$1¶b¶$1¶c¶
        RPOP l 1 => *1¶$1¶e¶
        LPOP l 0 => *0¶
        LPOP l -1 => -ERR value is out of range, must be positive¶
        LPOP l x => -ERR value is out of range, must be positive¶
        LPOP l 1 2 => -ERR wrong number of arguments for 'lpop' command¶
        RPOP l 1 2 => -ERR wrong number of arguments for 'rpop' command¶
        LPOP l 9223372036854775808 => -ERR value is out of range, must be positive¶
        LPOP l 9223372036854775807 => *1¶$1¶d¶
        EXISTS l => :0¶
        LPOP l => $-1¶
        RPOP l => $-1¶
        LPOP l 1 => *-1¶
        RPOP l 0 => *-1¶
        RPOP none -1 => -ERR value is out of range, must be positive¶
        LPOP => -ERR wrong number of arguments for 'lpop' command¶
        SET s 1 => +OK¶
        LPOP s => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        RPOP s 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        RPOP s -1 => -ERR value is out of range, must be positive¶
        LPOP s x => -ERR value is out of range, must be positive¶
        """);
  }

  @Test
  void tells_ranges() {
    converse(
        """
        RPUSH l a b c d e => :5¶
        LRANGE l 0 -1 => *5¶$1¶a¶$1¶b¶$1¶c¶$1¶d¶$1¶e¶
        LRANGE l 1 2 => *2¶$1¶b¶$1¶c¶
        LRANGE l -2 -1 => *2¶$1¶d¶$1¶e¶
        LRANGE l -100 100 => *5¶$1¶a¶$1¶b¶$1¶c¶$1¶d¶$1¶e¶
        LRANGE l 3 1 => *0¶
        LRANGE l 5 5 => *0¶
        LRANGE l 4 5 => *1¶$1¶e¶
        LRANGE l 0 -6 => *0¶
        LRANGE l 0 -5 => *1¶$1¶a¶
        LRANGE l -9223372036854775808 9223372036854775807 => *5¶$1¶a¶$1¶b¶$1¶c¶$1¶d¶$1¶e¶
        LRANGE l 9223372036854775807 -9223372036854775808 => *0¶
        LRANGE none 0 -1 => *0¶
        LRANGE l a 1 => -ERR value is not an integer or out of range¶
        LRANGE l 1 1.5 => -ERR value is not an integer or out of range¶
        LRANGE l 1 => -ERR wrong number of arguments for 'lrange' command¶
        SET s 1 => +OK¶
        LRANGE s 0 -1 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LRANGE s x y => -ERR value is not an integer or out of range¶
        """);
  }

  @Test
  void tells_and_sets_by_index() {
    converse(
        """
        RPUSH l a b c => :3¶
        LINDEX l 0 => $1¶a¶
        LINDEX l -1 => $1¶c¶
        LINDEX l 3 => $-1¶
        LINDEX l -4 => $-1¶
        LINDEX l 9223372036854775807 => $-1¶
        LINDEX l -9223372036854775808 => $-1¶
        LINDEX l x => -ERR value is not an integer or out of range¶
        LINDEX none x => $-1¶
        LINDEX none 0 => $-1¶
        LINDEX l +1 => -ERR value is not an integer or out of range¶
        LSET l 1 B => +OK¶
        LSET l -1 C => +OK¶
        LSET l 3 D => -ERR index out of range¶
        LSET l -4 D => -ERR index out of range¶
        LSET l x D => -ERR value is not an integer or out of range¶
        LSET none x D => -ERR no such key¶
        LSET none 0 D => -ERR no such key¶
        LSET l -9223372036854775808 D => -ERR index out of range¶
        LRANGE l 0 -1 => *3¶$1¶a¶$1¶B¶$1¶C¶
        SET s 1 => +OK¶
        LINDEX s 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LINDEX s x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LSET s 0 x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LSET s x x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        """);
  }

  @Test
  void inserts() {
    converse(
        """
        RPUSH l a b a c => :4¶
        LINSERT l BEFORE a 1 => :5¶
        LINSERT l after a 2 => :6¶
        LINSERT l AFTER c 3 => :7¶
        LRANGE l 0 -1 => *7¶$1¶1¶$1¶a¶$1¶2¶$1¶b¶$1¶a¶$1¶c¶$1¶3¶
        LINSERT l BEFORE none x => :-1¶
        LINSERT none BEFORE a x => :0¶
        LINSERT l AROUND a x => -ERR syntax error¶
        LINSERT none AROUND a x => -ERR syntax error¶
        LINSERT l BEFORE a => -ERR wrong number of arguments for 'linsert' command¶
        SET s 1 => +OK¶
        LINSERT s BEFORE a x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        """);
  }

  @Test
  void removes_by_value() {
    converse(
        """
        RPUSH l a b a c a b a => :7¶
        LREM l 1 a => :1¶
        LREM l -1 a => :1¶
        LRANGE l 0 -1 => *5¶$1¶b¶$1¶a¶$1¶c¶$1¶a¶$1¶b¶
        LREM l 0 b => :2¶
        LRANGE l 0 -1 => *3¶$1¶a¶$1¶c¶$1¶a¶
        LREM l 5 x => :0¶
        LREM l -9223372036854775808 a => :2¶
        LRANGE l 0 -1 => *1¶$1¶c¶
        LREM l 0 c => :1¶
        EXISTS l => :0¶
        LREM none 0 a => :0¶
        LREM none x a => -ERR value is not an integer or out of range¶
        LREM l 0 => -ERR wrong number of arguments for 'lrem' command¶
        SET s 1 => +OK¶
        LREM s 0 a => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LREM s x a => -ERR value is not an integer or out of range¶
        RPUSH l a a a => :3¶
        LREM l 9223372036854775807 a => :3¶
        EXISTS l => :0¶
        """);
  }

  @Test
  void trims() {
    converse(
        """
        RPUSH l a b c d e => :5¶
        LTRIM l 1 -2 => +OK¶
        LRANGE l 0 -1 => *3¶$1¶b¶$1¶c¶$1¶d¶
        LTRIM l -2 100 => +OK¶
        LRANGE l 0 -1 => *2¶$1¶c¶$1¶d¶
        LTRIM l 2 1 => +OK¶
        EXISTS l => :0¶
        LTRIM none 0 1 => +OK¶
        LTRIM none x 1 => -ERR value is not an integer or out of range¶
        RPUSH l a => :1¶
        LTRIM l 1 x => -ERR value is not an integer or out of range¶
        LTRIM l 1 1 => +OK¶
        EXISTS l => :0¶
        SET s 1 => +OK¶
        LTRIM s 0 1 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LTRIM s => -ERR wrong number of arguments for 'ltrim' command¶
        """);
  }
}
