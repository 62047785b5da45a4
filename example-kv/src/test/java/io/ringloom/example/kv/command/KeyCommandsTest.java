package io.ringloom.example.kv.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class KeyCommandsTest extends CommandFixture {
  @Test
  void removes_and_counts_keys() {
    converse(
        """
        MSET a 1 b 2 c 3 d 4 => +OK¶
        EXISTS a b a x => :3¶
        TOUCH a b a x => :3¶
        DEL a x a => :1¶
        UNLINK b c b => :2¶
        EXISTS a b c d => :1¶
        TYPE d => +string¶
        RPUSH l x => :1¶
        TYPE l => +list¶
        TYPE x => +none¶
        DEL l => :1¶
        RANDOMKEY => $1¶d¶
        DEL d l => :1¶
        RANDOMKEY => $-1¶
        """);
  }

  @Test
  void lists_keys_by_pattern() {
    converse(
        """
        KEYS * => *0¶
        SET ab 1 => +OK¶
        KEYS a? => *1¶$2¶ab¶
        KEYS a*b => *1¶$2¶ab¶
        KEYS [^b]b => *1¶$2¶ab¶
        KEYS x* => *0¶
        KEYS ** => *1¶$2¶ab¶
        DEL ab => :1¶
        SET "" 1 => +OK¶
        KEYS * => *1¶$0¶¶
        KEYS ** => *0¶
        KEYS "" => *1¶$0¶¶
        """);
  }

  @Test
  void renames() {
    converse(
        """
        RENAME a b => -ERR no such key¶
        RENAME a a => -ERR no such key¶
        RENAMENX a b => -ERR no such key¶
        RENAMENX a a => -ERR no such key¶
        SET a 1 EX 100 => +OK¶
        SET b 2 => +OK¶
        RENAMENX a b => :0¶
        RENAME a b => +OK¶
        GET b => $1¶1¶
        TTL b => :100¶
        EXISTS a => :0¶
        RENAME b b => +OK¶
        RENAMENX b b => :0¶
        RENAMENX b c => :1¶
        TTL c => :100¶
        RPUSH l x => :1¶
        RENAME l c => +OK¶
        TYPE c => +list¶
        TTL c => :-1¶
        """);
  }

  @Test
  void copies() {
    converse(
        """
        COPY a b => :0¶
        COPY a a => -ERR source and destination objects are the same¶
        SET a 1 EX 100 => +OK¶
        COPY a a => -ERR source and destination objects are the same¶
        COPY a b => :1¶
        TTL b => :100¶
        GET b => $1¶1¶
        INCR b => :2¶
        GET a => $1¶1¶
        COPY a b => :0¶
        COPY a b REPLACE => :1¶
        GET b => $1¶1¶
        COPY a a DB 1 => :1¶
        COPY a a DB 1 REPLACE REPLACE => :1¶
        COPY a b DB 2 DB 3 => :1¶
        COPY a b FOO => -ERR syntax error¶
        COPY a a REPLACE FOO => -ERR syntax error¶
        COPY a b DB => -ERR syntax error¶
        COPY a b DB x => -ERR value is not an integer or out of range¶
        COPY a b DB 16 => -ERR DB index is out of range¶
        COPY a b DB -1 => -ERR DB index is out of range¶
        COPY a b DB 99999999999 => -ERR value is out of range, value must between -2147483648 and 2147483647¶
        SELECT 1 => +OK¶
        GET a => $1¶1¶
        SELECT 2 => +OK¶
        EXISTS b => :0¶
        SELECT 3 => +OK¶
        GET b => $1¶1¶
        TTL b => :100¶
        SELECT 0 => +OK¶
        RPUSH l x => :1¶
        COPY l m => :1¶
        RPUSH l y => :2¶
        LRANGE m 0 -1 => *1¶$1¶x¶
        """);
  }

  @Test
  void moves() {
    converse(
        """
        MOVE a 0 => -ERR source and destination objects are the same¶
        MOVE a 1 => :0¶
        SET a 1 EX 100 => +OK¶
        MOVE a 0 => -ERR source and destination objects are the same¶
        MOVE a x => -ERR value is not an integer or out of range¶
        MOVE a 16 => -ERR DB index is out of range¶
        MOVE a -1 => -ERR DB index is out of range¶
        MOVE a 99999999999 => -ERR value is out of range, value must between -2147483648 and 2147483647¶
        MOVE a 1 => :1¶
        EXISTS a => :0¶
        SET a 2 => +OK¶
        MOVE a 1 => :0¶
        GET a => $1¶2¶
        SELECT 1 => +OK¶
        GET a => $1¶1¶
        TTL a => :100¶
        """);
  }

  @Test
  void scans() {
    converse(
        """
        SCAN 0 => *2¶$1¶0¶*0¶
        SET a 1 => +OK¶
        SCAN 0 => *2¶$1¶0¶*1¶$1¶a¶
        SCAN 0 match A => *2¶$1¶0¶*0¶
        SCAN 0 MATCH a count 100 => *2¶$1¶0¶*1¶$1¶a¶
        SCAN 0 MATCH * TYPE string => *2¶$1¶0¶*1¶$1¶a¶
        SCAN 0 TYPE STRING => *2¶$1¶0¶*1¶$1¶a¶
        SCAN 0 TYPE list => *2¶$1¶0¶*0¶
        SCAN 0 TYPE zset COUNT 100 => *2¶$1¶0¶*0¶
        SCAN 0 COUNT 9223372036854775807 => *2¶$1¶0¶*1¶$1¶a¶
        SCAN "" => *2¶$1¶0¶*1¶$1¶a¶
        SCAN 000 => *2¶$1¶0¶*1¶$1¶a¶
        SCAN -0 => *2¶$1¶0¶*1¶$1¶a¶
        SCAN x => -ERR invalid cursor¶
        SCAN 1x => -ERR invalid cursor¶
        SCAN " 1" => -ERR invalid cursor¶
        SCAN - => -ERR invalid cursor¶
        SCAN 18446744073709551616 => -ERR invalid cursor¶
        SCAN -18446744073709551616 => -ERR invalid cursor¶
        SCAN x COUNT 0 => -ERR invalid cursor¶
        SCAN 0 COUNT 0 => -ERR syntax error¶
        SCAN 0 COUNT -1 => -ERR syntax error¶
        SCAN 0 COUNT x => -ERR value is not an integer or out of range¶
        SCAN 0 COUNT => -ERR syntax error¶
        SCAN 0 MATCH => -ERR syntax error¶
        SCAN 0 FOO 1 => -ERR syntax error¶
        SCAN 0 COUNT 5 FOO => -ERR syntax error¶
        """);
  }

  @Test
  void tells_about_objects() {
    converse(
        """
        OBJECT ENCODING a => $-1¶
        OBJECT REFCOUNT a => $-1¶
        OBJECT IDLETIME a => $-1¶
        OBJECT FREQ a => $-1¶
        SET a 5 => +OK¶
        OBJECT ENCODING a => $3¶int¶
        OBJECT REFCOUNT a => :2147483647¶
        OBJECT FREQ a => -ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.¶
        SET a 10000 => +OK¶
        OBJECT IDLETIME a => :0¶
        OBJECT REFCOUNT a => :1¶
        SET a xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx => +OK¶
        OBJECT ENCODING a => $6¶embstr¶
        SET a xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx => +OK¶
        OBJECT ENCODING a => $3¶raw¶
        OBJECT REFCOUNT a => :1¶
        RPUSH l x => :1¶
        OBJECT ENCODING l => $9¶quicklist¶
        OBJECT => -ERR wrong number of arguments for 'object' command¶
        OBJECT FOO => -ERR unknown subcommand 'FOO'. Try OBJECT HELP.¶
        OBJECT foo bar => -ERR unknown subcommand 'foo'. Try OBJECT HELP.¶
        OBJECT ENCODING => -ERR wrong number of arguments for 'object|encoding' command¶
        OBJECT ENCODING a b => -ERR wrong number of arguments for 'object|encoding' command¶
        OBJECT HELP x => -ERR wrong number of arguments for 'object|help' command¶
        """);
  }

  @Test
  void tells_which_strings_were_changed_in_part() {
    converse(
        """
        SET a ab => +OK¶
        APPEND a c => :3¶
        OBJECT ENCODING a => $3¶raw¶
        COPY a b => :1¶
        OBJECT ENCODING b => $3¶raw¶
        APPEND b x => :4¶
        APPEND a y => :4¶
        MGET a b => *2¶$4¶abcy¶$4¶abcx¶
        SETRANGE c 0 5 => :1¶
        OBJECT ENCODING c => $3¶raw¶
        OBJECT REFCOUNT c => :1¶
        INCR c => :6¶
        OBJECT ENCODING c => $3¶int¶
        APPEND d 5 => :1¶
        OBJECT ENCODING d => $3¶int¶
        APPEND d 5 => :2¶
        OBJECT ENCODING d => $3¶raw¶
        INCR d => :56¶
        SET a ab => +OK¶
        OBJECT ENCODING a => $6¶embstr¶
        """);
  }

  @Test
  void tells_how_long_nobody_has_used_a_key() {
    converse("SET a 1 => +OK¶");
    now += 5_900;
    converse(
        """
        EXISTS a => :1¶
        TYPE a => +string¶
        TTL a => :-1¶
        OBJECT IDLETIME a => :5¶
        TOUCH a => :1¶
        OBJECT IDLETIME a => :0¶
        """);
  }

  @Test
  void a_scan_shows_every_key_in_small_steps() {
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      expected.add("key" + i);
      converse("SET key" + i + " 1 => +OK¶");
    }
    Set<String> seen = new HashSet<>();
    String cursor = "0";
    do {
      String reply = send("SCAN " + cursor + " COUNT 7");
      List<String> lines = List.of(reply.split("¶"));
      cursor = lines.get(2);
      assertThat(lines.size()).isLessThan(100);
      lines.stream().filter(line -> line.startsWith("key")).forEach(seen::add);
    } while (!cursor.equals("0"));
    assertThat(seen).isEqualTo(expected);
  }
}
