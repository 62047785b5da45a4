package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.StreamChannel;
import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a channel sends, by the table of its states. */
class UringSendTest extends ChannelTest {
  private static final int MOST_STAGED = 64;
  private static final int POLLERR = 8;

  UringSendTest() {
    super(1);
  }

  @Test
  void aDirectBufferIsSentFromWhereItLies() {
    ByteBuffer buffer = direct("-hello-");
    buffer.position(1).limit(6);

    assertThat(channel.send(new ByteBuffer[] {buffer}, 1)).isEqualTo(StreamChannel.IN_FLIGHT);

    Submission send = ring.only(Operation.SEND);
    assertThat(send.fd()).isEqualTo(test.fd());
    assertThat(send.address()).isEqualTo(Memory.address(buffer));
    assertThat(send.bytes()).asString(ISO_8859_1).isEqualTo("hello");
  }

  @Test
  void severalDirectBuffersAreSentAtOnce() {
    send(direct("ab"), direct("cde"));

    assertThat(content(ring.only(Operation.SENDMSG))).isEqualTo("abcde");
  }

  @Test
  void buffersThatAreNotAmongTheFirstAreNotSent() {
    channel.send(new ByteBuffer[] {direct("ab"), direct("cd"), direct("ef")}, 2);

    assertThat(content(ring.only(Operation.SENDMSG))).isEqualTo("abcd");
  }

  @Test
  void buffersOfTheHeapAreCopiedAndSentAtOnce() {
    send(heap("ab"), direct("cd"), heap("ef"));

    assertThat(content(ring.only(Operation.SEND))).isEqualTo("abcdef");
  }

  @Test
  void aSendThatTookEverythingIsDone() {
    send(direct("hello"));

    loop.complete(Operation.SEND, 5);

    assertThat(test.log()).containsExactly("sent 5");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void whatFollowsDirectBuffersOnTheHeapWaitsForTheNextSend() {
    send(direct("ab"), heap("cd"));
    assertThat(content(ring.only(Operation.SEND))).isEqualTo("ab");

    loop.complete(Operation.SEND, 2);

    assertThat(test.log()).containsExactly("sent 2", "sendReady");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void whatDoesNotFitIntoTheCopyWaitsForTheNextSend() {
    send(ByteBuffer.allocate(StagingBuffers.BUFFER_BYTES - 1), heap("ab"));
    Submission send = ring.only(Operation.SEND);
    assertThat(send.length()).isEqualTo(StagingBuffers.BUFFER_BYTES);
    assertThat(send.bytes()).endsWith('a');

    loop.complete(send, StagingBuffers.BUFFER_BYTES);

    assertThat(test.log()).containsExactly("sent " + StagingBuffers.BUFFER_BYTES, "sendReady");
  }

  @Test
  void whatTheMemoryForPiecesHasNoRoomForWaitsForTheNextSend() {
    while (loop.resources().messageMemory().hasRoom(2)) {
      loop.resources()
          .messageMemory()
          .message(new ByteBuffer[] {direct("x")}, 1, new BufferAddresses());
    }

    send(direct("ab"), direct("cd"));
    assertThat(content(ring.only(Operation.SEND))).isEqualTo("ab");
    loop.complete(Operation.SEND, 2);

    assertThat(test.log()).containsExactly("sent 2", "sendReady");
  }

  @Test
  void aSendThatTookLessWaitsUntilTheSocketTakesMore() {
    send(direct("hello"));

    loop.complete(Operation.SEND, 2);
    assertThat(test.log()).containsExactly("sent 2");
    Submission poll = ring.only(Operation.POLL_ADD);
    assertThat(poll.fd()).isEqualTo(test.fd());

    loop.complete(poll, Operation.POLLOUT);
    assertThat(test.log()).containsExactly("sent 2", "sendReady");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void aMessageThatTookLessWaitsToo() {
    send(direct("ab"), direct("cde"));

    loop.complete(Operation.SENDMSG, 3);

    assertThat(test.log()).containsExactly("sent 3");
    ring.only(Operation.POLL_ADD);
  }

  @Test
  void aSendThatTookLessThanAPartSaysOnceThatItTakesMore() {
    send(direct("ab"), heap("cd"));

    loop.complete(Operation.SEND, 1);
    loop.complete(Operation.POLL_ADD, Operation.POLLOUT);

    assertThat(test.log()).containsExactly("sent 1", "sendReady");
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EAGAIN, Errno.EINTR})
  void aSendThatTookNothingWaitsUntilTheSocketTakesSome(int error) {
    send(direct("hello"));

    loop.complete(Operation.SEND, -error);

    assertThat(test.log()).containsExactly("sent 0");
    ring.only(Operation.POLL_ADD);
  }

  @Test
  void aSocketThatHasFailedIsSentToSinceTheSendSaysWhy() {
    send(direct("hello"));
    loop.complete(Operation.SEND, -Errno.EAGAIN);

    loop.complete(Operation.POLL_ADD, POLLERR);
    send(direct("hello"));
    loop.complete(Operation.SEND, -32);

    assertThat(test.log()).containsExactly("sent 0", "sendReady", "failed Broken pipe");
    assertThat(ring.inFlight(channel)).isEmpty();
  }

  @Test
  void theNextSendMayBeginFromWithinTheEndOfTheLast() {
    test.events().when("sent 1", () -> send(direct("b")));
    send(direct("a"));

    loop.complete(Operation.SEND, 1);
    assertThat(content(ring.only(Operation.SEND))).isEqualTo("b");
    loop.complete(Operation.SEND, 1);

    assertThat(test.log()).containsExactly("sent 1", "sent 1");
  }

  @Test
  void theMemoryOfACopyIsFreeWhenTheSendHasEnded() {
    send(heap("a"));
    Submission first = ring.only(Operation.SEND);
    loop.complete(first, 1);

    send(heap("b"));

    assertThat(ring.only(Operation.SEND).address()).isEqualTo(first.address());
  }

  @Test
  void theMemoryOfACopyIsNotFreeWhileTheSendIsInFlightThoughTheChannelIsClosed()
      throws IOException {
    send(heap("a"));
    Submission first = ring.only(Operation.SEND);
    channel.close();

    TestChannel other = TestChannel.open(loop, pairs);
    other.channel().send(new ByteBuffer[] {heap("b")}, 1);
    Submission second = ring.inFlight(Operation.SEND).get(1);
    assertThat(second.address()).isNotEqualTo(first.address());

    loop.complete(first, 1);
    loop.complete(second, 1);
    other.channel().send(new ByteBuffer[] {heap("c")}, 1);
    other.channel().close();
    assertThat(ring.only(Operation.SEND).address()).isIn(first.address(), second.address());
  }

  @Test
  void whoFindsNoMemoryToCopyToIsReadyInTheNextTurn() {
    List<ByteBuffer> taken = takeAllStaged();

    assertThat(channel.send(new ByteBuffer[] {heap("a")}, 1)).isZero();
    assertThat(ring.inFlight(channel)).isEmpty();
    assertThat(test.log()).isEmpty();
    assertThat(loop.resources().hasDeferred()).isTrue();
    taken.forEach(loop.resources().stagingBuffers()::giveBack);
    loop.turn();

    assertThat(test.log()).containsExactly("sendReady");
    assertThat(loop.resources().hasDeferred()).isFalse();
    assertThat(send(heap("a"))).isEqualTo(StreamChannel.IN_FLIGHT);
  }

  @Test
  void whoFindsNoMemoryToCopyToWaitsBehindThoseWhoCameBefore() throws IOException {
    List<ByteBuffer> taken = takeAllStaged();
    TestChannel second = TestChannel.open(loop, pairs);
    send(heap("a"));
    second.channel().send(new ByteBuffer[] {heap("b")}, 1);
    loop.turn();
    assertThat(test.log()).isEmpty();
    assertThat(loop.resources().hasDeferred()).isTrue();

    StagingBuffers staging = loop.resources().stagingBuffers();
    staging.giveBack(taken.get(0));
    TestChannel late = TestChannel.open(loop, pairs);
    assertThat(late.channel().send(new ByteBuffer[] {heap("c")}, 1)).isZero();
    test.events().when("sendReady", () -> send(heap("a")));
    loop.turn();

    assertThat(test.log()).containsExactly("sendReady");
    assertThat(ring.only(Operation.SEND).bytes()).asString(ISO_8859_1).isEqualTo("a");
    assertThat(second.log()).isEmpty();
    staging.giveBack(taken.get(1));
    loop.turn();
    assertThat(second.log()).containsExactly("sendReady");
  }

  @Test
  void aBugInTheCareForOneThatIsReadyIsToldToItAndDoesNotKeepTheOthers() throws IOException {
    List<ByteBuffer> taken = takeAllStaged();
    TestChannel other = TestChannel.open(loop, pairs);
    test.events()
        .when(
            "sendReady",
            () -> {
              throw new IllegalStateException("a bug");
            });
    send(heap("a"));
    other.channel().send(new ByteBuffer[] {heap("b")}, 1);
    taken.forEach(loop.resources().stagingBuffers()::giveBack);

    loop.turn();

    assertThat(test.log())
        .containsExactly(
            "sendReady", "failed The event loop failed: java.lang.IllegalStateException: a bug");
    assertThat(other.log()).containsExactly("sendReady");
  }

  @Test
  void whoIsClosedWithoutMemoryToCopyToHearsNothingMore() {
    takeAllStaged();
    send(heap("a"));

    channel.close();
    loop.turn();

    assertThat(test.log()).containsExactly("closed");
  }

  @Test
  void memoryToCopyToIsLimitedAndDistinct() {
    List<ByteBuffer> taken = takeAllStaged();

    assertThat(taken.stream().map(Memory::address).distinct()).hasSize(MOST_STAGED);
    StagingBuffers staging = loop.resources().stagingBuffers();
    taken.get(0).position(3).limit(5);
    staging.giveBack(taken.get(0));
    assertThat(staging.tryTake()).isSameAs(taken.get(0));
    assertThat(taken.get(0).remaining()).isEqualTo(StagingBuffers.BUFFER_BYTES);
    assertThat(staging.tryTake()).isNull();
  }

  @Test
  void shuttingTheOutputDownEndsThePeersStream() throws IOException {
    channel.shutdownOutput();

    assertThat(pairs.peer().read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  private List<ByteBuffer> takeAllStaged() {
    List<ByteBuffer> taken = new ArrayList<>();
    StagingBuffers staging = loop.resources().stagingBuffers();
    for (ByteBuffer b = staging.tryTake(); b != null; b = staging.tryTake()) {
      taken.add(b);
    }
    return taken;
  }

  private long send(ByteBuffer... buffers) {
    return channel.send(buffers, buffers.length);
  }

  /** Reads what a send names, as the kernel does. */
  private static String content(Submission send) {
    if (send.operation() != Operation.SENDMSG) {
      return new String(send.bytes(), ISO_8859_1);
    }
    long iovec = FakeRing.readLong(send.address() + 16);
    long count = FakeRing.readLong(send.address() + 24);
    StringBuilder text = new StringBuilder();
    for (long i = 0; i < count; i++, iovec += 16) {
      byte[] piece = FakeRing.read(FakeRing.readLong(iovec), FakeRing.readLong(iovec + 8));
      text.append(new String(piece, ISO_8859_1));
    }
    return text.toString();
  }

  private static ByteBuffer heap(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
