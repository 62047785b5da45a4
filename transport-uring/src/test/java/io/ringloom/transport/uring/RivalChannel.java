package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A channel that always receives, and takes turns in bulk with the one that a model drives. */
final class RivalChannel {
  private final FakeLoop loop;
  private final FakeRing ring;
  private final TestChannel test;

  RivalChannel(FakeLoop loop, SocketPairs pairs) throws IOException {
    this.loop = loop;
    this.ring = loop.ring();
    this.test = TestChannel.open(loop, pairs);
    test.channel().startReceiving();
  }

  /** Returns its receive in bulk that is in flight, or null. */
  @Nullable Submission bulk() {
    Submission receive = ring.find(test.channel(), Operation.RECV);
    return receive != null && receive.address() != 0 ? receive : null;
  }

  /** Returns its receive into a provided buffer that is in flight, or null. */
  @Nullable Submission small() {
    Submission receive = ring.find(test.channel(), Operation.RECV);
    return receive != null && receive.address() == 0 ? receive : null;
  }

  int openHandles() {
    return isClosed() ? 0 : 1;
  }

  /** Lets it find nothing more, if it is its turn. */
  void findNothing() {
    Submission bulk = bulk();
    if (bulk != null) {
      loop.complete(bulk, -Errno.EAGAIN);
    }
  }

  /** Ends it, when it has got its turn if it has waited for it. */
  void end() {
    loop.turn();
    findNothing();
    loop.turn();
    assertThat(small()).as("the rival's receive in flight").isNotNull();
    test.channel().close();
    for (Submission left : ring.inFlight(test.channel())) {
      loop.complete(left, left.operation() == Operation.RECV ? -Errno.ECANCELED : 0);
    }
    loop.turn();
    assertThat(isClosed()).as("the rival is closed").isTrue();
  }

  private boolean isClosed() {
    return test.log().contains("closed");
  }
}
