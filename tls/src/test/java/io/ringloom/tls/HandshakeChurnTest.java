package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayer.Status;
import io.ringloom.testkit.CapturedLog;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Very many handshakes, a third of which the client ends at some byte of what it has to send. In
 * the end nothing may be left of them: no descriptor, no thread, no native memory.
 *
 * <p>There are 1,000 of them with each transport, or as many as the system property {@code
 * ringloom.handshakes} says; {@code -Dtest.jvmArgs='--finalization=disabled
 * -Dringloom.handshakes=100000'} makes a long test of it.
 */
class HandshakeChurnTest {
  private static final int HANDSHAKES = Integer.getInteger("ringloom.handshakes", 1_000);
  private static final int WARM_UP_HANDSHAKES = 400;
  private static final int CLIENT_THREADS = 3;
  private static final int CLIENT_ADDRESSES = 100;
  private static final int DATA_BYTES = 100;

  /**
   * What may be allocated whatever the number of handshakes, and for each of them: a finalizer, and
   * nothing else, frees what Conscrypt keeps of a session, about 1,500 bytes. An engine that is not
   * freed holds 41 KB.
   */
  private static final long MOST_GROWTH_BYTES = (32L << 20) + 2_500L * HANDSHAKES;

  /** About what a client sends before it has an answer to its data. */
  private static final int CLIENT_BYTES = 900;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"nio", "uring"})
  @Timeout(7200)
  @DisplayName("nothing is left of very many handshakes, a third of them cut short")
  void nothingIsLeftOfVeryManyHandshakes(String transport) throws Exception {
    assumeThat(isAvailable(transport)).isTrue();
    ServerTls tls = Ends.server(Ends.serverOptions().build());
    try (CapturedLog handlers = CapturedLog.of(ConnectionHandler.class, Level.WARN);
        EventLoopGroup loops = EventLoopGroup.builder().loops(2).transport(transport).start();
        Server server =
            Server.builder()
                .bind("127.0.0.1", 0)
                .eventLoops(loops)
                .tls(tls)
                .handler(HandshakeChurnTest::echo)
                .start()) {
      churn(server, 0, WARM_UP_HANDSHAKES);
      int descriptors = Descriptors.open();
      int threads = threads();
      long memory = nativeBytes();

      churn(server, WARM_UP_HANDSHAKES, WARM_UP_HANDSHAKES + HANDSHAKES);

      eventually(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(descriptors));
      eventually(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
      assertThat(nativeBytes() - memory).as("growth in bytes").isLessThan(MOST_GROWTH_BYTES);
      // One that was reset before it was accepted may never be heard of.
      assertThat(server.metrics().accepted()).isGreaterThan(HANDSHAKES / 2);
      assertThat(handlers.lines()).isEmpty();
    }
  }

  private static boolean isAvailable(String transport) {
    try {
      EventLoopGroup.builder().loops(1).transport(transport).start().close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void echo(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    try {
      while (connection.read(buffer) >= 0) {
        connection.write(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      // That of a client that has gone.
    }
  }

  private void churn(Server server, int first, int end) throws InterruptedException {
    AtomicInteger next = new AtomicInteger(first);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENT_THREADS; i++) {
      clients.add(
          Thread.ofPlatform()
              .name("client-" + i)
              .start(
                  () -> {
                    Client client = new Client((InetSocketAddress) server.localAddress());
                    int number;
                    while ((number = next.getAndIncrement()) < end && failures.isEmpty()) {
                      client.connect(number);
                    }
                  }));
    }
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failures).isEmpty();
    eventually(() -> assertThat(server.metrics().active()).isZero());
    eventually(
        () ->
            assertThat(server.metrics().loops())
                .extracting(ServerMetrics.Loop::poolBytesInUse)
                .containsOnly(0L));
  }

  /** The connections of one thread, one after the other; they share its buffers. */
  private final class Client {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final InetSocketAddress server;
    private final byte[] bytes = new byte[32 * 1024];
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer slot = ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES);
    private final ByteBuffer data = ByteBuffer.allocateDirect(DATA_BYTES);

    /** How many more bytes this connection sends before it is cut off. */
    private int budget;

    Client(InetSocketAddress server) {
      this.server = server;
    }

    void connect(int number) {
      Random random = new Random(number);
      boolean cutOff = number % 3 == 0;
      budget = cutOff ? 1 + random.nextInt(CLIENT_BYTES) : Integer.MAX_VALUE;
      TlsProtocol protocol = number % 2 == 0 ? TlsProtocol.TLS_1_2 : TlsProtocol.TLS_1_3;
      try (TlsLayer layer = Ends.clientTls(protocol).newLayer("localhost", 443);
          Socket socket = new Socket()) {
        // Of many addresses, so that there are enough ports.
        socket.bind(new InetSocketAddress("127.0.3." + (1 + number % CLIENT_ADDRESSES), 0));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(server, (int) PATIENCE.toMillis());
        boolean whole = converse(socket, layer);
        if (!whole && random.nextBoolean()) {
          socket.setSoLinger(true, 0); // a reset instead of the end of the stream
        } else {
          socket.shutdownOutput();
          readToEnd(socket);
        }
      } catch (IOException | RuntimeException e) {
        failures.add(new AssertionError("Connection " + number, e));
      }
    }

    /** Shakes hands, has data echoed, and ends the session; false if it was cut off before. */
    private boolean converse(Socket socket, TlsLayer layer) throws IOException {
      input.clear();
      int received = 0;
      if (!flush(socket, layer)) {
        return false;
      }
      while (received < DATA_BYTES) {
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
          throw new EOFException("after " + received + " bytes of data");
        }
        ByteBuffer records = input.put(bytes, 0, count).flip();
        ByteBuffer plaintext = records.duplicate();
        boolean again = true;
        while (again) {
          int before = records.remaining();
          Status status = layer.feed(records, plaintext);
          if (status == Status.FAILED) {
            throw layer.failure();
          }
          boolean wanted = layer.wantsToSend();
          if (!flush(socket, layer)) {
            return false;
          }
          if (status == Status.HANDSHAKE_COMPLETE && !sendData(socket, layer)) {
            return false;
          }
          again = wanted || records.remaining() < before;
        }
        received += plaintext.position();
        input.compact();
      }
      layer.closeNotify();
      return flush(socket, layer);
    }

    private boolean sendData(Socket socket, TlsLayer layer) throws IOException {
      data.clear();
      while (data.hasRemaining()) {
        layer.encrypt(data, slot.clear());
        if (!send(socket)) {
          return false;
        }
      }
      return true;
    }

    private boolean flush(Socket socket, TlsLayer layer) throws IOException {
      while (layer.wantsToSend()) {
        layer.encrypt(NOTHING, slot.clear());
        if (!send(socket)) {
          return false;
        }
      }
      return true;
    }

    private boolean send(Socket socket) throws IOException {
      int count = Math.min(slot.flip().remaining(), budget);
      slot.get(bytes, 0, count);
      socket.getOutputStream().write(bytes, 0, count);
      budget -= count;
      return budget > 0;
    }

    private void readToEnd(Socket socket) throws IOException {
      while (socket.getInputStream().read(bytes) >= 0) {
        // The server ends the connection, whatever has become of the session.
      }
    }
  }

  private static void eventually(Runnable assertion) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertion.run());
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("awaitility"))
            .count();
  }

  /** Returns how much memory was allocated outside the heap; 0 where the system does not say. */
  private static long nativeBytes() {
    System.gc(); // native memory is freed together with its buffers
    return NativeMemory.allocatedBytes();
  }
}
