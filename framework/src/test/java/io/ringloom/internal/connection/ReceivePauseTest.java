package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.HandlerScheduling;
import io.ringloom.testkit.memory.Handled;
import io.ringloom.testkit.memory.MemoryPeer;
import io.ringloom.testkit.memory.MemoryServer;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Receiving pauses at the high watermark and goes on at the low one, whatever comes late. */
@Timeout(60)
class ReceivePauseTest {
  private static final int LOW = 100;
  private static final int HIGH = 1000;

  @ParameterizedTest
  @EnumSource
  void bytesOnTheirWayWhenReceivingPausedDoNotMakeThePauseLastForever(HandlerScheduling scheduling)
      throws Exception {
    Semaphore mayRead = new Semaphore(0);
    Handled<Integer> handled = new Handled<>();
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              while (true) {
                assertThat(mayRead.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                int count = connection.read(ByteBuffer.allocate(800));
                handled.tell(count);
                if (count < 0) {
                  return;
                }
              }
            },
            loops -> {},
            options -> options.readWatermarks(LOW, HIGH))) {
      MemoryPeer peer = server.connect();
      peer.send(new byte[HIGH]);
      peer.awaitReceiving(false);
      mayRead.release();
      assertThat(handled.await()).isEqualTo(800);
      // 200 are left, over the low watermark, so the pause goes on. What the system had begun to
      // receive before it comes now, and does not reach the high watermark either.
      peer.sendLate(new byte[50]);
      server.awaitTurn();
      mayRead.release();
      assertThat(handled.await()).isEqualTo(250);
      peer.awaitReceiving(true);
      peer.send(new byte[1]);
      mayRead.release();
      assertThat(handled.await()).isEqualTo(1);
      peer.endStream();
      mayRead.release();
      assertThat(handled.await()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatSendsMuchIsHeldBackUntilTheHandlerReads(HandlerScheduling scheduling)
      throws Exception {
    Semaphore mayRead = new Semaphore(0);
    Handled<Integer> handled = new Handled<>();
    Handled<StreamConnection> connections = new Handled<>();
    int parts = 2000;
    try (MemoryServer server =
        MemoryServer.start(
            scheduling,
            connection -> {
              connections.tell((StreamConnection) connection);
              assertThat(mayRead.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
              assertThat(connection.input().available()).isBetween(HIGH, HIGH + 99);
              for (int i = 0; i < parts; i++) {
                assertThat(connection.input().readByte()).isEqualTo((byte) i);
                connection.input().skip(99);
              }
              handled.tell(connection.read(ByteBuffer.allocate(1)));
            },
            loops -> {},
            options -> options.readWatermarks(LOW, HIGH))) {
      MemoryPeer peer = server.connect();
      for (int i = 0; i < parts; i++) {
        byte[] part = new byte[100];
        part[0] = (byte) i;
        peer.send(part);
      }
      peer.endStream();
      StreamConnection connection = connections.await();
      Awaitility.await().until(() -> connection.mailbox().waitingBytes() >= HIGH);
      peer.awaitReceiving(false);
      mayRead.release();
      assertThat(handled.await()).isEqualTo(-1);
    }
  }
}
