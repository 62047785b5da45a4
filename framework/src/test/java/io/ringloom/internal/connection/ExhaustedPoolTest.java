package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.HandlerScheduling;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import io.ringloom.testkit.memory.SendMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool that has nothing to give makes writers wait, and breaks no connection. */
@Timeout(60)
class ExhaustedPoolTest {
  private static final int CHUNK_BYTES = 1024;

  static Stream<Arguments> pools() {
    return Stream.of(HandlerScheduling.values())
        .flatMap(
            scheduling ->
                Stream.of(0, CHUNK_BYTES - 1, CHUNK_BYTES, 3 * CHUNK_BYTES)
                    .map(bytes -> Arguments.of(scheduling, bytes)));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void manyWritersShareATinyPoolAndAllBytesArrive(HandlerScheduling scheduling, int poolBytes)
      throws Exception {
    int peers = 20;
    int writes = 50;
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              int tag = connection.input().readByte();
              for (int i = 0; i < writes; i++) {
                byte[] bytes = new byte[1 + i * 40];
                Arrays.fill(bytes, (byte) (tag + i));
                assertThat(connection.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
              }
            },
            loops -> loops.chunkBytes(CHUNK_BYTES).poolBytes(poolBytes),
            options -> {})) {
      List<MemoryPeer> all = new ArrayList<>();
      for (int tag = 0; tag < peers; tag++) {
        SendMode mode = tag % 2 == 0 ? SendMode.COMPLETED_BY_NEXT_POLL : SendMode.SYNCHRONOUS;
        MemoryPeer peer = server.connect(made -> made.sendMode(mode));
        all.add(peer);
        peer.send(new byte[] {(byte) tag});
      }
      for (int tag = 0; tag < peers; tag++) {
        MemoryPeer peer = all.get(tag);
        peer.awaitOutputShut();
        byte[] taken = peer.taken();
        int at = 0;
        for (int i = 0; i < writes; i++) {
          for (int end = at + 1 + i * 40; at < end; at++) {
            assertThat(taken[at]).isEqualTo((byte) (tag + i));
          }
        }
        assertThat(taken).hasSize(at);
        assertThat(peer.isAborted()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aSlowHandlerGetsAllThatItsPeerSent(HandlerScheduling scheduling, int poolBytes)
      throws Exception {
    byte[] sent = new byte[50_000];
    new Random(7).nextBytes(sent);
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              ByteBuffer dst = ByteBuffer.allocate(333);
              while (connection.read(dst.clear()) > 0) {
                connection.write(dst.flip());
                connection.flush();
              }
            },
            loops -> loops.chunkBytes(CHUNK_BYTES).poolBytes(poolBytes),
            options -> {})) {
      MemoryPeer peer = server.connect(made -> made.sendMode(SendMode.COMPLETED_BY_NEXT_POLL));
      peer.send(sent);
      peer.endStream();
      assertThat(peer.awaitTaken(sent.length)).isEqualTo(sent);
      peer.awaitOutputShut();
    }
  }
}
