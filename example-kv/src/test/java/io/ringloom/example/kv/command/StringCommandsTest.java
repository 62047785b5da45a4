package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class StringCommandsTest extends CommandFixture {
  @Test
  void sets_and_gets() {
    converse(
        """
        GET a => $-1¶
        SET a 1 => +OK¶
        GET a => $1¶1¶
        SET a "" => +OK¶
        GET a => $0¶¶
        SET "" "x y" => +OK¶
        GET "" => $3¶x y¶
        GETSET a 3 => $0¶¶
        GETSET b 1 => $-1¶
        SETNX a 9 => :0¶
        SETNX c 9 => :1¶
        GET c => $1¶9¶
        GETDEL c => $1¶9¶
        GETDEL c => $-1¶
        EXISTS c => :0¶
        """);
  }

  @Test
  void sets_under_conditions() {
    converse(
        """
        SET a 1 XX => $-1¶
        SET a 1 nx get => $-1¶
        SET a 2 NX => $-1¶
        SET a 2 NX GET => $1¶1¶
        SET a 3 xx GET => $1¶1¶
        GET a => $1¶3¶
        SET b 1 XX GET => $-1¶
        EXISTS b => :0¶
        SET a 1 NX XX => -ERR syntax error¶
        SET a 1 XX NX => -ERR syntax error¶
        SET a 1 NX NX => $-1¶
        SET a 1 FOO => -ERR syntax error¶
        """);
  }

  @Test
  void sets_with_an_expiry() {
    converse(
        """
        SET a 1 EX 10 => +OK¶
        TTL a => :10¶
        SET a 2 KEEPTTL => +OK¶
        TTL a => :10¶
        SET a 2 => +OK¶
        TTL a => :-1¶
        SET a 1 EX 10 EX 20 => +OK¶
        TTL a => :20¶
        SET a 1 PXAT 9999999999999 => +OK¶
        PEXPIRETIME a => :9999999999999¶
        SET a 1 EXAT 9999999999 => +OK¶
        PEXPIRETIME a => :9999999999000¶
        SET b 1 KEEPTTL => +OK¶
        TTL b => :-1¶
        SET a 1 EXAT 9223372036854775 => +OK¶
        PEXPIRETIME a => :9223372036854775000¶
        SET a 1 PXAT 1 => +OK¶
        GET a => $-1¶
        SETEX a 10 v => +OK¶
        TTL a => :10¶
        PSETEX a 10000 v => +OK¶
        TTL a => :10¶
        GETSET a w => $1¶v¶
        TTL a => :-1¶
        """);
  }

  @Test
  void refuses_bad_expiries_of_set() {
    converse(
        """
        SET a 1 => +OK¶
        SET a 2 EX => -ERR syntax error¶
        SET a 2 EX 10 PX 10 => -ERR syntax error¶
        SET a 2 EX 10 EXAT 10 => -ERR syntax error¶
        SET a 2 KEEPTTL EX 10 => -ERR syntax error¶
        SET a 2 EX 10 KEEPTTL => -ERR syntax error¶
        SET a 2 PERSIST => -ERR syntax error¶
        SET a 2 EX x NX XX => -ERR syntax error¶
        SET a 2 EX x => -ERR value is not an integer or out of range¶
        SET a 2 EX 0 => -ERR invalid expire time in 'set' command¶
        SET a 2 PX -5 => -ERR invalid expire time in 'set' command¶
        SET a 2 EX 9223372036854775807 => -ERR invalid expire time in 'set' command¶
        SET a 2 PX 9223372036854775807 => -ERR invalid expire time in 'set' command¶
        SET a 2 EX 9223372036854775 => -ERR invalid expire time in 'set' command¶
        SETEX a 0 v => -ERR invalid expire time in 'setex' command¶
        SETEX a x v => -ERR value is not an integer or out of range¶
        SETEX a 9223372036854775807 v => -ERR invalid expire time in 'setex' command¶
        PSETEX a -1 v => -ERR invalid expire time in 'psetex' command¶
        PSETEX a 9223372036854775807 v => -ERR invalid expire time in 'psetex' command¶
        GET a => $1¶1¶
        TTL a => :-1¶
        """);
  }

  @Test
  void getex_changes_the_expiry() {
    converse(
        """
        GETEX a => $-1¶
        GETEX a EX 0 => $-1¶
        SET a 1 => +OK¶
        GETEX a => $1¶1¶
        TTL a => :-1¶
        GETEX a EX 10 => $1¶1¶
        TTL a => :10¶
        GETEX a => $1¶1¶
        TTL a => :10¶
        GETEX a PERSIST => $1¶1¶
        TTL a => :-1¶
        GETEX a PX 10000 => $1¶1¶
        TTL a => :10¶
        GETEX a PXAT 9999999999999 => $1¶1¶
        PEXPIRETIME a => :9999999999999¶
        GETEX a EXAT 9999999999 => $1¶1¶
        PEXPIRETIME a => :9999999999000¶
        GETEX a PERSIST PERSIST => $1¶1¶
        GETEX a EX 0 => -ERR invalid expire time in 'getex' command¶
        GETEX a EX x => -ERR value is not an integer or out of range¶
        GETEX a EX 10 PERSIST => -ERR syntax error¶
        GETEX a PERSIST EX 10 => -ERR syntax error¶
        GETEX a EX 10 PX 10 => -ERR syntax error¶
        GETEX a NX => -ERR syntax error¶
        GETEX a KEEPTTL => -ERR syntax error¶
        GETEX a EXAT 1 => $1¶1¶
        EXISTS a => :0¶
        """);
  }

  @Test
  void sets_and_gets_several_keys() {
    converse(
        """
        MSET a 1 b 2 a 3 => +OK¶
        MGET a b c => *3¶$1¶3¶$1¶2¶$-1¶
        MSETNX c 1 a 9 => :0¶
        EXISTS c => :0¶
        MSETNX c 1 d 2 c 3 => :1¶
        MGET c d => *2¶$1¶3¶$1¶2¶
        MSET a 1 b => -ERR wrong number of arguments for 'mset' command¶
        MSETNX a 1 b => -ERR wrong number of arguments for 'msetnx' command¶
        MSET a => -ERR wrong number of arguments for 'mset' command¶
        EXPIRE a 100 => :1¶
        MSET a 2 => +OK¶
        TTL a => :-1¶
        MGET => -ERR wrong number of arguments for 'mget' command¶
        """);
  }

  @Test
  void refuses_lists() {
    converse(
        """
        RPUSH l x => :1¶
        GET l => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        SET l 1 GET => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        SET l 1 NX GET => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        GETSET l 1 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        GETDEL l => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        GETEX l => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        GETEX l EX 0 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        MGET l => *1¶$-1¶
        SETNX l 1 => :0¶
        TYPE l => +list¶
        SET l 1 => +OK¶
        TYPE l => +string¶
        """);
  }
}
