package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringloom.ConnectionOptions;
import io.ringloom.Connector;
import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import io.ringloom.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How servers and loops start, and what is left when they cannot. */
public abstract class StartContract extends Contract {

  @Test
  @DisplayName("a failed bind names the address, leaves nothing behind, and can be retried")
  void aPortInUseIsReportedAndARetrySucceeds() throws Exception {
    Server server;
    InetSocketAddress address;
    try (ScriptedServer other = ScriptedServer.open()) {
      address = (InetSocketAddress) other.address();
      String host = address.getAddress().getHostAddress();

      assertThatThrownBy(() -> serve(builder -> builder.bind(address), ReadContract::echo))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Listening on "
                  + host
                  + ":"
                  + address.getPort()
                  + " failed: Address already in use.");
    }

    server = serve(builder -> builder.bind(address), ReadContract::echo);
    assertThat(peer(server).send("x").receiveString(1)).isEqualTo("x");
  }

  @Test
  @DisplayName("a failed start with loops of its own leaves no thread and no listener behind")
  void aFailedStartWithItsOwnLoopsReleasesThem() throws Exception {
    try (ScriptedServer other = ScriptedServer.open()) {
      Set<Thread> before = platformThreads();

      assertThatThrownBy(
              () ->
                  Server.builder()
                      .bind(other.address())
                      .handler(ReadContract::echo)
                      .reusePort(true)
                      .start())
          .isInstanceOf(IOException.class);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(platformThreads())
                      .filteredOn(thread -> !before.contains(thread))
                      .filteredOn(thread -> thread.getName().startsWith("ringloom-"))
                      .isEmpty());
    }
  }

  @Test
  void aServerListensWhenStartReturns() throws Exception {
    for (int round = 0; round < 50; round++) {
      try (Server server = serverBuilder().handler(ReadContract::echo).start();
          ScriptedPeer peer = ScriptedPeer.connect(server.localAddress())) {
        assertThat(secure(peer).send("now").receiveString(3)).isEqualTo("now");
      }
    }
  }

  @Test
  void aServerOnClosedLoopsIsRefused() throws Exception {
    EventLoopGroup closed = loopsBuilder().name("closed").start();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> serve(builder -> builder.eventLoops(closed), ReadContract::echo))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The event loops of the server have been closed.");
    try (Connector connector = Connector.builder().eventLoops(closed).start()) {
      assertThatThrownBy(() -> connector.connect("127.0.0.1", 1))
          .isInstanceOf(IOException.class)
          .hasMessage("Connecting to 127.0.0.1:1 failed: the event loop has been closed.");
    }
  }

  @Test
  void anUnknownTransportIsRefusedWithTheKnownOnes() {
    refused(
        "transport is carrier-pigeon, but must be one of auto, ",
        () -> EventLoopGroup.builder().transport("carrier-pigeon").start());
  }

  @Test
  void theGroupSaysHowItRuns() {
    assertThat(loops.size()).isEqualTo(2);
    assertThat(loops.transport()).isEqualTo(transport());
    assertThat(loops.scheduling()).isEqualTo(scheduling());
  }

  @Test
  void badOptionsOfLoopsNameOptionValueAndWhatIsAllowed() {
    refused("loops is 0, but must be from 1 to 1024.", () -> loopsBuilder().loops(0).start());
    refused("loops is 1025, but must be from", () -> loopsBuilder().loops(1025).start());
    refused("chunkBytes is 1, but must be from", () -> loopsBuilder().chunkBytes(1).start());
    refused("poolBytes is -1, but must be at least 0.", () -> loopsBuilder().poolBytes(-1).start());
    refused(
        "watchdogThreshold is PT-1S, but must be zero or more.",
        () -> loopsBuilder().watchdogThreshold(Duration.ofSeconds(-1)).start());
    refused(
        "spin is PT-0.001S, but must be zero or more.",
        () -> loopsBuilder().spin(Duration.ofMillis(-1)).start());
    refused(
        "spin in nanoseconds is 11000000, but must be from 0 to 10000000.",
        () -> loopsBuilder().spin(Duration.ofMillis(11)).start());
  }

  @Test
  void badOptionsOfServersNameOptionValueAndWhatIsAllowed() {
    refused("port is -1, but must be from 0 to 65535.", () -> Server.builder().bind(-1));
    refused("port is 65536, but must be", () -> Server.builder().bind("localhost", 65536));
    refused("address is not set, but must be set with bind.", () -> Server.builder().start());
    refused(
        "handler is not set, but must be set with handler.",
        () -> Server.builder().bind(0).start());
    refused(
        "host is nowhere.invalid, but must be a name or address that is known.",
        () -> Server.builder().bind("nowhere.invalid", 0).handler(c -> {}).start());
    refused(
        "maxConnections is 0, but must be at least 1.",
        () -> serve(builder -> builder.maxConnections(0), c -> {}));
    refused(
        "backlog is 0, but must be at least 1.",
        () -> serve(builder -> builder.backlog(0), c -> {}));
    refused(
        "drainTimeout is PT-1S, but must be zero or more.",
        () -> serve(builder -> builder.drainTimeout(Duration.ofSeconds(-1)), c -> {}));
  }

  @Test
  void badOptionsOfConnectionsNameOptionValueAndWhatIsAllowed() {
    Duration negative = Duration.ofNanos(-1);
    ConnectionOptions.Builder options = ConnectionOptions.builder();
    refused(
        "readTimeout is PT-0.000000001S, but must be zero or more.",
        () -> ConnectionOptions.builder().readTimeout(negative).build());
    refused("writeTimeout is", () -> ConnectionOptions.builder().writeTimeout(negative).build());
    refused("idleTimeout is", () -> ConnectionOptions.builder().idleTimeout(negative).build());
    refused(
        "closeTimeout is PT0S, but must be more than zero.",
        () -> ConnectionOptions.builder().closeTimeout(Duration.ZERO).build());
    refused(
        "readLowWatermarkBytes is 10, but must be from 0 to 9.",
        () -> options.readWatermarks(10, 10).build());
    refused(
        "writeHighWatermarkBytes is 0, but must be at least 1.",
        () -> ConnectionOptions.builder().writeWatermarks(0, 0).build());
    refused(
        "sendBufferBytes is -1, but must be at least 0.",
        () -> ConnectionOptions.builder().sendBufferBytes(-1).build());
    refused(
        "connectTimeout is PT0S, but must be more than zero.",
        () -> Connector.builder().connectTimeout(Duration.ZERO).start());
  }

  private static void refused(String message, ThrowingCallable start) {
    assertThatThrownBy(start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static Set<Thread> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
  }
}
