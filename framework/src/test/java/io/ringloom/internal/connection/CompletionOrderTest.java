package io.ringloom.internal.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.HandlerScheduling;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import io.ringloom.testkit.memory.SendMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Completions come in any order, some of them long after the connection was given up. */
class CompletionOrderTest {

  /** What can happen to a connection whose handler writes and then reads. */
  private enum Step {
    RECEIVED,
    END_OF_STREAM,
    SENT_IN_PART,
    FAILED,
    LOCAL_CLOSE,
    LOCAL_ABORT;

    void act(MemoryPeer peer, Connection connection) {
      switch (this) {
        case RECEIVED -> peer.sendLate(new byte[] {'l', 'a', 't', 'e'});
        case END_OF_STREAM -> peer.endStreamLate();
        case SENT_IN_PART -> peer.endSend(3);
        case FAILED -> peer.failLate(new IOException("Connection reset by peer"));
        case LOCAL_CLOSE -> connection.close();
        case LOCAL_ABORT -> connection.abort();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOrderEndsOnceAndGivesEverythingBack(HandlerScheduling scheduling) throws Exception {
    ConcurrentMap<Long, AtomicInteger> ends = new ConcurrentHashMap<>();
    ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connections.put(connection.remoteAddress().toString(), connection);
              try {
                writeAndRead(connection);
              } finally {
                ends.computeIfAbsent(connection.id(), id -> new AtomicInteger()).incrementAndGet();
              }
            })) {
      List<List<Step>> orders = orders(List.of(Step.values()));
      for (List<Step> order : orders) {
        run(server, order, connections);
      }
      server.awaitQuiet();
      assertThat(ends).hasSize(orders.size());
      assertThat(ends.values()).allMatch(count -> count.get() == 1);
      long ended = 0;
      for (long count : server.server().metrics().closedByReason().values()) {
        ended += count;
      }
      assertThat(ended).as("each connection ended for one reason").isEqualTo(orders.size());
    }
  }

  private static void run(
      MemoryServer server, List<Step> order, ConcurrentMap<String, Connection> connections)
      throws Exception {
    MemoryPeer peer =
        server.connect(
            made -> {
              made.sendMode(SendMode.COMPLETED_BY_TEST);
              made.holdClose();
            });
    peer.awaitSendInFlight();
    Connection connection = Objects.requireNonNull(connections.get(peer.address().toString()));
    for (Step step : order) {
      step.act(peer, connection);
    }
    // Whatever the order, both an abort and a failure were among it.
    peer.awaitClosing();
    peer.sendLate(new byte[] {'l', 'o', 's', 't'});
    peer.endSend(Long.MAX_VALUE);
    peer.letClose();
    peer.awaitClosed();
    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.closeReason()).isPresent();
  }

  private static void writeAndRead(Connection connection) throws IOException {
    connection.write(ByteBuffer.wrap("hello".getBytes(US_ASCII)));
    ByteBuffer dst = ByteBuffer.allocate(16);
    while (connection.read(dst.clear()) > 0) {
      for (int i = 0; i < dst.position(); i++) {
        assertThat((char) dst.get(i)).isIn('l', 'a', 't', 'e');
      }
    }
  }

  /** Returns every order of the elements. */
  private static <E> List<List<E>> orders(List<E> elements) {
    if (elements.isEmpty()) {
      return List.of(List.of());
    }
    List<List<E>> all = new ArrayList<>();
    for (E first : elements) {
      List<E> others = new ArrayList<>(elements);
      others.remove(first);
      for (List<E> rest : orders(others)) {
        List<E> order = new ArrayList<>();
        order.add(first);
        order.addAll(rest);
        all.add(order);
      }
    }
    return all;
  }
}
