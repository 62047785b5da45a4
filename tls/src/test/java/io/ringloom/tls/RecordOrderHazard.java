package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.ConnectionClosedException;
import io.ringloom.Connector;
import io.ringloom.Server;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedServer;
import io.ringloom.testkit.memory.Handled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that goes out shares one sequence of records: data, the handshake, close_notify. */
abstract class RecordOrderHazard extends TlsHazard {
  private static final int WRITERS = 4;
  private static final int HEADER_BYTES = 9;
  private static final int NINETY_KIBIBYTES = 90 * 1024;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("records of concurrent writers, of TLS itself and of the close do not mix")
  void recordsOfWritersAndTlsAndTheCloseDoNotMix(boolean closeInTheMidst) throws Exception {
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicInteger written = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(1);
    Server server =
        serve(
            connection -> {
              List<Thread> threads = new ArrayList<>();
              for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Runnable body = () -> writeFrames(connection, writer, written, failures);
                threads.add(
                    i % 2 == 0
                        ? Thread.ofVirtual().start(body)
                        : Thread.ofPlatform().daemon().start(body));
              }
              if (closeInTheMidst) {
                enough.await();
                connection.close();
              }
              for (Thread thread : threads) {
                thread.join();
              }
            });
    RecordPeer peer = recordPeer(server).shakeHands();

    for (int i = 0; !peer.end().isEnded(); i++) {
      if (isTls13() && i % 3 == 0) {
        // Keys are changed in both directions: the server has to answer, between its data.
        peer.end().engine.beginHandshake();
        peer.end().send(new byte[] {1});
        peer.end().advance();
        peer.flush();
      }
      if (written.get() >= 40) {
        enough.countDown();
      }
      assertThat(peer.receiveSome()).as("close_notify comes before the end").isTrue();
      assertThat(peer.end().failure).isNull();
    }

    assertThat(failures).isEmpty();
    int frames = checkFrames(peer.end().received());
    soon(() -> assertThat(written).hasValue(frames)); // the writers hear of it a little later
    peer.end().end();
    peer.flush().awaitEnd();
  }

  /** Writes frames until there were enough or the connection is closed; counts the whole ones. */
  private static void writeFrames(
      Connection connection,
      int writer,
      AtomicInteger written,
      ConcurrentLinkedQueue<Throwable> failures) {
    Random random = new Random(writer);
    try {
      for (int number = 0; number < 60; number++) {
        int length = 1 + (number % 10 == 0 ? random.nextInt(60_000) : random.nextInt(500));
        byte[] body = Payload.of(length, 1000 * writer + number);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.put((byte) writer).putInt(number).putInt(length).flip();
        connection.write(new ByteBuffer[] {header, ByteBuffer.wrap(body)});
        written.incrementAndGet();
      }
    } catch (ConnectionClosedException e) {
      // The handler has closed it.
    } catch (IOException | RuntimeException e) {
      failures.add(e);
    }
  }

  /** Returns how many frames there are, all of them whole and those of a writer in order. */
  private static int checkFrames(byte[] received) {
    int[] next = new int[WRITERS];
    ByteBuffer frames = ByteBuffer.wrap(received);
    int count = 0;
    for (; frames.hasRemaining(); count++) {
      byte writer = frames.get();
      int number = frames.getInt();
      byte[] body = new byte[frames.getInt()];
      assertThat(number).as("frame of writer %d", writer).isEqualTo(next[writer]++);
      frames.get(body);
      assertThat(Payload.digest(body))
          .isEqualTo(Payload.digest(Payload.of(body.length, 1000 * writer + number)));
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("90 KiB as the first thing after the handshake arrive, from a server")
  void aLargeFirstWriteOfAServerArrives(boolean direct) throws Exception {
    byte[] payload = Payload.of(NINETY_KIBIBYTES, 19);
    Server server = serve(connection -> connection.write(buffer(payload, direct)));

    assertThat(Payload.digest(peer(server).receiveToEnd())).isEqualTo(Payload.digest(payload));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("90 KiB as the first thing after the handshake arrive, from a client")
  void aLargeFirstWriteOfAClientArrives(boolean direct) throws Exception {
    byte[] payload = Payload.of(NINETY_KIBIBYTES, 19);
    ScriptedServer backend = scriptedServer();
    try (Connection connection = connector().connect(backend.address())) {
      connection.write(buffer(payload, direct));
      connection.shutdownOutput();

      assertThat(Payload.digest(backend.accept().receiveToEnd()))
          .isEqualTo(Payload.digest(payload));
    }
  }

  @Test
  @DisplayName("90 KiB that both ends send at once, first of all, arrive")
  void largeFirstWritesOfBothEndsArrive() throws Exception {
    byte[] ofServer = Payload.of(NINETY_KIBIBYTES, 1);
    byte[] ofClient = Payload.of(NINETY_KIBIBYTES, 2);
    Handled<String> read = new Handled<>();
    Server server =
        serve(
            connection -> {
              connection.write(buffer(ofServer, true));
              read.tell(Payload.digest(connection.input().readBytes(NINETY_KIBIBYTES)));
            });
    Connector connector = connector();
    for (int i = 0; i < 3; i++) {
      try (Connection connection = connector.connect(server.localAddress())) {
        connection.write(buffer(ofClient, true));

        assertThat(Payload.digest(connection.input().readBytes(NINETY_KIBIBYTES)))
            .isEqualTo(Payload.digest(ofServer));
      }
      assertThat(read.await()).isEqualTo(Payload.digest(ofClient));
    }
  }

  private static ByteBuffer buffer(byte[] bytes, boolean direct) {
    return direct
        ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()
        : ByteBuffer.wrap(bytes);
  }
}
