package io.ringloom.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.IoWait;
import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the keys that are ready are dispatched, turn by turn. */
class NioDriverTest {
  private static final int PART = 64 * 1024;
  private static final int LARGE_PART = 96 * 1024;
  private static final int MUCH = PART + LARGE_PART;
  private static final int SHARE = 16 * PART;

  private final List<SocketChannel> sockets = new ArrayList<>();
  private final TestContext context = new TestContext();
  private NioDriver driver;
  private ServerSocketChannel listening;

  @BeforeEach
  void open() throws IOException {
    driver = new NioDriver(context);
    listening = ServerSocketChannel.open();
    listening.setOption(StandardSocketOptions.SO_RCVBUF, 4 * MUCH);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    listening.close();
    driver.close();
  }

  @Test
  void whoHasMoreGoesOnUntilItHasHadItsShareAndThenTheNextHasItsTurn() throws IOException {
    Pair busy = pair(LARGE_PART, MUCH);
    busy.onReceived = () -> busy.send(LARGE_PART); // so that there is always more
    driver.poll(0);
    Pair other = pair(LARGE_PART, MUCH);
    driver.poll(0);
    assertThat(other.received).isEqualTo(PART);

    while (other.received == PART) {
      driver.poll(0);
    }

    int turns = (SHARE + LARGE_PART - 1) / LARGE_PART;
    assertThat(busy.received).isEqualTo(PART + turns * LARGE_PART);
    assertThat(other.received).isEqualTo(MUCH);
    driver.poll(0); // finds out that the other has no more
    driver.poll(0);
    assertThat(busy.received).isEqualTo(PART + (turns + 1) * LARGE_PART);
  }

  @Test
  void whoIsSentLittleIsServedInTheNextTurn() throws IOException {
    Pair busy = new Pair(LARGE_PART);
    Pair small = new Pair(PART);
    busy.send(MUCH);
    busy.onReceived = () -> busy.send(LARGE_PART);
    driver.poll(0);
    driver.poll(0);
    small.send(1);

    driver.poll(0);

    assertThat(small.received).isEqualTo(1);
  }

  @Test
  void whoWasSentMuchAtATimeWaitsForItsTurnAtOnce() throws IOException {
    Pair busy = pair(2 * LARGE_PART, MUCH);
    driver.poll(0);
    driver.poll(0);
    busy.send(MUCH);

    driver.poll(0);
    assertThat(busy.parts).containsExactly(PART, LARGE_PART);
    driver.poll(0);

    assertThat(busy.parts).containsExactly(PART, LARGE_PART, MUCH);
  }

  @Test
  void theLoopWaitsAgainWhenNobodyHasMore() throws IOException {
    Pair busy = pair(LARGE_PART, MUCH);
    driver.poll(0);
    driver.poll(1);
    assertThat(context.waits).as("waits while there was more").isZero();

    driver.poll(1);
    driver.poll(1);

    assertThat(busy.received).isEqualTo(MUCH);
    assertThat(context.waits).isPositive();
  }

  @Test
  void whoLetsLittleWaitReceivesOncePerTurn() throws IOException {
    Pair busy = pair(PART, MUCH);
    Pair small = pair(PART, 1);

    driver.poll(0);

    assertThat(busy.received).isEqualTo(PART);
    assertThat(small.received).isEqualTo(1);
  }

  @Test
  void whoLetsMuchWaitReceivesInLargeParts() throws IOException {
    Pair busy = pair(LARGE_PART, MUCH);

    driver.poll(0);
    driver.poll(0);

    assertThat(busy.parts).containsExactly(PART, LARGE_PART);
  }

  @Test
  void whoStopsWhileItHasMoreLeavesTheTurnToOthers() throws IOException {
    Pair busy = pair(LARGE_PART, MUCH);
    Pair small = pair(PART, 1);
    busy.onReceived = () -> busy.channel.stopReceiving();

    driver.poll(0);
    driver.poll(0);

    assertThat(busy.received).isEqualTo(PART);
    assertThat(small.received).isEqualTo(1);
  }

  @Test
  void whoIsClosedWhileItHasMoreLeavesTheTurnToOthers() throws IOException {
    Pair busy = pair(LARGE_PART, MUCH);
    Pair small = pair(PART, 1);
    driver.poll(0);
    busy.channel.close();

    driver.poll(0);

    assertThat(small.received).isEqualTo(1);
  }

  @Test
  void whoHadMoreAndIsOnlyReadyToSendDoesNotMakeOthersWait() throws IOException {
    Pair busy = new Pair(LARGE_PART);
    Pair small = new Pair(PART);
    busy.onReceived = () -> busy.channel.stopReceiving();
    busy.send(MUCH);
    driver.poll(0);
    driver.poll(0);
    busy.fillOutput();
    busy.drainPeer();
    small.send(1);

    driver.poll(0);

    assertThat(small.received).isEqualTo(1);
  }

  @Test
  void whoFailsAgainAndAgainLeavesTheTurnToOthers() throws IOException {
    Pair broken = pair(LARGE_PART, MUCH);
    Pair small = pair(PART, 1);
    broken.onReceived =
        () -> {
          throw new IllegalStateException("at receiving");
        };
    broken.failsToFail = true;

    assertThatThrownBy(() -> driver.poll(0)).hasMessage("at failing");
    driver.poll(0);

    assertThat(small.received).isEqualTo(1);
  }

  /** Makes a pair whose peer has sent something. */
  private Pair pair(int receiveAtOnceBytes, int sentBytes) throws IOException {
    Pair made = new Pair(receiveAtOnceBytes);
    made.send(sentBytes);
    return made;
  }

  /** A channel of the driver, and its peer. */
  private final class Pair implements StreamEvents {
    private final SocketChannel socket;
    private final SocketChannel peer;
    private final StreamChannel channel;
    private final List<Integer> parts = new ArrayList<>();
    private Runnable onReceived = () -> {};
    private boolean failsToFail;
    private int received;

    Pair(int receiveAtOnceBytes) throws IOException {
      peer = SocketChannel.open(listening.getLocalAddress());
      socket = listening.accept();
      sockets.add(peer);
      sockets.add(socket);
      SocketSettings settings = new SocketSettings(true, false, 0, 0, receiveAtOnceBytes);
      channel = driver.adopt(new NioSocket(socket), settings, this);
      channel.startReceiving();
    }

    /** Sends from the peer, and returns when all of it has come. */
    void send(int bytes) {
      try {
        InputStream input = socket.socket().getInputStream();
        int all = input.available() + bytes;
        ByteBuffer data = ByteBuffer.allocate(bytes);
        while (data.hasRemaining()) {
          peer.write(data);
        }
        Awaitility.await().until(() -> input.available() >= all);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void fillOutput() throws IOException {
      ByteBuffer[] data = {ByteBuffer.allocate(PART)};
      do {
        data[0].clear();
        channel.send(data, 1);
      } while (!data[0].hasRemaining());
    }

    /** Has the peer read until the driver's side can send again. */
    void drainPeer() throws IOException {
      peer.configureBlocking(false);
      ByteBuffer sink = ByteBuffer.allocate(PART);
      Awaitility.await()
          .until(
              () -> {
                while (peer.read(sink.clear()) > 0) {
                  // All that has come.
                }
                return peer.read(sink.clear()) == 0;
              });
    }

    @Override
    public void received(ByteBuffer data) {
      received += data.remaining();
      parts.add(data.remaining());
      onReceived.run();
    }

    @Override
    public void failed(IOException cause) {
      if (failsToFail) {
        throw new IllegalStateException("at failing");
      }
    }

    @Override
    public void sendReady() {}

    @Override
    public void endOfStream() {}

    @Override
    public void sent(long bytes) {}

    @Override
    public void released() {}

    @Override
    public void closed() {}
  }

  /** Waits for nothing: each turn only looks. */
  private static final class TestContext implements IoDriverContext {
    private int waits;

    @Override
    public void awaitOnCarrier(IoWait wait, long timeoutNanos) throws IOException {
      waits++;
      wait.await(0);
    }

    @Override
    public void awaitInPlace(IoWait wait, long timeoutNanos) throws IOException {
      wait.await(0);
    }

    @Override
    public void countFullCompletionQueue() {}

    @Override
    public boolean inLoop() {
      return true;
    }
  }
}
