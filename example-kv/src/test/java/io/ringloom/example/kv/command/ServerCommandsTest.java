package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ServerCommandsTest extends CommandFixture {
  @Test
  void counts_and_flushes_keys() {
    converse(
        """
        DBSIZE => :0¶
        SET a 1 => +OK¶
        SET b 2 => +OK¶
        DBSIZE => :2¶
        SELECT 1 => +OK¶
        DBSIZE => :0¶
        SET c 3 => +OK¶
        FLUSHDB => +OK¶
        DBSIZE => :0¶
        SET c 3 => +OK¶
        SELECT 0 => +OK¶
        DBSIZE => :2¶
        FLUSHDB ASYNC => +OK¶
        DBSIZE => :0¶
        FLUSHALL SYNC => +OK¶
        SELECT 1 => +OK¶
        DBSIZE => :0¶
        FLUSHALL foo => -ERR syntax error¶
        FLUSHDB foo => -ERR syntax error¶
        FLUSHALL SYNC ASYNC => -ERR syntax error¶
        FLUSHDB sync => +OK¶
        DBSIZE x => -ERR wrong number of arguments for 'dbsize' command¶
        TIME x => -ERR wrong number of arguments for 'time' command¶
        MEMORY USAGE none => $-1¶
        MEMORY USAGE => -ERR wrong number of arguments for 'memory|usage' command¶
        MEMORY USAGE none SAMPLES 5 => $-1¶
        MEMORY USAGE none SAMPLES -1 => -ERR syntax error¶
        MEMORY USAGE none SAMPLES x => -ERR value is not an integer or out of range¶
        MEMORY USAGE none FOO => -ERR syntax error¶
        MEMORY USAGE none SAMPLES => -ERR syntax error¶
        SET a 1 => +OK¶
        MEMORY USAGE a SAMPLES -1 => -ERR syntax error¶
        MEMORY USAGE a SAMPLES x => -ERR value is not an integer or out of range¶
        MEMORY USAGE a FOO => -ERR syntax error¶
        MEMORY FOO => -ERR unknown subcommand 'FOO'. Try MEMORY HELP.¶
        INFO foo => $0¶¶
        """);
  }
}
