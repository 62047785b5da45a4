package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.ServerMetrics;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.testkit.RequiresUring;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Very many short connections, whose descriptors are used again at once: no completion may reach
 * another connection than its own, and in the end nothing may be left.
 *
 * <p>There are 20,000 of them with each scheduling, or as many as the system property {@code
 * ringloom.churn.connections} says; {@code -Dtest.jvmArgs=-Dringloom.churn.connections=300000}
 * makes a long test of it.
 */
@RequiresUring
class ChurnTest {
  private static final int CONNECTIONS = Integer.getInteger("ringloom.churn.connections", 20_000);

  private static final int WARM_UP_CONNECTIONS = 500;
  private static final int CLIENT_THREADS = 6;
  private static final int CLIENT_ADDRESSES = 100;

  /** The first three bytes of the addresses of clients that the server aborts at once. */
  private static final String ABORTED_CLIENTS = "127.0.2.";

  private static final int ROUNDS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource
  @Timeout(3600)
  @DisplayName("short connections get their own bytes only, and nothing is left of them")
  void nothingIsLeftOfVeryManyShortConnections(HandlerScheduling scheduling) throws Exception {
    churnOnGroupOfItsOwn(scheduling, 2 * WARM_UP_CONNECTIONS); // whatever is made once is made here
    int descriptors = openDescriptors();
    Set<Thread> threads = threads();
    long directBytes = directBytes();

    churnOnGroupOfItsOwn(scheduling, CONNECTIONS);

    eventually(() -> assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors));
    eventually(() -> assertThat(threads()).isSubsetOf(threads));
    eventually(
        () -> {
          System.gc(); // native memory is freed together with its buffers
          assertThat(directBytes()).isLessThanOrEqualTo(directBytes);
        });
  }

  private void churnOnGroupOfItsOwn(HandlerScheduling scheduling, int connections)
      throws Exception {
    try (CapturedLog handlers = CapturedLog.of(ConnectionHandler.class, Level.WARN);
        CapturedLog loop = CapturedLog.of(EventLoop.class, Level.WARN);
        EventLoopGroup loops =
            EventLoopGroup.builder().loops(2).transport("uring").scheduling(scheduling).start();
        Server server =
            Server.builder().bind("127.0.0.1", 0).eventLoops(loops).handler(this::serve).start()) {
      InetSocketAddress address = (InetSocketAddress) server.localAddress();
      churn(address, 0, WARM_UP_CONNECTIONS);
      eventually(() -> assertThat(server.metrics().active()).isZero());
      int descriptors = openDescriptors();
      churn(address, WARM_UP_CONNECTIONS, connections);

      eventually(() -> assertThat(server.metrics().active()).isZero());
      eventually(() -> assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors));
      assertThat(failures).isEmpty();
      assertThat(handlers.lines()).isEmpty();
      assertThat(loop.lines()).isEmpty();
      assertThat(server.metrics().accepted()).isEqualTo(connections);
      assertThat(server.metrics().loops())
          .allSatisfy(
              metrics -> {
                assertThat(metrics.connections()).isZero();
                assertThat(metrics.poolBytesInUse()).isZero();
              })
          .extracting(ServerMetrics.Loop::bytesReceived)
          .allSatisfy(bytes -> assertThat(bytes).isPositive());
    }
  }

  // ---- The server's side -----------------------------------------------------------------------

  /** Each connection sends its number and nothing else, and is answered with it. */
  private void serve(Connection connection) throws IOException {
    if (connection.remoteAddress().toString().startsWith("/" + ABORTED_CLIENTS)) {
      // Its first receive waits to be submitted still, and its descriptor is wanted by others.
      connection.abort();
      return;
    }
    long number = connection.input().readLong();
    Ending ending = Ending.of(number);
    ByteBuffer rest = ByteBuffer.allocate(64);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        connection.output().writeLong(number);
        connection.output().writeLong(~number);
        if (ending == Ending.SERVER_ABORTS && round == 1) {
          connection.abort();
          return;
        }
      }
      while (connection.read(rest) >= 0) {
        // until the end, which is soon
      }
    } catch (IOException e) {
      if (ending == Ending.HALF_CLOSE || ending == Ending.CLOSE) {
        failures.add(new AssertionError("Connection " + number + " was not ended in order.", e));
      }
    }
    rest.flip();
    while (rest.remaining() >= Long.BYTES) {
      long received = rest.getLong();
      if (received != number) {
        failures.add(new AssertionError("Connection " + number + " has received " + received));
      }
    }
  }

  // ---- The clients' side -----------------------------------------------------------------------

  /** How a connection ends. */
  private enum Ending {
    /** The client reads everything and resets the connection. */
    RESET,

    /** The client sends once more and resets the connection with most answers unread. */
    RESET_UNREAD,

    /** The client ends its output, and reads until the server has closed. */
    HALF_CLOSE,

    /** The client reads everything and closes. */
    CLOSE,

    /** The server resets the connection while its answers are on their way. */
    SERVER_ABORTS,

    /** The server resets the connection as soon as it has it. */
    SERVER_ABORTS_AT_ONCE;

    /** Most end in a way that leaves no port behind that could not be used again at once. */
    static Ending of(long number) {
      return switch ((int) (number % 10)) {
        case 0, 1 -> RESET_UNREAD;
        case 2, 3 -> SERVER_ABORTS;
        case 4 -> HALF_CLOSE;
        case 5 -> CLOSE;
        case 6, 7 -> SERVER_ABORTS_AT_ONCE;
        default -> RESET;
      };
    }
  }

  private void churn(InetSocketAddress server, int first, int connections)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger(first);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENT_THREADS; i++) {
      clients.add(
          Thread.ofPlatform()
              .name("client-" + i)
              .start(
                  () -> {
                    int number;
                    while ((number = next.getAndIncrement()) < connections && failures.isEmpty()) {
                      connect(server, number);
                    }
                  }));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private void connect(InetSocketAddress server, int number) {
    Ending ending = Ending.of(number);
    try (Socket socket = new Socket()) {
      socket.bind(addressOf(number, ending));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      if (ending != Ending.HALF_CLOSE && ending != Ending.CLOSE) {
        socket.setSoLinger(true, 0);
      }
      socket.connect(server, (int) PATIENCE.toMillis());
      send(socket, number);
      if (ending == Ending.RESET_UNREAD) {
        // The server has to accept it first: a connection that is reset before is never seen.
        expect(number, new DataInputStream(socket.getInputStream()).readLong(), number);
        send(socket, number);
        return;
      }
      if (ending == Ending.HALF_CLOSE) {
        socket.shutdownOutput();
      }
      receive(socket, number, ending);
    } catch (IOException | RuntimeException | AssertionError e) {
      if (ending == Ending.SERVER_ABORTS_AT_ONCE && e instanceof SocketException) {
        return; // the reset
      }
      failures.add(new AssertionError("Connection " + number + ", " + ending, e));
    }
  }

  /** Returns one of many addresses, so that there are enough ports. */
  private static InetSocketAddress addressOf(int number, Ending ending) {
    String network = ending == Ending.SERVER_ABORTS_AT_ONCE ? ABORTED_CLIENTS : "127.0.1.";
    return new InetSocketAddress(network + (1 + number % CLIENT_ADDRESSES), 0);
  }

  private static void send(Socket socket, long number) throws IOException {
    socket.getOutputStream().write(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static void receive(Socket socket, long number, Ending ending) throws IOException {
    DataInputStream input = new DataInputStream(socket.getInputStream());
    try {
      for (int round = 0; round < ROUNDS; round++) {
        expect(number, input.readLong(), number);
        expect(number, input.readLong(), ~number);
      }
      if (ending == Ending.HALF_CLOSE && input.read() >= 0) {
        throw new AssertionError("Connection " + number + " has got more than its own.");
      }
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      if (ending != Ending.SERVER_ABORTS || e instanceof SocketTimeoutException) {
        throw e;
      }
    }
  }

  private static void expect(long connection, long received, long expected) {
    if (received != expected) {
      throw new AssertionError(
          "Connection " + connection + " has got " + received + " instead of " + expected + ".");
    }
  }

  // ---- What may be left ------------------------------------------------------------------------

  private static void eventually(Runnable assertion) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertion.run());
  }

  private static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }

  /** Returns all platform threads but the one that this may be called on by Awaitility. */
  private static Set<Thread> threads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> thread.getName().startsWith("awaitility"));
    return threads;
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
