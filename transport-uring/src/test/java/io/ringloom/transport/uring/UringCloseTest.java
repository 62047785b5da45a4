package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.spi.SocketSettings;
import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** How a channel ends: when all that it had in flight has ended, and not before. */
class UringCloseTest extends ChannelTest {
  private static final int ENOENT = 2;

  UringCloseTest() {
    super(4);
  }

  @Test
  void whatHasNothingInFlightIsClosedAtOnce() {
    assertThat(loop.resources().openHandles()).isEqualTo(1);

    channel.close();

    assertClosed();
  }

  @Test
  void closingTwiceTellsOnce() {
    channel.close();
    channel.close();
    channel.abort();

    assertThat(test.log()).containsExactly("closed");
    assertThat(loop.resources().openHandles()).isZero();
  }

  @Test
  void aReceiveInFlightIsCancelledAndHoldsTheDescriptorUntilBothHaveEnded() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);

    channel.close();
    assertThat(ring.only(Operation.ASYNC_CANCEL).address()).isEqualTo(receive.id());
    assertStillOpen();
    loop.complete(receive, -Errno.ECANCELED);
    assertStillOpen();
    loop.complete(Operation.ASYNC_CANCEL, 0);

    assertClosed();
  }

  @Test
  void theCancellationMaySpeakFirst() {
    channel.startReceiving();
    channel.close();

    loop.complete(Operation.ASYNC_CANCEL, 0);
    assertStillOpen();
    loop.complete(Operation.RECV, -Errno.ECANCELED);

    assertClosed();
  }

  @Test
  void aCancellationMayFindNothingToCancel() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);
    channel.close();

    loop.complete(Operation.ASYNC_CANCEL, -ENOENT);
    loop.complete(receive, 0);

    assertClosed();
    assertThat(test.log()).doesNotContain("endOfStream");
  }

  @Test
  void aReceiveThatIsBeingCancelledIsNotCancelledAgain() {
    channel.startReceiving();
    channel.stopReceiving();

    channel.close();

    ring.only(Operation.ASYNC_CANCEL);
  }

  @Test
  void dataThatComesTooLateReachesNobodyButItsBufferIsGivenBackOnce() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);
    channel.close();

    int first = loop.receive(receive, bytes("late"), true);
    int second = loop.receive(receive, bytes("later"), false);
    loop.complete(Operation.ASYNC_CANCEL, -ENOENT);
    assertClosed();
    BitSet lent = new BitSet();
    lent.set(first);
    lent.set(second);
    assertThat(ring.kernelBuffers().intersects(lent)).isFalse();
    loop.turn();

    assertThat(ring.kernelBuffers().cardinality()).isEqualTo(4);
    Submission back = ring.submissions(Operation.PROVIDE_BUFFERS).get(1);
    assertThat(back.bufferId()).isEqualTo(first);
    assertThat(back.fd()).as("how many").isEqualTo(2);
    loop.turn();
    assertThat(ring.submissions(Operation.PROVIDE_BUFFERS)).hasSize(2);
    assertThat(test.log()).containsExactly("closed");
  }

  @Test
  void aSendInFlightEndsByItselfAndTellsNobody() {
    send("hello");
    channel.close();
    assertThat(ring.inFlight(Operation.ASYNC_CANCEL)).isEmpty();
    assertStillOpen();

    loop.complete(Operation.SEND, 2);

    assertClosed();
    assertThat(ring.submissions(Operation.POLL_ADD)).isEmpty();
  }

  @Test
  void aSendThatFailsAfterTheCloseTellsNobody() {
    send("hello");
    channel.close();

    loop.complete(Operation.SEND, -104);

    assertClosed();
  }

  @Test
  void aWaitForTheSocketToTakeMoreIsCancelled() {
    send("hello");
    loop.complete(Operation.SEND, 2);
    Submission poll = ring.only(Operation.POLL_ADD);

    channel.close();
    assertThat(ring.only(Operation.ASYNC_CANCEL).address()).isEqualTo(poll.id());
    loop.complete(poll, -Errno.ECANCELED);
    assertStillOpen();
    loop.complete(Operation.ASYNC_CANCEL, 0);

    assertThat(test.log()).containsExactly("sent 2", "closed");
    assertThat(test.isOpen()).isFalse();
  }

  @Test
  void aReceiveAndAWaitAreCancelledEach() {
    channel.startReceiving();
    send("hello");
    loop.complete(Operation.SEND, 2);

    channel.close();

    assertThat(ring.inFlight(Operation.ASYNC_CANCEL))
        .extracting(Submission::address)
        .containsExactlyInAnyOrder(
            ring.only(Operation.RECV).id(), ring.only(Operation.POLL_ADD).id());
    for (Submission left : ring.inFlight(channel)) {
      assertThat(test.log()).doesNotContain("closed");
      loop.complete(left, left.operation() == Operation.ASYNC_CANCEL ? 0 : -Errno.ECANCELED);
    }
    assertThat(test.log()).containsExactly("sent 2", "closed");
  }

  @Test
  void startingToReceiveAfterTheCloseSubmitsNothing() {
    channel.startReceiving();
    channel.close();

    channel.startReceiving();
    loop.complete(Operation.RECV, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, 0);
    channel.startReceiving();
    channel.stopReceiving();

    assertThat(ring.submissions(Operation.RECV)).hasSize(1);
    assertClosed();
  }

  @Test
  void theChannelMayBeClosedFromWithinReceivedData() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);
    test.events().when("received one", channel::close);

    loop.receive(receive, bytes("one"), true);
    assertStillOpen();
    loop.receive(receive, bytes("two"), false);
    loop.complete(Operation.ASYNC_CANCEL, -ENOENT);

    assertThat(test.log()).containsExactly("received one", "closed");
    assertThat(test.isOpen()).isFalse();
  }

  @Test
  void theChannelMayBeClosedFromWithinTheLastDataOfAReceive() {
    channel.startReceiving();
    test.events().when("received one", channel::close);

    loop.receive(ring.only(Operation.RECV), bytes("one"), false);

    assertThat(test.log()).containsExactly("received one", "closed");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void theChannelMayBeClosedFromWithinTheEndOfTheStream() {
    channel.startReceiving();
    test.events().when("endOfStream", channel::close);

    loop.complete(Operation.RECV, 0);

    assertThat(test.log()).containsExactly("endOfStream", "closed");
  }

  @Test
  void theChannelMayBeClosedFromWithinAFailure() {
    channel.startReceiving();
    test.events().when("failed Connection reset by peer", channel::abort);

    loop.complete(Operation.RECV, -104);

    assertThat(test.log()).containsExactly("failed Connection reset by peer", "closed");
  }

  @Test
  void theChannelMayBeClosedFromWithinAnEndedSend() {
    test.events().when("sent 2", channel::close);
    send("hello");

    loop.complete(Operation.SEND, 2);
    loop.complete(Operation.POLL_ADD, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, 0);

    assertThat(test.log()).containsExactly("sent 2", "closed");
  }

  @Test
  void closedIsTheLastCallThoughASendOfAPartWouldBeReadyAgain() {
    test.events().when("sent 2", channel::close);
    channel.send(new ByteBuffer[] {direct("ab"), ByteBuffer.wrap(bytes("cd"))}, 2);

    loop.complete(Operation.SEND, 2);

    assertThat(test.log()).containsExactly("sent 2", "closed");
  }

  @Test
  void abortingResetsTheConnection() {
    channel.abort();

    assertClosed();
    assertThatThrownBy(() -> pairs.peer().read(ByteBuffer.allocate(1)))
        .hasMessageContaining("reset");
  }

  @Test
  void abortingWaitsForWhatIsInFlightToo() {
    channel.startReceiving();
    channel.abort();
    assertStillOpen();

    loop.complete(Operation.RECV, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, 0);

    assertClosed();
  }

  @Test
  void aBugInTheCareForAConnectionIsToldToIt() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);
    test.events()
        .when(
            "received one",
            () -> {
              throw new IllegalStateException("a bug");
            });
    test.events()
        .when(
            "failed The event loop failed: java.lang.IllegalStateException: a bug", channel::abort);

    loop.receive(receive, bytes("one"), true);
    loop.complete(receive, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, 0);

    assertThat(test.log())
        .containsExactly(
            "received one",
            "failed The event loop failed: java.lang.IllegalStateException: a bug",
            "closed");
    assertThat(test.isOpen()).isFalse();
  }

  @Test
  void aSocketThatCannotBeSetUpIsClosedAndCounted() throws IOException {
    UringSocket socket = pairs.connect();
    Descriptor descriptor = Descriptor.of(socket.socket().intValue());
    socket.close();

    SocketSettings settings = new SocketSettings(true, true, 1, 1, 0);
    assertThatThrownBy(
            () -> UringStreamChannel.open(loop.resources(), socket, settings, new RecordedEvents()))
        .isInstanceOf(IOException.class);
    assertThat(descriptor.isOpen()).isFalse();
    assertThat(loop.resources().openHandles()).isEqualTo(1);
  }

  private void assertStillOpen() {
    assertThat(test.log()).doesNotContain("closed");
    assertThat(test.isOpen()).isTrue();
    assertThat(loop.resources().openHandles()).isEqualTo(1);
  }

  private void assertClosed() {
    assertThat(test.log()).containsExactly("closed");
    assertThat(test.isOpen()).isFalse();
    assertThat(loop.resources().openHandles()).isZero();
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  private void send(String text) {
    channel.send(new ByteBuffer[] {direct(text)}, 1);
  }

  private static ByteBuffer direct(String text) {
    byte[] bytes = bytes(text);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
