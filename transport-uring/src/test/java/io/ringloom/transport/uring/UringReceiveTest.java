package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a channel receives, by the table of its states. */
class UringReceiveTest extends ChannelTest {
  private static final int BUFFERS = 2;

  UringReceiveTest() {
    super(BUFFERS);
  }

  @Test
  void nothingIsReceivedBeforeItIsWanted() {
    assertThat(ring.inFlight(Operation.RECV)).isEmpty();
  }

  @Test
  void startingSubmitsOneReceiveHoweverOften() {
    channel.startReceiving();
    channel.startReceiving();

    assertThat(ring.only(Operation.RECV).fd()).isEqualTo(test.fd());
  }

  @Test
  void oneReceiveBringsDataAgainAndAgain() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);

    loop.receive(receive, bytes("one"), true);
    loop.receive(receive, bytes("two"), true);

    assertThat(test.log()).containsExactly("received one", "received two");
    assertThat(ring.submissions(Operation.RECV)).containsExactly(receive);
  }

  @Test
  void aReceiveThatHasEndedIsSubmittedAnew() {
    channel.startReceiving();

    loop.receive(ring.only(Operation.RECV), bytes("one"), false);
    loop.receive(ring.only(Operation.RECV), bytes("two"), false);

    assertThat(test.log()).containsExactly("received one", "received two");
    assertThat(ring.submissions(Operation.RECV)).hasSize(3);
  }

  @Test
  void stoppingCancelsTheReceiveOnce() {
    channel.startReceiving();
    channel.stopReceiving();
    channel.stopReceiving();

    assertThat(ring.only(Operation.ASYNC_CANCEL).address())
        .isEqualTo(ring.only(Operation.RECV).id());
  }

  @Test
  void aCancelledReceiveIsNotSubmittedAnew() {
    channel.startReceiving();
    channel.stopReceiving();

    loop.complete(Operation.RECV, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, 0);

    assertThat(ring.inFlight(channel)).isEmpty();
    assertThat(test.log()).isEmpty();
  }

  @Test
  void dataThatComesDuringACancellationIsDelivered() {
    channel.startReceiving();
    Submission receive = ring.only(Operation.RECV);
    channel.stopReceiving();

    loop.receive(receive, bytes("late"), true);
    loop.receive(receive, bytes("last"), false);

    assertThat(test.log()).containsExactly("received late", "received last");
    assertThat(ring.inFlight(Operation.RECV)).isEmpty();
  }

  @Test
  void startingDuringACancellationWaitsForItsEnd() {
    channel.startReceiving();
    Submission first = ring.only(Operation.RECV);
    channel.stopReceiving();
    channel.startReceiving();
    assertThat(ring.only(Operation.RECV)).isSameAs(first);

    loop.complete(first, -Errno.ECANCELED);

    assertThat(ring.only(Operation.RECV)).isNotSameAs(first);
    assertThat(test.log()).isEmpty();
  }

  @Test
  void stoppingAgainWhileACancellationIsUnderWayCancelsNothingElse() {
    channel.startReceiving();
    channel.stopReceiving();
    channel.startReceiving();
    channel.stopReceiving();

    loop.complete(Operation.RECV, -Errno.ECANCELED);

    assertThat(ring.submissions(Operation.ASYNC_CANCEL)).hasSize(1);
    assertThat(ring.inFlight(Operation.RECV)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.ECANCELED, Errno.EINTR, Errno.EAGAIN})
  void aReceiveThatWasNotDoneIsSubmittedAnewInSilence(int error) {
    channel.startReceiving();
    Submission first = ring.only(Operation.RECV);

    loop.complete(first, -error);

    assertThat(ring.only(Operation.RECV)).isNotSameAs(first);
    assertThat(test.log()).isEmpty();
  }

  @Test
  void theEndOfTheStreamIsTheLastReceive() {
    channel.startReceiving();

    loop.complete(Operation.RECV, 0);
    channel.stopReceiving();
    channel.startReceiving();

    assertThat(test.log()).containsExactly("endOfStream");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void aFailedReceiveIsTheLastOneAndSaysWhatTheSystemSays() {
    channel.startReceiving();

    loop.complete(Operation.RECV, -104);
    channel.stopReceiving();
    channel.startReceiving();

    assertThat(test.log()).containsExactly("failed Connection reset by peer");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void stoppingFromWithinTheLastDataOfAReceiveLeavesNoneBehind() {
    channel.startReceiving();
    test.events().when("received one", channel::stopReceiving);

    loop.receive(ring.only(Operation.RECV), bytes("one"), false);

    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void startingFromWithinTheLastDataOfAReceiveSubmitsOne() {
    channel.startReceiving();
    test.events()
        .when(
            "received one",
            () -> {
              channel.stopReceiving();
              channel.startReceiving();
            });

    loop.receive(ring.only(Operation.RECV), bytes("one"), false);

    assertThat(ring.inFlight(Operation.RECV)).hasSize(1);
  }

  // ---- Kernels that receive once ---------------------------------------------------------------

  @Test
  void aKernelThatDoesNotKnowTheLimitReceivesOnceFromThenOn() {
    channel.startReceiving();
    assertThat(ring.only(Operation.RECV).isMultishot()).isTrue();

    loop.complete(Operation.RECV, -Errno.EINVAL);

    assertThat(ring.only(Operation.RECV).isMultishot()).isFalse();
    assertThat(test.log()).isEmpty();
  }

  @Test
  void whoeverHadAReceiveUnderWayWhenThatWasFoundOutReceivesOnceToo() throws IOException {
    TestChannel other = TestChannel.open(loop, pairs);
    channel.startReceiving();
    other.channel().startReceiving();

    for (Submission receive : ring.inFlight(Operation.RECV)) {
      ring.complete(receive, -Errno.EINVAL, FakeLoop.NO_MORE);
    }
    loop.turn();

    assertThat(test.log()).isEmpty();
    assertThat(other.log()).isEmpty();
    assertThat(ring.inFlight(Operation.RECV)).hasSize(2).noneMatch(Submission::isMultishot);
  }

  @Test
  void anInvalidReceiveThatIsForOnceFailsTheConnection() {
    ring.disableMultishotReceive();
    channel.startReceiving();

    loop.complete(Operation.RECV, -Errno.EINVAL);

    assertThat(test.log()).containsExactly("failed Invalid argument");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  // ---- No buffers ------------------------------------------------------------------------------

  @Test
  void whoFindsNoBufferReceivesAgainWhenSomeWereGivenBack() {
    channel.startReceiving();
    useAllBuffers();
    loop.complete(Operation.RECV, -Errno.ENOBUFS);
    assertThat(ring.inFlight(Operation.RECV)).isEmpty();

    loop.turn();

    ring.only(Operation.RECV);
    assertThat(test.log()).noneMatch(event -> event.startsWith("failed"));
  }

  @Test
  void whoIsToldOfNoBufferAfterAllWereGivenBackReceivesAgainAllTheSame() {
    channel.startReceiving();
    useAllBuffers();
    ring.complete(ring.only(Operation.RECV), -Errno.ENOBUFS, FakeLoop.NO_MORE);
    loop.turn(); // gives the buffers back, and only then learns that there was none

    loop.turn();

    ring.only(Operation.RECV);
  }

  @Test
  void stoppingWhileThereIsNoBufferIsHeeded() {
    channel.startReceiving();
    useAllBuffers();
    loop.complete(Operation.RECV, -Errno.ENOBUFS);

    channel.stopReceiving();
    loop.turn();

    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void whoFoundNoBufferAndDoesNotWantOneReceivesWhenThatIsWantedAgain() {
    channel.startReceiving();
    useAllBuffers();
    channel.stopReceiving();
    loop.complete(Operation.RECV, -Errno.ENOBUFS);
    loop.complete(Operation.ASYNC_CANCEL, -2);
    loop.turn();
    assertThat(ring.inFlight(channel)).isEmpty();

    channel.startReceiving();

    ring.only(Operation.RECV);
  }

  @Test
  void stoppingAndStartingWhileThereIsNoBufferSubmitsOneReceive() {
    channel.startReceiving();
    useAllBuffers();
    loop.complete(Operation.RECV, -Errno.ENOBUFS);

    channel.stopReceiving();
    channel.startReceiving();
    loop.turn();

    ring.only(Operation.RECV);
  }

  @Test
  void whoIsClosedWhileThereIsNoBufferDoesNotReceiveAgain() {
    channel.startReceiving();
    useAllBuffers();
    loop.complete(Operation.RECV, -Errno.ENOBUFS);

    channel.close();
    loop.turn();

    assertThat(ring.inFlight(channel)).isEmpty();
    assertThat(test.log()).endsWith("closed");
  }

  @Test
  void asManyGoOnAsThereAreBuffersAndThoseWhoWaitedLongestComeFirst() throws IOException {
    List<TestChannel> starved = starve(2 * BUFFERS + 1);

    loop.turn();
    assertThat(receiving(starved)).containsExactly(true, true, false, false, false);

    for (TestChannel first : starved.subList(0, BUFFERS)) {
      loop.receive(receiveOf(first), bytes("x"), false);
    }
    loop.turn();
    assertThat(receiving(starved)).containsExactly(true, true, true, true, false);
  }

  @Test
  void whoDoesNotWantToReceiveAnyMoreLeavesTheTurnToTheNext() throws IOException {
    List<TestChannel> starved = starve(BUFFERS + 2);
    starved.get(0).channel().stopReceiving();
    starved.get(1).channel().close();

    loop.turn();

    assertThat(receiving(starved)).containsExactly(false, false, true, true);
  }

  @Test
  void whoGoesOnAndTakesNoBufferDoesNotKeepTheOthersWaiting() throws IOException {
    List<TestChannel> starved = starve(2 * BUFFERS);
    loop.turn();
    assertThat(receiving(starved)).containsExactly(true, true, false, false);

    assertThat(loop.resources().hasDeferred()).as("whether the next wait is cut short").isTrue();
    loop.turn();

    assertThat(receiving(starved)).containsExactly(true, true, true, true);
    assertThat(loop.resources().hasDeferred()).isFalse();
  }

  @Test
  void aConnectionThatEndsInsteadOfTakingABufferDoesNotKeepTheOthersWaiting() throws IOException {
    List<TestChannel> starved = starve(2 * BUFFERS);
    loop.turn();

    loop.complete(receiveOf(starved.get(0)), 0);
    loop.complete(receiveOf(starved.get(1)), -104);
    loop.turn();

    assertThat(receiving(starved)).containsExactly(false, false, true, true);
  }

  /** Has the first channel use all buffers, and others find none, in order. */
  private List<TestChannel> starve(int channels) throws IOException {
    channel.startReceiving();
    useAllBuffers();
    channel.stopReceiving();
    loop.complete(Operation.RECV, -Errno.ECANCELED);
    List<TestChannel> starved = new ArrayList<>();
    for (int i = 0; i < channels; i++) {
      TestChannel other = TestChannel.open(loop, pairs);
      starved.add(other);
      other.channel().startReceiving();
      loop.complete(receiveOf(other), -Errno.ENOBUFS);
    }
    return starved;
  }

  private void useAllBuffers() {
    for (int i = 0; i < BUFFERS; i++) {
      loop.receive(ring.only(Operation.RECV), bytes("x"), true);
    }
  }

  private List<Boolean> receiving(List<TestChannel> channels) {
    return channels.stream().map(c -> ring.find(c.channel(), Operation.RECV) != null).toList();
  }

  private Submission receiveOf(TestChannel of) {
    return ring.inFlight(Operation.RECV).stream()
        .filter(submission -> submission.handle().equals(of.channel()))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
