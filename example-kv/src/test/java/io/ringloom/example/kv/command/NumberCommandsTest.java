package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class NumberCommandsTest extends CommandFixture {
  @Test
  void counts() {
    converse(
        """
        INCR a => :1¶
        INCR a => :2¶
        DECR a => :1¶
        INCRBY a 10 => :11¶
        DECRBY a 20 => :-9¶
        DECRBY a -5 => :-4¶
        GET a => $2¶-4¶
        DECR b => :-1¶
        INCRBY c -9223372036854775808 => :-9223372036854775808¶
        DECRBY d 9223372036854775807 => :-9223372036854775807¶
        EXPIRE a 100 => :1¶
        INCR a => :-3¶
        TTL a => :100¶
        OBJECT ENCODING a => $3¶int¶
        """);
  }

  @Test
  void does_not_overflow() {
    converse(
        """
        SET a 9223372036854775807 => +OK¶
        INCR a => -ERR increment or decrement would overflow¶
        INCRBY a 9223372036854775807 => -ERR increment or decrement would overflow¶
        DECRBY a -1 => -ERR increment or decrement would overflow¶
        INCRBY a 0 => :9223372036854775807¶
        SET b -9223372036854775808 => +OK¶
        DECR b => -ERR increment or decrement would overflow¶
        INCRBY b -9223372036854775808 => -ERR increment or decrement would overflow¶
        DECRBY b -9223372036854775808 => -ERR decrement would overflow¶
        DECRBY c -9223372036854775808 => -ERR decrement would overflow¶
        GET a => $19¶9223372036854775807¶
        GET b => $20¶-9223372036854775808¶
        """);
  }

  @Test
  void refuses_what_is_no_number() {
    converse(
        """
        INCRBY a x => -ERR value is not an integer or out of range¶
        INCRBY a 9223372036854775808 => -ERR value is not an integer or out of range¶
        INCRBY a " 1" => -ERR value is not an integer or out of range¶
        INCRBY a +1 => -ERR value is not an integer or out of range¶
        INCRBY a 01 => -ERR value is not an integer or out of range¶
        DECRBY a 1.0 => -ERR value is not an integer or out of range¶
        SET a " 1" => +OK¶
        INCR a => -ERR value is not an integer or out of range¶
        SET a "" => +OK¶
        INCR a => -ERR value is not an integer or out of range¶
        SET a 9223372036854775808 => +OK¶
        INCR a => -ERR value is not an integer or out of range¶
        RPUSH l 1 => :1¶
        INCR l => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        INCRBY l x => -ERR value is not an integer or out of range¶
        DECRBY l x => -ERR value is not an integer or out of range¶
        INCRBYFLOAT l 1 => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        INCRBYFLOAT l x => -WRONGTYPE Operation against a key holding the wrong kind of value¶
        """);
  }

  @Test
  void adds_decimals() {
    converse(
        """
        INCRBYFLOAT f 10.50 => $4¶10.5¶
        INCRBYFLOAT f 0.1 => $4¶10.6¶
        INCRBYFLOAT f -5 => $3¶5.6¶
        INCRBYFLOAT f 5.0e3 => $22¶5005.60000000000000009¶
        INCRBYFLOAT f -5005.6 => $1¶0¶
        INCRBYFLOAT g 3 => $1¶3¶
        INCR g => :4¶
        INCRBYFLOAT g 1.123456789012345678901234567890 => $19¶5.12345678901234568¶
        SET g 0.1 => +OK¶
        INCRBYFLOAT g 0.2 => $3¶0.3¶
        INCRBYFLOAT g 0.7 => $1¶1¶
        EXPIRE g 100 => :1¶
        INCRBYFLOAT g -1e-1 => $3¶0.9¶
        TTL g => :100¶
        GET g => $3¶0.9¶
        SET n -9223372036854775808 => +OK¶
        INCRBYFLOAT n 1 => $20¶-9223372036854775807¶
        INCRBYFLOAT n 1e18 => $20¶-8223372036854775807¶
        INCRBYFLOAT n 1e25 => $25¶9999991776627963144962048¶
        INCRBYFLOAT n -1 => $25¶9999991776627963144962048¶
        SET m 9223372036854775807 => +OK¶
        INCRBYFLOAT m 1 => $19¶9223372036854775808¶
        INCRBYFLOAT m 0.3 => $19¶9223372036854775808¶
        SET h 3.0e3 => +OK¶
        INCRBYFLOAT h 200 => $4¶3200¶
        SET z 1e-30 => +OK¶
        INCRBYFLOAT z -2e-30 => $1¶0¶
        INCRBYFLOAT z 0.00000000000000001 => $19¶0.00000000000000001¶
        INCRBYFLOAT z 0.000000000000000005 => $19¶0.00000000000000002¶
        INCRBYFLOAT z -0 => $19¶0.00000000000000002¶
        """);
  }

  @Test
  void reads_floats_as_c_does() {
    converse(
        """
        INCRBYFLOAT f 0x1.8p1 => $1¶3¶
        INCRBYFLOAT f 0X.8P+1 => $1¶4¶
        INCRBYFLOAT f 0xA => $2¶14¶
        INCRBYFLOAT f 1. => $2¶15¶
        INCRBYFLOAT f .5 => $4¶15.5¶
        INCRBYFLOAT f +1 => $4¶16.5¶
        INCRBYFLOAT f 1E0 => $4¶17.5¶
        INCRBYFLOAT f 0e999999999999999999999 => $4¶17.5¶
        INCRBYFLOAT f 1e-4940 => $4¶17.5¶
        INCRBYFLOAT f 00012 => $4¶29.5¶
        INCRBYFLOAT f 0x1p-70 => $4¶29.5¶
        GET f => $4¶29.5¶
        """);
  }

  @Test
  void refuses_what_is_no_float() {
    converse(
        """
        INCRBYFLOAT f nan => -ERR value is not a valid float¶
        INCRBYFLOAT f "" => -ERR value is not a valid float¶
        INCRBYFLOAT f " 1" => -ERR value is not a valid float¶
        INCRBYFLOAT f "1 " => -ERR value is not a valid float¶
        INCRBYFLOAT f 1e => -ERR value is not a valid float¶
        INCRBYFLOAT f 1e+ => -ERR value is not a valid float¶
        INCRBYFLOAT f . => -ERR value is not a valid float¶
        INCRBYFLOAT f - => -ERR value is not a valid float¶
        INCRBYFLOAT f 0x => -ERR value is not a valid float¶
        INCRBYFLOAT f 0x.p1 => -ERR value is not a valid float¶
        INCRBYFLOAT f 1,5 => -ERR value is not a valid float¶
        INCRBYFLOAT f 1e4933 => -ERR value is not a valid float¶
        INCRBYFLOAT f -1e999999999999999999999 => -ERR value is not a valid float¶
        INCRBYFLOAT f 1e-5000 => -ERR value is not a valid float¶
        INCRBYFLOAT f 0x1p16384 => -ERR value is not a valid float¶
        INCRBYFLOAT f 0x1p-16447 => -ERR value is not a valid float¶
        EXISTS f => :0¶
        SET f abc => +OK¶
        INCRBYFLOAT f 1 => -ERR value is not a valid float¶
        SET f inf => +OK¶
        INCRBYFLOAT f 1 => -ERR increment would produce NaN or Infinity¶
        INCRBYFLOAT f -inf => -ERR increment would produce NaN or Infinity¶
        SET f 1 => +OK¶
        INCRBYFLOAT f inf => -ERR increment would produce NaN or Infinity¶
        INCRBYFLOAT f -INFINITY => -ERR increment would produce NaN or Infinity¶
        SET f 1.1e4932 => +OK¶
        INCRBYFLOAT f 1.1e4932 => -ERR increment would produce NaN or Infinity¶
        GET f => $8¶1.1e4932¶
        """);
  }
}
