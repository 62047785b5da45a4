package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How channels that are sent much take turns. */
class UringBulkReceiveTest extends ChannelTest {
  private static final int MOST = KernelRing.RECEIVE_LIMIT_BYTES;
  private static final int SHARE = 1024 * 1024;

  private SocketPairs otherPairs;
  private TestChannel other;

  UringBulkReceiveTest() {
    super(4);
  }

  @BeforeEach
  void connectAnother() throws IOException {
    otherPairs = SocketPairs.tcp();
    other = TestChannel.open(loop, otherPairs);
    channel.startReceiving();
    other.channel().startReceiving();
  }

  @AfterEach
  void disconnectTheOther() throws IOException {
    otherPairs.close();
  }

  @Test
  void aReceiveThatEndsWhileTheSocketHasMoreIsFollowedByALargeOneInTheNextTurn() {
    leaveMore(channel);
    assertThat(receives(channel)).isEmpty();

    loop.turn();

    assertThat(inBulk(channel).length()).isEqualTo(MOST);
    assertThat(inBulk(channel).isMultishot()).isFalse();
  }

  @Test
  void aReceiveThatEndsWithNothingLeftIsSubmittedAnew() {
    ring.receive(receiveOf(channel), new byte[] {1}, 0);
    loop.turn();

    assertThat(receiveOf(channel).isMultishot()).isTrue();
  }

  @Test
  void whatComesInBulkIsDelivered() {
    leaveMore(channel);
    loop.turn();

    ring.receiveAtOnce(inBulk(channel), 3, (byte) 'x');
    loop.turn();

    assertThat(test.log()).containsExactly("received m", "received xxx");
    assertThat(receiveOf(channel).isMultishot()).isTrue();
  }

  @Test
  void whatComesAfterwardsInASmallBufferIsDeliveredFromThere() {
    leaveMore(channel);
    loop.turn();
    ring.receiveAtOnce(inBulk(channel), 3, (byte) 'x');
    loop.turn();

    int id = ring.receive(receiveOf(channel), new byte[] {'s'}, Operation.HAS_MORE);
    loop.turn();
    loop.turn();

    assertThat(test.log()).containsExactly("received m", "received xxx", "received s");
    assertThat(ring.kernelBuffers().get(id)).as("given back").isTrue();
  }

  @Test
  void oneChannelAtATimeReceivesInBulk() {
    leaveMore(channel);
    leaveMore(other.channel());
    loop.turn();
    assertThat(receives(other.channel())).isEmpty();

    ring.receiveAtOnce(inBulk(channel), 1, (byte) 'x');
    loop.turn();
    assertThat(receives(other.channel())).isEmpty();
    loop.turn();

    assertThat(inBulk(other.channel()).length()).isEqualTo(MOST);
  }

  @Test
  void whoHasMoreGoesOnUntilItHasHadItsShareAndThenTheNextHasItsTurn() {
    leaveMore(channel);
    leaveMore(other.channel());
    loop.turn();

    for (int received = 0; received < SHARE; received += MOST) {
      assertThat(receives(other.channel())).isEmpty();
      ring.receiveAtOnce(inBulk(channel), MOST, (byte) 'x');
      loop.turn();
      loop.turn();
    }

    assertThat(receives(channel)).isEmpty();
    assertThat(inBulk(other.channel()).length()).isEqualTo(MOST);
    ring.receiveAtOnce(inBulk(other.channel()), 1, (byte) 'y');
    loop.turn();
    loop.turn();
    assertThat(inBulk(channel).length()).isEqualTo(MOST);
  }

  @Test
  void whoWasSentMuchAtATimeReceivesOnlyTheFirstOfTheNextBytesInASmallBuffer() throws IOException {
    SocketPairs pair = SocketPairs.tcp();
    TestChannel wide = TestChannel.open(loop, pair, 2 * MOST);
    wide.channel().startReceiving();
    leaveMore(wide.channel());
    loop.turn();
    ring.receiveAtOnce(inBulk(wide.channel()), MOST, (byte) 'x');
    loop.turn();
    assertThat(receiveOf(wide.channel()).isMultishot()).isFalse();

    ring.receive(receiveOf(wide.channel()), new byte[] {1}, 0);
    loop.turn();
    assertThat(receiveOf(wide.channel()).isMultishot()).as("when it is sent little").isTrue();
    pair.close();
  }

  @Test
  void whoFindsNothingReceivesAsBefore() {
    leaveMore(channel);
    loop.turn();

    loop.complete(inBulk(channel), -Errno.EAGAIN);

    assertThat(test.log()).containsExactly("received m");
    assertThat(receiveOf(channel).isMultishot()).isTrue();
  }

  @Test
  void theStreamMayEndInBulk() {
    leaveMore(channel);
    loop.turn();

    loop.complete(inBulk(channel), 0);
    loop.turn();

    assertThat(test.log()).containsExactly("received m", "endOfStream");
    assertThat(receives(channel)).isEmpty();
  }

  @Test
  void whoStopsWhileItWaitsLeavesItsTurnToOthers() {
    leaveMore(channel);
    leaveMore(other.channel());
    channel.stopReceiving();

    loop.turn();

    assertThat(receives(channel)).isEmpty();
    assertThat(inBulk(other.channel()).length()).isEqualTo(MOST);
  }

  @Test
  void whoStopsAndStartsWaitsOnce() {
    leaveMore(channel);
    leaveMore(other.channel());
    channel.stopReceiving();
    channel.startReceiving();
    loop.turn();

    ring.receiveAtOnce(inBulk(channel), 1, (byte) 'x');
    loop.turn();
    loop.turn();

    assertThat(inBulk(other.channel()).length()).isEqualTo(MOST);
    assertThat(receiveOf(channel).isMultishot()).isTrue();
  }

  @Test
  void whoStopsForAWhileWithMoreLeftGoesOnInBulk() {
    leaveMore(channel);
    loop.turn();
    Submission bulk = inBulk(channel);
    channel.stopReceiving();

    ring.receiveAtOnce(bulk, MOST, (byte) 'x');
    loop.turn();
    loop.complete(Operation.ASYNC_CANCEL, 0);
    channel.startReceiving();
    loop.turn();

    assertThat(inBulk(channel).length()).isEqualTo(MOST);
  }

  @Test
  void whoIsClosedWhileItWaitsLeavesItsTurnToOthers() {
    leaveMore(channel);
    leaveMore(other.channel());
    channel.close();

    loop.turn();

    assertThat(test.log()).containsExactly("received m", "closed");
    assertThat(inBulk(other.channel()).length()).isEqualTo(MOST);
  }

  @Test
  void whoIsClosedWhileItReceivesKeepsTheMemoryUntilThatHasEnded() {
    leaveMore(channel);
    leaveMore(other.channel());
    loop.turn();
    Submission bulk = inBulk(channel);
    channel.close();
    loop.turn();
    assertThat(receives(other.channel())).isEmpty();
    assertThat(test.isOpen()).isTrue();

    ring.receiveAtOnce(bulk, 1, (byte) 'x');
    loop.complete(Operation.ASYNC_CANCEL, 0);
    loop.turn();
    loop.turn();

    assertThat(test.log()).containsExactly("received m", "closed");
    assertThat(inBulk(other.channel()).length()).isEqualTo(MOST);
  }

  /** Ends the receive of a channel with one byte, and says that there are more. */
  private void leaveMore(UringStreamChannel of) {
    ring.receive(receiveOf(of), new byte[] {'m'}, Operation.SOCKET_HAS_MORE);
    loop.resources().completions().dispatch();
  }

  private Submission inBulk(UringStreamChannel of) {
    Submission found = receiveOf(of);
    assertThat(found.address()).as("memory of its own").isNotZero();
    return found;
  }

  private Submission receiveOf(UringStreamChannel of) {
    List<Submission> found = receives(of);
    assertThat(found).as("receives in flight").hasSize(1);
    return found.get(0);
  }

  private List<Submission> receives(UringStreamChannel of) {
    return ring.inFlight(of).stream()
        .filter(submission -> submission.operation() == Operation.RECV)
        .toList();
  }
}
