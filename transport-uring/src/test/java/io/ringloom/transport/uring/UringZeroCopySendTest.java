package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a channel sends without a copy: the kernel says twice that it is done. */
class UringZeroCopySendTest extends ChannelTest {
  private static final int BYTES = 100_000;
  private static final int EPIPE = 32;

  UringZeroCopySendTest() {
    super(1);
  }

  @Test
  void theMemoryIsReleasedWhenTheKernelNotifies() {
    Submission send = send();
    loop.complete(send, BYTES, Operation.HAS_MORE);
    assertThat(test.log()).containsExactly("sent " + BYTES);

    loop.complete(send, 0, Operation.IS_NOTIFICATION);

    assertThat(test.log()).containsExactly("sent " + BYTES, "released");
    assertThat(channel.zeroCopyThresholdBytes()).isLessThan(BYTES);
  }

  @Test
  void aKernelThatHasCopiedIsNotAskedAgain() {
    Submission send = send();
    loop.complete(send, BYTES, Operation.HAS_MORE);
    loop.complete(send, Operation.COPIED, Operation.IS_NOTIFICATION);

    assertThat(test.log()).containsExactly("sent " + BYTES, "released");
    assertThat(channel.zeroCopyThresholdBytes()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void otherSendsGoOnBeforeTheMemoryIsReleased() {
    Submission send = send();
    loop.complete(send, 10, Operation.HAS_MORE);
    loop.complete(Operation.POLL_ADD, Operation.POLLOUT);
    assertThat(test.log()).containsExactly("sent 10", "sendReady");

    channel.send(new ByteBuffer[] {ByteBuffer.allocateDirect(5)}, 1);
    loop.complete(Operation.SEND, 5);
    loop.complete(send, 0, Operation.IS_NOTIFICATION);

    assertThat(test.log()).containsExactly("sent 10", "sendReady", "sent 5", "released");
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.ENOMEM, Errno.EINVAL, Errno.EOPNOTSUPP})
  void whatCannotBeSentWithoutACopyIsSentWithOne(int error) {
    loop.complete(send(), -error, 0);
    loop.complete(Operation.POLL_ADD, Operation.POLLOUT);

    assertThat(test.log()).containsExactly("sent 0", "released", "sendReady");
    assertThat(channel.zeroCopyThresholdBytes()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aBrokenConnectionReleasesTheMemoryOnceToo() {
    Submission send = send();
    loop.complete(send, -EPIPE, Operation.HAS_MORE);
    loop.complete(send, 0, Operation.IS_NOTIFICATION);

    assertThat(test.log()).containsExactly("failed Broken pipe", "released");
  }

  @Test
  void aClosedChannelEndsWithTheNotification() {
    Submission send = send();
    loop.complete(send, BYTES, Operation.HAS_MORE);
    channel.close();
    assertThat(test.isOpen()).isTrue();

    loop.complete(send, 0, Operation.IS_NOTIFICATION);

    assertThat(test.log()).containsExactly("sent " + BYTES, "closed");
    assertThat(test.isOpen()).isFalse();
  }

  @Test
  void anAbortResetsAtOnceSoThatTheKernelLetsGoOfTheMemory() throws IOException {
    Submission send = send();
    loop.complete(send, BYTES, Operation.HAS_MORE);

    channel.abort();

    assertThat(test.isOpen()).as("the descriptor, until the notification").isTrue();
    assertThat(test.socket().socket().remoteAddress()).as("connected to").isNull();
    loop.complete(send, 0, Operation.IS_NOTIFICATION);
    assertThat(test.isOpen()).isFalse();
  }

  private Submission send() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    channel.sendZeroCopy(buffer);
    Submission send = loop.ring().only(Operation.SEND_ZC);
    assertThat(send.address()).isEqualTo(Memory.address(buffer));
    return send;
  }
}
