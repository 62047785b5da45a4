package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ExpiryCommandsTest extends CommandFixture {
  @Test
  void tells_when_keys_expire() {
    converse(
        """
        TTL a => :-2¶
        PTTL a => :-2¶
        EXPIRETIME a => :-2¶
        PEXPIRETIME a => :-2¶
        SET a 1 => +OK¶
        TTL a => :-1¶
        PTTL a => :-1¶
        EXPIRETIME a => :-1¶
        PEXPIRETIME a => :-1¶
        EXPIRE a 10 => :1¶
        TTL a => :10¶
        PEXPIRE a 12000 => :1¶
        TTL a => :12¶
        EXPIREAT a 9999999999 => :1¶
        EXPIRETIME a => :9999999999¶
        PEXPIREAT a 9999999999500 => :1¶
        EXPIRETIME a => :10000000000¶
        PEXPIRETIME a => :9999999999500¶
        PEXPIREAT a 9999999999499 => :1¶
        EXPIRETIME a => :9999999999¶
        PERSIST a => :1¶
        PERSIST a => :0¶
        PERSIST b => :0¶
        TTL a => :-1¶
        """);
  }

  @Test
  void sets_an_expiry_under_conditions() {
    converse(
        """
        SET a 1 => +OK¶
        EXPIRE b 10 NX => :0¶
        EXPIRE a 10 XX => :0¶
        EXPIRE a 10 GT => :0¶
        EXPIRE a 10 XX GT => :0¶
        EXPIRE a 10 XX LT => :0¶
        TTL a => :-1¶
        EXPIRE a 10 lt => :1¶
        EXPIRE a 20 gt => :1¶
        EXPIRE a 30 nx => :0¶
        EXPIRE a 30 LT => :0¶
        TTL a => :20¶
        EXPIRE a 30 XX GT => :1¶
        TTL a => :30¶
        EXPIRE a 10 LT LT => :1¶
        TTL a => :10¶
        PERSIST a => :1¶
        EXPIRE a 10 NX => :1¶
        PEXPIREAT a 9999999999499 => :1¶
        PEXPIREAT a 9999999999499 GT => :0¶
        PEXPIREAT a 9999999999499 LT => :0¶
        EXPIRE a 1 GT => :0¶
        EXPIRE a -1 GT => :0¶
        EXPIRE a -1 LT => :1¶
        EXISTS a => :0¶
        """);
  }

  @Test
  void refuses_conditions_that_exclude_each_other() {
    converse(
        """
        SET a 1 => +OK¶
        EXPIRE a 10 FOO => -ERR Unsupported option FOO¶
        EXPIRE a x FOO => -ERR Unsupported option FOO¶
        EXPIRE b 10 FOO => -ERR Unsupported option FOO¶
        EXPIRE a x NX XX => -ERR NX and XX, GT or LT options at the same time are not compatible¶
        EXPIRE a 10 NX GT => -ERR NX and XX, GT or LT options at the same time are not compatible¶
        EXPIRE a 10 LT NX => -ERR NX and XX, GT or LT options at the same time are not compatible¶
        EXPIRE a 10 GT LT => -ERR GT and LT options at the same time are not compatible¶
        EXPIRE a 10 NX GT FOO => -ERR Unsupported option FOO¶
        TTL a => :-1¶
        """);
  }

  @Test
  void a_past_expiry_removes_the_key() {
    converse(
        """
        SET a 1 => +OK¶
        EXPIRE a 0 => :1¶
        EXISTS a => :0¶
        SET a 1 => +OK¶
        EXPIRE a -1 => :1¶
        EXISTS a => :0¶
        SET a 1 => +OK¶
        PEXPIREAT a 1 => :1¶
        EXISTS a => :0¶
        SET a 1 => +OK¶
        PEXPIREAT a -1 => :1¶
        EXISTS a => :0¶
        SET a 1 => +OK¶
        PEXPIRE a -9223372036854775808 => :1¶
        EXISTS a => :0¶
        EXPIRE a -1 => :0¶
        """);
  }

  @Test
  void refuses_times_that_are_no_number_or_too_far() {
    converse(
        """
        SET a 1 => +OK¶
        EXPIRE a x => -ERR value is not an integer or out of range¶
        EXPIRE a 1.5 => -ERR value is not an integer or out of range¶
        EXPIRE a 9223372036854775807 => -ERR invalid expire time in 'expire' command¶
        EXPIRE a -9223372036854775808 => -ERR invalid expire time in 'expire' command¶
        EXPIRE a 9223372036854775 => -ERR invalid expire time in 'expire' command¶
        EXPIREAT a 9223372036854776 => -ERR invalid expire time in 'expireat' command¶
        EXPIREAT a -9223372036854776 => -ERR invalid expire time in 'expireat' command¶
        PEXPIRE a 9223372036854775807 => -ERR invalid expire time in 'pexpire' command¶
        EXPIRE b 9223372036854775807 => -ERR invalid expire time in 'expire' command¶
        TTL a => :-1¶
        PEXPIREAT a 9223372036854775807 => :1¶
        PEXPIRETIME a => :9223372036854775807¶
        EXPIRETIME a => :9223372036854776¶
        EXPIREAT a 9223372036854775 => :1¶
        EXPIRETIME a => :9223372036854775¶
        PEXPIREAT a 9223372036854775808 => -ERR value is not an integer or out of range¶
        """);
  }

  @Test
  void keys_go_when_their_time_has_come() {
    converse("SET a 1 PX 1500 => +OK¶");
    now += 1;
    converse(
        """
        TTL a => :1¶
        PTTL a => :1499¶
        """);
    now += 1498;
    converse(
        """
        TTL a => :0¶
        PTTL a => :1¶
        GET a => $1¶1¶
        """);
    now += 1;
    converse(
        """
        PTTL a => :-2¶
        GET a => $-1¶
        """);
  }

  @Test
  void what_is_relative_is_added_to_the_time() {
    converse(
        """
        SET a 1 EX 10 => +OK¶
        PEXPIRETIME a => :1700000010000¶
        GETEX a PX 10 => $1¶1¶
        PEXPIRETIME a => :1700000000010¶
        EXPIRE a 5 => :1¶
        PEXPIRETIME a => :1700000005000¶
        EXPIREAT a 1700000000 => :1¶
        EXISTS a => :0¶
        """);
  }
}
