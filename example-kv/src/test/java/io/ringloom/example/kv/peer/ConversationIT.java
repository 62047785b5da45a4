package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose order matters, or that random ones hardly ever make; beside Redis itself. */
final class ConversationIT extends BesideRedis {

  /** Each line is one request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Subscribers
        "SUBSCRIBE a|MULTI|GET a|PING|PING x|UNSUBSCRIBE|GET a|PING",
        "HELLO 3|SUBSCRIBE a|MULTI|PUBLISH a m|GET x|EXEC|PING|PING x",
        "HELLO 3|SUBSCRIBE a|HELLO 2|GET a|PUBLISH a m|PING",
        "MULTI|SUBSCRIBE a|EXEC|PING",
        "HELLO 3|MULTI|SUBSCRIBE a|PING|UNSUBSCRIBE a|EXEC|GET a|PING",
        "UNSUBSCRIBE|PUNSUBSCRIBE|UNSUBSCRIBE a b|PUNSUBSCRIBE a b",
        "HELLO 3|UNSUBSCRIBE|UNSUBSCRIBE a|PUNSUBSCRIBE a",
        "SUBSCRIBE a a b|UNSUBSCRIBE a|UNSUBSCRIBE a|UNSUBSCRIBE|PUBLISH b m",
        "SUBSCRIBE a|PSUBSCRIBE b*|RESET|PUBLISH a m|PUBLISH bc m|PING",
        "HELLO 3|PSUBSCRIBE a*|SUBSCRIBE ab|PUBLISH ab m|PUBLISH ac m|PUBLISH b m",
        "SUBSCRIBE a|QUIT|PING",
        "PUBSUB CHANNELS|PUBSUB CHANNELS a*|PUBSUB NUMSUB|PUBSUB NUMPAT|PUBSUB NUMPAT x",
        "HELLO 3|SUBSCRIBE ab|PUBSUB CHANNELS|PUBSUB CHANNELS b*|PUBSUB NUMSUB ab ab b",
        // Transactions
        "EXEC|DISCARD|MULTI x|MULTI|MULTI|DISCARD|UNWATCH|WATCH",
        "MULTI|SET a 1|WATCH b|INCR a|EXEC|GET a",
        "MULTI|SET a 1|NOSUCH|INCR a|EXEC|GET a",
        "MULTI|SET a 1|GET|EXEC|EXEC",
        "MULTI|SET a x|INCR a|LPUSH a 1|GET a|EXEC",
        "MULTI|EXEC x|EXEC|MULTI|DISCARD x|DISCARD|DISCARD",
        "WATCH a|SET a 1|MULTI|GET a|EXEC|MULTI|GET a|EXEC",
        "WATCH a|DEL a|MULTI|GET a|EXEC",
        "SET a 1|WATCH a|EXPIRE a 100|MULTI|GET a|EXEC",
        "SET a 1|WATCH a|PERSIST a|TOUCH a|GETEX a|MULTI|GET a|EXEC",
        "WATCH a|FLUSHDB|MULTI|PING|EXEC|SET a 1|WATCH a|FLUSHALL|MULTI|PING|EXEC",
        "WATCH a|SELECT 1|SET a 1|MULTI|PING|EXEC",
        "WATCH a|SET a 1|UNWATCH|MULTI|PING|EXEC",
        "WATCH a|SET a 1|DISCARD|MULTI|PING|EXEC",
        "WATCH a|SET a 1|MULTI|DISCARD|MULTI|PING|EXEC",
        "MULTI|SELECT 3|SET a 1|EXEC|GET a|SELECT 0|GET a",
        "MULTI|BLPOP a 0|BRPOPLPUSH a b 0|BLMOVE a b LEFT LEFT 0|BLMPOP 0 1 a LEFT|EXEC",
        "HELLO 3|MULTI|BLPOP a 0|BRPOPLPUSH a b 0|BLMOVE a b LEFT LEFT 0|BLMPOP 0 1 a LEFT|EXEC",
        "MULTI|PING|RESET|EXEC|PING",
        "MULTI|PING|QUIT|EXEC",
        "MULTI|HELLO 3|GET a|EXEC|GET a",
        "MULTI|EXEC",
        // What the client wants to hear
        "CLIENT REPLY OFF|PING|SET a 1|CLIENT REPLY ON|GET a",
        "CLIENT REPLY SKIP|PING|PING x|CLIENT REPLY SKIP|CLIENT REPLY SKIP|PING y|PING z",
        "CLIENT REPLY OFF|CLIENT REPLY SKIP|PING|PING|CLIENT REPLY ON|PING",
        "CLIENT REPLY|CLIENT REPLY NOW|CLIENT REPLY ON x|PING",
        "CLIENT REPLY OFF|QUIT",
        // About the client
        "CLIENT SETNAME 'a b'|CLIENT SETNAME a|CLIENT GETNAME|CLIENT SETNAME ''|CLIENT GETNAME",
        "HELLO 3|CLIENT GETNAME|HELLO 2 SETNAME me|CLIENT GETNAME",
        "CLIENT UNBLOCK 99999999|CLIENT UNBLOCK x|CLIENT UNBLOCK 1 NOW|CLIENT UNBLOCK",
        "CLIENT KILL 127.0.0.1:1|CLIENT KILL ID x|CLIENT KILL ID 99999999|CLIENT KILL TYPE x",
        "CLIENT KILL NO SUCH|CLIENT KILL ID 1 SKIPME x|CLIENT KILL USER x|CLIENT KILL ADDR a:1",
        "CLIENT NO-EVICT x|CLIENT LIST TYPE x|CLIENT LIST ID|CLIENT LIST ID x|CLIENT NOSUCH",
        "CLIENT SETINFO LIB-NAME x|CLIENT|CLIENT ID x|CLIENT INFO x",
        "AUTH x|AUTH default x|AUTH nobody x|AUTH a b c|AUTH",
        "HELLO x|HELLO 1|HELLO 4|HELLO 2 NO|HELLO 2 AUTH default|HELLO 2 SETNAME",
        "HELLO 3|HELLO|RESET|HELLO",
        "SELECT|SELECT 1 2|SELECT 16|SELECT -1|SELECT x|SELECT 99999999999",
        "PING a b|ECHO|ECHO a b",
        // Keys
        "SET a 1|SCAN 0|SCAN 0 MATCH b|SCAN 0 TYPE string|SCAN 0 TYPE list|SCAN 0 COUNT 100",
        "SCAN|SCAN x|SCAN -1|SCAN 0 COUNT 0|SCAN 0 COUNT x|SCAN 0 MATCH|SCAN 0 NO x|SCAN 0 TYPE",
        "SCAN 18446744073709551616|SCAN ' 0'|SCAN 0 COUNT 9223372036854775808",
        "RANDOMKEY|SET a 1|RANDOMKEY|RANDOMKEY x",
        "SET a 1|SET b x|SET c 12345678901234567890123456789012345678901234567|RPUSH l a|OBJECT"
            + " ENCODING a|OBJECT ENCODING b|OBJECT ENCODING c|OBJECT ENCODING l|OBJECT ENCODING n",
        "SET b x|APPEND b y|OBJECT ENCODING b|SET b 1|APPEND b 2|OBJECT ENCODING b|INCR b|OBJECT"
            + " ENCODING b|SETRANGE b 0 7|OBJECT ENCODING b",
        "OBJECT REFCOUNT n|OBJECT IDLETIME n|OBJECT FREQ n|SET a x|OBJECT REFCOUNT a|OBJECT"
            + " IDLETIME a|OBJECT FREQ a|OBJECT|OBJECT NO a|OBJECT ENCODING",
        "SET a 1|RENAME a a|RENAMENX a a|RENAME n n|RENAMENX n n|COPY a a|COPY a a DB 0|MOVE a 0",
        "SET a 1 EX 10 PX 10|SET a 1 KEEPTTL EX 10|SET a 1 NX XX|SET a 1 NX GET|GET a",
        "SET a 1|SET a 2 NX GET|SET a 2 XX GET|GET a|RPUSH l a|SET l 1 GET|TYPE l",
        "FLUSHALL NO|FLUSHALL SYNC ASYNC|FLUSHDB NO|DBSIZE x",
        // The server
        "CONFIG GET no-such|CONFIG GET|CONFIG SET no-such 1|CONFIG SET|CONFIG SET a|CONFIG NO",
        "CONFIG GET maxmemory|CONFIG GET maxmemory-policy|CONFIG GET databases",
        "CONFIG RESETSTAT|CONFIG RESETSTAT x|CONFIG",
        "COMMAND GETKEYS SET a b|COMMAND GETKEYS MSET a b c d|COMMAND GETKEYS LMPOP 2 a b LEFT",
        "COMMAND GETKEYS PING|COMMAND GETKEYS NOSUCH a|COMMAND GETKEYS GET|COMMAND GETKEYS",
        "COMMAND INFO nosuch|COMMAND NO|COMMAND COUNT x|COMMAND LIST x",
        "TIME x|INFO nosuch|MEMORY NO|MEMORY USAGE n|MEMORY USAGE|MEMORY"
      })
  void goes_as_with_redis(String requests) throws Exception {
    String input = "FLUSHALL\r\n" + requests.replace("|", "\r\n") + "\r\n";
    assertThat(answers(ours, input)).isEqualTo(answers(redis, input));
  }

  /** Returns what is said until the client has ended and the server has closed the connection. */
  private static String answers(TestServer server, String input) throws IOException {
    try (RespPeer peer = new RespPeer(server.port())) {
      peer.send(input);
      peer.shutdownOutput();
      return RespPeer.visible(Replies.withoutId(peer.rest())).replace("\\r\\n", " ");
    }
  }
}
