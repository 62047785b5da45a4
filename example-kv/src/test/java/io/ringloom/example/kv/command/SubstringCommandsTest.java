package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class SubstringCommandsTest extends CommandFixture {
  @Test
  void appends() {
    converse(
        """
        APPEND a "" => :0¶
        EXISTS a => :1¶
        APPEND a 1 => :1¶
        APPEND a 2 => :2¶
        GET a => $2¶12¶
        INCR a => :13¶
        EXPIRE a 100 => :1¶
        APPEND a xyz => :5¶
        TTL a => :100¶
        GET a => $5¶13xyz¶
        STRLEN a => :5¶
        STRLEN b => :0¶
        SET n -1234 => +OK¶
        STRLEN n => :5¶
        """);
  }

  @Test
  void shows_ranges() {
    converse(
        """
        SET a "Hello World" => +OK¶
        GETRANGE a 0 4 => $5¶Hello¶
        GETRANGE a -5 -1 => $5¶World¶
        GETRANGE a 0 -1 => $11¶Hello World¶
        GETRANGE a -100 100 => $11¶Hello World¶
        GETRANGE a 4 2 => $0¶¶
        GETRANGE a -1 -5 => $0¶¶
        GETRANGE a -100 -50 => $1¶H¶
        GETRANGE a -50 -100 => $0¶¶
        GETRANGE a 100 200 => $0¶¶
        GETRANGE a 10 200 => $1¶d¶
        GETRANGE a 11 200 => $0¶¶
        GETRANGE a -9223372036854775808 9223372036854775807 => $11¶Hello World¶
        SUBSTR a 0 1 => $2¶He¶
        GETRANGE b 0 1 => $0¶¶
        GETRANGE b x 1 => -ERR value is not an integer or out of range¶
        GETRANGE a 0 x => -ERR value is not an integer or out of range¶
        SET e "" => +OK¶
        GETRANGE e 0 0 => $0¶¶
        GETRANGE e -1 -1 => $0¶¶
        SET n 12345 => +OK¶
        GETRANGE n 1 2 => $2¶23¶
        """);
  }

  @Test
  void overwrites_ranges() {
    converse(
        """
        SETRANGE a 3 ab => :5¶
        GET a => $5¶···ab¶
        SETRANGE a 0 xyz => :5¶
        GET a => $5¶xyzab¶
        SETRANGE a 4 "" => :5¶
        SETRANGE b 4 "" => :0¶
        EXISTS b => :0¶
        SETRANGE b 9223372036854775807 "" => :0¶
        SET n 10 => +OK¶
        EXPIRE n 100 => :1¶
        SETRANGE n 1 5 => :2¶
        GET n => $2¶15¶
        INCR n => :16¶
        TTL n => :100¶
        """);
  }

  @Test
  void refuses_what_is_too_long() {
    converse(
        """
        SETRANGE a -1 x => -ERR offset is out of range¶
        SETRANGE a -1 "" => -ERR offset is out of range¶
        SETRANGE a x y => -ERR value is not an integer or out of range¶
        SETRANGE a 536870912 "" => :0¶
        SETRANGE a 536870912 x => -ERR string exceeds maximum allowed size (proto-max-bulk-len)¶
        SETRANGE a 9223372036854775807 x => -ERR string exceeds maximum allowed size (proto-max-bulk-len)¶
        EXISTS a => :0¶
        """);
  }

  @Test
  void refuses_what_is_longer_than_configured() {
    shared.settings().maxBulkBytes(1048576);
    converse(
        """
        SETRANGE a 1048575 x => :1048576¶
        APPEND a "" => :1048576¶
        APPEND a x => -ERR string exceeds maximum allowed size (proto-max-bulk-len)¶
        SETRANGE a 1048575 xx => -ERR string exceeds maximum allowed size (proto-max-bulk-len)¶
        STRLEN a => :1048576¶
        """);
  }

  @Test
  void refuses_lists() {
    converse(
        """
        RPUSH l x => :1¶
        APPEND l x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        STRLEN l => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        GETRANGE l 0 1 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        GETRANGE l x 1 => -ERR value is not an integer or out of range¶
        SETRANGE l 0 x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        SETRANGE l 0 "" => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        SETRANGE l -1 "" => -ERR offset is out of range¶
        """);
  }
}
