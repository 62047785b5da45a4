package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class ConfigCommandsTest extends CommandFixture {
  @Test
  void tells_parameters() {
    converse(
        """
        CONFIG GET databases => *2¶$9¶databases¶$2¶16¶
        CONFIG GET none => *0¶
        CONFIG GET appendonly => *2¶$10¶appendonly¶$2¶no¶
        CONFIG GET save => *2¶$4¶save¶$0¶¶
        CONFIG GET maxmemory => *2¶$9¶maxmemory¶$1¶0¶
        CONFIG GET maxmemory-policy => *2¶$16¶maxmemory-policy¶$10¶noeviction¶
        CONFIG GET proto-max-bulk-len => *2¶$18¶proto-max-bulk-len¶$9¶536870912¶
        CONFIG GET requirepass => *2¶$11¶requirepass¶$0¶¶
        CONFIG GET maxmemory maxmemory => *2¶$9¶maxmemory¶$1¶0¶
        CONFIG GET => -ERR wrong number of arguments for 'config|get' command¶
        """);
  }

  @Test
  void sets_parameters() {
    converse(
        """
        CONFIG SET maxmemory 100mb => +OK¶
        CONFIG GET maxmemory => *2¶$9¶maxmemory¶$9¶104857600¶
        CONFIG SET maxmemory 1gb maxmemory-policy allkeys-lru => +OK¶
        CONFIG GET maxmemory => *2¶$9¶maxmemory¶$10¶1073741824¶
        CONFIG GET maxmemory-policy => *2¶$16¶maxmemory-policy¶$11¶allkeys-lru¶
        CONFIG SET MAXMEMORY 1K => +OK¶
        CONFIG GET maxmemory => *2¶$9¶maxmemory¶$4¶1000¶
        CONFIG SET maxmemory 0 => +OK¶
        CONFIG SET maxmemory-policy noeviction => +OK¶
        CONFIG SET maxmemory x => -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value¶
        CONFIG SET maxmemory -1 => -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value¶
        CONFIG SET maxmemory 1xb => -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value¶
        CONFIG SET proto-max-bulk-len 1mb => +OK¶
        CONFIG GET proto-max-bulk-len => *2¶$18¶proto-max-bulk-len¶$7¶1048576¶
        CONFIG SET proto-max-bulk-len 512mb => +OK¶
        CONFIG SET proto-max-bulk-len x => -ERR CONFIG SET failed (possibly related to argument 'proto-max-bulk-len') - argument must be a memory value¶
        CONFIG SET databases 3 => -ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config¶
        CONFIG SET none 1 => -ERR Unknown option or number of arguments for CONFIG SET - 'none'¶
        CONFIG SET maxmemory 1 none 1 => -ERR Unknown option or number of arguments for CONFIG SET - 'none'¶
        CONFIG SET maxmemory 1 maxmemory 2 => -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - duplicate parameter¶
        CONFIG SET maxmemory 1 MAXMEMORY 2 => -ERR CONFIG SET failed (possibly related to argument 'MAXMEMORY') - duplicate parameter¶
        CONFIG SET maxmemory 1 x => -ERR syntax error¶
        CONFIG SET maxmemory => -ERR wrong number of arguments for 'config|set' command¶
        CONFIG SET => -ERR wrong number of arguments for 'config|set' command¶
        CONFIG GET maxmemory => *2¶$9¶maxmemory¶$1¶0¶
        CONFIG FOO => -ERR unknown subcommand 'FOO'. Try CONFIG HELP.¶
        CONFIG REWRITE => -ERR The server is running without a config file¶
        CONFIG RESETSTAT => +OK¶
        CONFIG RESETSTAT x => -ERR wrong number of arguments for 'config|resetstat' command¶
        """);
  }
}
