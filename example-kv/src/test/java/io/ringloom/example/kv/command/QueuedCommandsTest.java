package io.ringloom.example.kv.command;

import io.ringloom.example.kv.store.EvictionPolicy;
import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class QueuedCommandsTest extends CommandFixture {
  @Test
  void memory_may_run_short_while_commands_are_queued() {
    converse(
        """
        SET a 1 => +OK¶
        MULTI => +OK¶
        GET a => +QUEUED¶
        SET b 1 => +QUEUED¶
        """);
    limitMemory(1);
    converse(
        """
        EXEC => -EXECABORT Transaction discarded because of: OOM command not allowed when used memory > 'maxmemory'.¶
        GET b => $-1¶
        MULTI => +OK¶
        GET a => +QUEUED¶
        EXEC => *1¶$1¶1¶
        """);
  }

  private void limitMemory(long bytes) {
    shared.keyspace().lock().lock();
    try {
      shared.keyspace().limit(bytes, EvictionPolicy.NOEVICTION);
    } finally {
      shared.keyspace().lock().unlock();
    }
  }
}
