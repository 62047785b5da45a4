package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers of several threads on one connection. */
public abstract class ConcurrentWriteContract extends Contract {
  private static final int WRITERS = 6;
  private static final int RECORDS = 40;
  private static final int HEADER_BYTES = 9;

  @ParameterizedTest
  @ValueSource(ints = {8 * 1024, 1024 * 1024})
  @DisplayName("writes of concurrent threads, small and large, never mix within one write")
  void writesOfSeveralThreadsNeverMix(int sendBufferBytes) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Server server =
        serve(
            ConnectionOptions.builder().sendBufferBytes(sendBufferBytes).build(),
            connection -> {
              List<Thread> writers = new ArrayList<>();
              for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Runnable body =
                    () -> {
                      try {
                        writeRecords(connection, writer);
                      } catch (Throwable e) {
                        failure.set(e);
                      }
                    };
                // Children of the handler live on its loop, platform threads do not.
                writers.add(
                    i % 2 == 0
                        ? Thread.ofVirtual().start(body)
                        : Thread.ofPlatform().daemon().start(body));
              }
              for (Thread writer : writers) {
                writer.join();
              }
            });
    ScriptedPeer peer = peer(server);

    int[] next = new int[WRITERS];
    for (int i = 0; i < WRITERS * RECORDS; i++) {
      ByteBuffer header = ByteBuffer.wrap(peer.receive(HEADER_BYTES));
      byte writer = header.get();
      assertThat(header.getInt()).as("record of writer %d", writer).isEqualTo(next[writer]++);
      byte[] body = peer.receive(header.getInt());
      // Compared as a whole: an assertion about each byte takes longer than all else.
      byte[] expected = new byte[body.length];
      Arrays.fill(expected, writer);
      assertThat(body).isEqualTo(expected);
    }
    peer.expectEnd();
    assertThat(failure.get()).isNull();
  }

  private static void writeRecords(Connection connection, int writer) throws IOException {
    Random random = new Random(writer);
    for (int record = 0; record < RECORDS; record++) {
      int length = 1 + (record % 10 == 0 ? random.nextInt(200_000) : random.nextInt(600));
      byte[] body = new byte[length];
      Arrays.fill(body, (byte) writer);
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      header.put((byte) writer).putInt(record).putInt(length).flip();
      if (record % 2 == 0) {
        connection.write(new ByteBuffer[] {header, ByteBuffer.wrap(body)});
      } else {
        connection.write(ByteBuffer.allocate(HEADER_BYTES + length).put(header).put(body).flip());
      }
    }
  }
}
