package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionInput;
import io.ringloom.ConnectionOutput;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.internal.loop.LoopGroup;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An echo allocates nothing, once it is warm: neither on the loop's thread nor on those of
 * handlers.
 *
 * <p>All of these share one carrier, and the JVM counts for a carrier what virtual threads allocate
 * while they run on it; a test here shows that it does.
 */
public abstract class AllocationContract extends Contract {
  private static final int MESSAGE_BYTES = 64;
  private static final int PEERS = 8;

  /** How many echoes make a round. */
  private static final int ECHOES = 60_000;

  /**
   * A compiler that has just finished makes the next round better, and how many it takes depends on
   * the machine. One good round shows that nothing has to be allocated.
   */
  private static final int MOST_ROUNDS = 40;

  /** A collection lets each thread allocate its stack anew, so the bound is not zero. */
  private static final double MOST_BYTES_FOR_AN_ECHO = 1;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what a handler allocates from being optimised away. */
  @SuppressWarnings("unused")
  private static volatile byte[] sink = {};

  @Override
  protected void configure(EventLoopGroup.Builder builder) {
    builder.loops(1);
  }

  @BeforeEach
  final void holdsWhereHandlersShareTheCarrier() {
    assumeTrue(
        scheduling() == HandlerScheduling.LOOP,
        "The JDK's own scheduler allocates, and on threads that are not ours.");
  }

  @Test
  void anEchoThroughABufferAllocatesNothing() throws Exception {
    assertThat(bytesForAnEcho(MOST_ROUNDS, AllocationContract::echoBuffer))
        .isLessThan(MOST_BYTES_FOR_AN_ECHO);
  }

  @Test
  void anEchoThroughParserAndFormatterAllocatesNothing() throws Exception {
    assertThat(bytesForAnEcho(MOST_ROUNDS, AllocationContract::echoNumbers))
        .isLessThan(MOST_BYTES_FOR_AN_ECHO);
  }

  @Test
  void anEchoThatIsTransferredAllocatesNothing() throws Exception {
    assertThat(bytesForAnEcho(MOST_ROUNDS, AllocationContract::transfer))
        .isLessThan(MOST_BYTES_FOR_AN_ECHO);
  }

  @Test
  void whatAHandlerAllocatesIsSeen() throws Exception {
    assertThat(bytesForAnEcho(2, AllocationContract::echoAndAllocate)).isGreaterThan(200);
  }

  private static void echoBuffer(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    while (connection.read(buffer.clear()) >= 0) {
      connection.write(buffer.flip());
    }
  }

  private static void echoNumbers(Connection connection) throws IOException {
    ConnectionInput input = connection.input();
    ConnectionOutput output = connection.output();
    while (input.awaitBytes()) {
      for (int i = 0; i < MESSAGE_BYTES / Long.BYTES; i++) {
        output.writeLong(input.readLong());
      }
    }
  }

  private static void transfer(Connection connection) throws IOException {
    while (connection.input().transferTo(connection) >= 0) {}
  }

  private static void echoAndAllocate(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    while (connection.read(buffer.clear()) >= 0) {
      sink = new byte[256];
      connection.write(buffer.flip());
    }
  }

  /** Returns how much the transport allocates in each turn, which is not ours to change. */
  protected long transportBytesForATurn() {
    return 0;
  }

  /**
   * Returns how much the carrier allocates for one echo, without the transport's part, in the first
   * round that shows that it is nothing, or else in the best.
   */
  private double bytesForAnEcho(int mostRounds, ConnectionHandler handler) throws Exception {
    Server server = serve(handler);
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      peers.add(peer(server));
    }
    int echoes = repeated(ECHOES);
    long carrier = carrierId();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < mostRounds && best >= MOST_BYTES_FOR_AN_ECHO; round++) {
      long turnsBefore = turns(server);
      long before = THREADS.getThreadAllocatedBytes(carrier);
      echo(peers, echoes);
      long allocated = THREADS.getThreadAllocatedBytes(carrier) - before;
      long transports = (turns(server) - turnsBefore) * transportBytesForATurn();
      best = Math.min(best, (double) (allocated - transports) / echoes);
    }
    return best;
  }

  private static long turns(Server server) {
    return server.metrics().loops().stream().mapToLong(ServerMetrics.Loop::turns).sum();
  }

  private static void echo(List<ScriptedPeer> peers, int echoes) throws IOException {
    byte[] message = new byte[MESSAGE_BYTES];
    for (int left = echoes; left > 0; left -= peers.size()) {
      for (ScriptedPeer peer : peers) {
        peer.send(message);
      }
      for (ScriptedPeer peer : peers) {
        peer.receive(MESSAGE_BYTES);
      }
    }
  }

  private long carrierId() {
    String name = ((LoopGroup) loops).loops().get(0).name();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .threadId();
  }
}
