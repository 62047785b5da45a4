package io.ringloom.example.kv.command;

import org.junit.jupiter.api.Test;

/** What Redis 7.0.15 replies to the same requests. */
final class TransactionCommandsTest extends CommandFixture {
  @Test
  void carries_out_what_was_queued() {
    converse(
        """
        MULTI => +OK¶
        SET a 1 => +QUEUED¶
        INCR a => +QUEUED¶
        GET a => +QUEUED¶
        RPUSH a x => +QUEUED¶
        LRANGE none 0 -1 => +QUEUED¶
        PING => +QUEUED¶
        EXEC => *6¶+OK¶:2¶$1¶2¶-WRONGTYPE Operation against a key holding the wrong kind of value¶*0¶+PONG¶
        GET a => $1¶2¶
        MULTI => +OK¶
        EXEC => *0¶
        """);
  }

  @Test
  void discards() {
    converse(
        """
        MULTI => +OK¶
        SET a 1 => +QUEUED¶
        DISCARD => +OK¶
        GET a => $-1¶
        DISCARD => -ERR DISCARD without MULTI¶
        EXEC => -ERR EXEC without MULTI¶
        """);
  }

  @Test
  void refuses_to_nest() {
    converse(
        """
        MULTI => +OK¶
        MULTI => -ERR MULTI calls can not be nested¶
        SET a 1 => +QUEUED¶
        EXEC => *1¶+OK¶
        MULTI => +OK¶
        WATCH a => -ERR WATCH inside MULTI is not allowed¶
        GET a => +QUEUED¶
        EXEC => *1¶$1¶1¶
        EXEC => -ERR EXEC without MULTI¶
        GET a => $1¶1¶
        """);
  }

  @Test
  void nothing_is_carried_out_after_an_error_in_the_queue() {
    converse(
        """
        MULTI => +OK¶
        SET a 1 => +QUEUED¶
        SET a => -ERR wrong number of arguments for 'set' command¶
        EXEC => -EXECABORT Transaction discarded because of previous errors.¶
        MULTI => +OK¶
        FOO bar => -ERR unknown command 'FOO', with args beginning with: 'bar' ¶
        EXEC => -EXECABORT Transaction discarded because of previous errors.¶
        MULTI => +OK¶
        CLIENT FOO => -ERR unknown subcommand 'FOO'. Try CLIENT HELP.¶
        EXEC => -EXECABORT Transaction discarded because of previous errors.¶
        MULTI => +OK¶
        EXEC x => -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command¶
        SET a 1 => +OK¶
        EXEC => -ERR EXEC without MULTI¶
        MULTI => +OK¶
        DISCARD x => -ERR wrong number of arguments for 'discard' command¶
        GET a => +QUEUED¶
        EXEC => -EXECABORT Transaction discarded because of previous errors.¶
        GET a => $1¶1¶
        MULTI x => -ERR wrong number of arguments for 'multi' command¶
        WATCH => -ERR wrong number of arguments for 'watch' command¶
        UNWATCH x => -ERR wrong number of arguments for 'unwatch' command¶
        """);
  }

  @Test
  void errors_while_they_run_stop_nothing() {
    converse(
        """
        SET s 1 => +OK¶
        MULTI => +OK¶
        LPUSH s x => +QUEUED¶
        INCRBY s x => +QUEUED¶
        INCR s => +QUEUED¶
        SELECT 99 => +QUEUED¶
        GET s => +QUEUED¶
        EXEC => *5¶-WRONGTYPE Operation against a key holding the wrong kind of value¶-ERR value is not an integer or out of range¶:2¶-ERR DB index is out of range¶$1¶2¶
        GET s => $1¶2¶
        """);
  }

  @Test
  void a_change_of_a_watched_key_ends_the_transaction() {
    converse(
        """
        SET a 1 => +OK¶
        WATCH a => +OK¶
        SET a 1 => +OK¶
        MULTI => +OK¶
        GET a => +QUEUED¶
        EXEC => *-1¶
        MULTI => +OK¶
        GET a => +QUEUED¶
        EXEC => *1¶$1¶1¶
        WATCH a => +OK¶
        UNWATCH => +OK¶
        SET a 2 => +OK¶
        MULTI => +OK¶
        GET a => +QUEUED¶
        EXEC => *1¶$1¶2¶
        WATCH a => +OK¶
        SET a 3 => +OK¶
        DISCARD => -ERR DISCARD without MULTI¶
        MULTI => +OK¶
        DISCARD => +OK¶
        MULTI => +OK¶
        GET a => +QUEUED¶
        EXEC => *1¶$1¶3¶
        WATCH none => +OK¶
        DEL none => :0¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        WATCH none => +OK¶
        SET none 1 => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH none => +OK¶
        FLUSHALL => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH none => +OK¶
        FLUSHALL => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        """);
  }

  @Test
  void watches_lists_and_several_keys() {
    converse(
        """
        RPUSH l a b => :2¶
        WATCH x l y => +OK¶
        LPUSH l c => :3¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH x l y => +OK¶
        LRANGE l 0 -1 => *3¶$1¶c¶$1¶a¶$1¶b¶
        LINDEX l 0 => $1¶c¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        WATCH l => +OK¶
        LSET l 0 c => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH l => +OK¶
        RENAME l m => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH l => +OK¶
        LPOP l => $-1¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        WATCH l l => +OK¶
        COPY m l => :1¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH l => +OK¶
        EXPIRE l 100 => :1¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH l => +OK¶
        PERSIST l => :1¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *-1¶
        WATCH l => +OK¶
        LREM l 0 none => :0¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        """);
  }

  @Test
  void a_watched_key_is_one_of_its_database() {
    converse(
        """
        WATCH a => +OK¶
        SELECT 1 => +OK¶
        SET a 1 => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        WATCH a => +OK¶
        SELECT 0 => +OK¶
        SET a 1 => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        WATCH a => +OK¶
        SELECT 1 => +OK¶
        MOVE a 2 => :1¶
        SELECT 0 => +OK¶
        MULTI => +OK¶
        PING => +QUEUED¶
        EXEC => *1¶+PONG¶
        """);
  }

  @Test
  void an_error_in_the_queue_comes_before_a_changed_key() {
    converse(
        """
        SET a 1 => +OK¶
        WATCH a => +OK¶
        SET a 2 => +OK¶
        MULTI => +OK¶
        FOO => -ERR unknown command 'FOO', with args beginning with: ¶
        EXEC => -EXECABORT Transaction discarded because of previous errors.¶
        """);
  }

  @Test
  void blocking_commands_do_not_wait_in_a_transaction() {
    converse(
        """
        MULTI => +OK¶
        BLPOP none 0 => +QUEUED¶
        BRPOP none 0 => +QUEUED¶
        BLMOVE none a LEFT LEFT 0 => +QUEUED¶
        BRPOPLPUSH none a 0 => +QUEUED¶
        BLMPOP 0 1 none LEFT => +QUEUED¶
        RPUSH none x => +QUEUED¶
        BLPOP none 0 => +QUEUED¶
        EXEC => *7¶*-1¶*-1¶$-1¶$-1¶*-1¶:1¶*2¶$4¶none¶$1¶x¶
        EXISTS none => :0¶
        """);
  }

  @Test
  void a_reset_leaves_a_transaction() {
    converse(
        """
        MULTI => +OK¶
        SET a 1 => +QUEUED¶
        RESET => +RESET¶
        GET a => $-1¶
        EXEC => -ERR EXEC without MULTI¶
        """);
  }
}
