package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ListPositionTest extends CommandFixture {
  @Test
  void finds_positions() {
    converse(
        """
        RPUSH l a b c 1 2 3 c c => :8¶
        LPOS l c => :2¶
        LPOS l c RANK 2 => :6¶
        LPOS l c RANK 4 => $-1¶
        LPOS l c RANK -1 => :7¶
        LPOS l c COUNT 2 => *2¶:2¶:6¶
        LPOS l c RANK -1 COUNT 2 => *2¶:7¶:6¶
        LPOS l c COUNT 0 => *3¶:2¶:6¶:7¶
        LPOS l x COUNT 0 => *0¶
        LPOS l x => $-1¶
        LPOS l c COUNT 0 MAXLEN 1 => *0¶
        LPOS l c COUNT 0 MAXLEN 3 => *1¶:2¶
        LPOS l c COUNT 0 MAXLEN 7 => *2¶:2¶:6¶
        LPOS l c RANK -1 MAXLEN 1 => :7¶
        LPOS l a RANK -1 MAXLEN 7 => $-1¶
        LPOS l c maxlen 0 rank 2 => :6¶
        LPOS l c RANK 0 => -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list¶
        LPOS l c RANK x => -ERR value is not an integer or out of range¶
        LPOS l c COUNT -1 => -ERR COUNT can't be negative¶
        LPOS l c COUNT x => -ERR COUNT can't be negative¶
        LPOS l c MAXLEN -1 => -ERR MAXLEN can't be negative¶
        LPOS l c MAXLEN x => -ERR MAXLEN can't be negative¶
        LPOS l c RANK => -ERR syntax error¶
        LPOS l c FOO 1 => -ERR syntax error¶
        LPOS l c RANK 9223372036854775807 => $-1¶
        LPOS l c COUNT 9223372036854775807 => *3¶:2¶:6¶:7¶
        LPOS l c COUNT 1 COUNT 0 => *3¶:2¶:6¶:7¶
        LPOS none c => $-1¶
        LPOS none c COUNT 1 => *0¶
        LPOS none c RANK 0 => -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list¶
        LPOS l => -ERR wrong number of arguments for 'lpos' command¶
        SET s 1 => +OK¶
        LPOS s c => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        LPOS s c RANK 0 => -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list¶
        """);
  }
}
