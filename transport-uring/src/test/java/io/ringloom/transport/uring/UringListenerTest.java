package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.unix.Socket;
import io.ringloom.spi.DetachedSocket;
import io.ringloom.spi.ListenerEvents;
import io.ringloom.spi.ListenerSettings;
import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a listener accepts, by the table of its states. */
class UringListenerTest {
  private static final int EMFILE = 24;
  private static final int ENOENT = 2;
  private static final ListenerSettings SETTINGS = new ListenerSettings(16, false);

  private final FakeLoop loop = new FakeLoop(1);
  private final FakeRing ring = loop.ring();
  private final List<DetachedSocket> accepted = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<SocketChannel> peers = new ArrayList<>();
  private Consumer<DetachedSocket> onAccepted = accepted::add;
  private UringListener listener;
  private Descriptor descriptor;

  private final ListenerEvents events =
      new ListenerEvents() {
        @Override
        public void accepted(DetachedSocket socket) {
          onAccepted.accept(socket);
        }

        @Override
        public void acceptFailed(IOException cause) {
          failures.add(String.valueOf(cause.getMessage()));
        }
      };

  @BeforeEach
  void listen() throws IOException {
    listener = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    descriptor = Descriptor.of(ring.only(Operation.ACCEPT).fd());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    for (Submission left : ring.inFlight(listener)) {
      loop.complete(left, -Errno.ECANCELED);
    }
    for (SocketChannel peer : peers) {
      peer.close();
    }
    accepted.forEach(DetachedSocket::close);
  }

  @Test
  void oneAcceptBringsConnectionAfterConnection() throws IOException {
    Submission accept = ring.only(Operation.ACCEPT);

    SocketAddress first = connect(accept, true);
    SocketAddress second = connect(accept, true);

    assertThat(accepted).extracting(DetachedSocket::remoteAddress).containsExactly(first, second);
    assertThat(ring.submissions(Operation.ACCEPT)).containsExactly(accept);
  }

  @Test
  void anAcceptThatHasEndedIsSubmittedAnew() throws IOException {
    connect(ring.only(Operation.ACCEPT), false);
    connect(ring.only(Operation.ACCEPT), false);

    assertThat(accepted).hasSize(2);
    assertThat(ring.submissions(Operation.ACCEPT)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {Errno.ECONNABORTED, Errno.EPROTO, Errno.EINTR, Errno.EAGAIN, Errno.ECANCELED})
  void whatIsWrongWithOneConnectionOnlyIsNoFailureOfTheListener(int error) {
    Submission first = ring.only(Operation.ACCEPT);

    loop.complete(first, -error);

    assertThat(failures).isEmpty();
    assertThat(ring.only(Operation.ACCEPT)).isNotSameAs(first);
  }

  @Test
  void aFailureIsToldAndAcceptingGoesOn() {
    Submission first = ring.only(Operation.ACCEPT);

    loop.complete(first, -EMFILE);

    assertThat(failures).containsExactly("Too many open files");
    assertThat(ring.only(Operation.ACCEPT)).isNotSameAs(first);
  }

  @Test
  void aFailureThatDoesNotEndTheAcceptSubmitsNoOther() {
    Submission accept = ring.only(Operation.ACCEPT);

    loop.complete(accept, -EMFILE, Operation.HAS_MORE);

    assertThat(failures).hasSize(1);
    assertThat(ring.only(Operation.ACCEPT)).isSameAs(accept);
  }

  @Test
  void pausingCancelsOnceAndAcceptsNothingUntilItIsResumed() {
    listener.pause();
    listener.pause();
    assertThat(ring.only(Operation.ASYNC_CANCEL).address())
        .isEqualTo(ring.only(Operation.ACCEPT).id());

    endCancelledAccept();
    assertThat(ring.inFlight(listener)).isEmpty();
    listener.resume();
    listener.resume();

    ring.only(Operation.ACCEPT);
    assertThat(failures).isEmpty();
  }

  @Test
  void resumingDuringTheCancellationWaitsForItsEnd() {
    Submission first = ring.only(Operation.ACCEPT);
    listener.pause();
    listener.resume();
    assertThat(ring.only(Operation.ACCEPT)).isSameAs(first);

    endCancelledAccept();

    assertThat(ring.only(Operation.ACCEPT)).isNotSameAs(first);
  }

  @Test
  void resumingWhatWasNotPausedDoesNothing() {
    listener.resume();

    assertThat(ring.submissions()).filteredOn(s -> s.handle().equals(listener)).hasSize(1);
    assertThat(loop.resources().hasDeferred()).isFalse();
  }

  @Test
  void connectionsThatComeDuringAPauseAreDeliveredInOrderAfterwards() throws IOException {
    Submission accept = ring.only(Operation.ACCEPT);
    listener.pause();
    SocketAddress first = connect(accept, true);
    SocketAddress second = connect(accept, false);
    assertThat(accepted).isEmpty();

    listener.resume();
    assertThat(accepted).as("not from within resume()").isEmpty();
    assertThat(loop.resources().hasDeferred()).isTrue();
    assertThat(ring.inFlight(Operation.ACCEPT)).as("none overtakes, nor are more held").isEmpty();
    loop.turn();
    SocketAddress third = connect(ring.only(Operation.ACCEPT), true);

    assertThat(accepted)
        .extracting(DetachedSocket::remoteAddress)
        .containsExactly(first, second, third);
  }

  @Test
  void pausingWhileHeldConnectionsAreDeliveredKeepsTheRest() throws IOException {
    hold(3);
    onAccepted =
        socket -> {
          accepted.add(socket);
          listener.pause();
        };

    listener.resume();
    loop.turn();
    assertThat(accepted).hasSize(1);
    loop.turn();
    assertThat(accepted).hasSize(1);
    onAccepted = accepted::add;
    listener.resume();
    loop.turn();

    assertThat(accepted).hasSize(3);
  }

  @Test
  void closingWhileHeldConnectionsAreDeliveredClosesTheRest() throws IOException {
    List<Descriptor> held = hold(3);
    onAccepted =
        socket -> {
          accepted.add(socket);
          listener.close();
        };

    listener.resume();
    loop.turn();

    assertThat(accepted).hasSize(1);
    assertThat(held).extracting(Descriptor::isOpen).containsExactly(true, false, false);
  }

  @Test
  void aBugInTheCareForOneHeldConnectionDoesNotKeepTheOthers() throws IOException {
    hold(3);
    onAccepted =
        socket -> {
          accepted.add(socket);
          if (accepted.size() == 1) {
            throw new IllegalStateException("a bug");
          }
        };

    listener.resume();
    loop.turn();

    assertThat(accepted).hasSize(3);
    assertThat(failures).hasSize(1).first().asString().contains("a bug");
  }

  @Test
  void closingClosesHeldConnections() throws IOException {
    List<Descriptor> held = hold(2);
    assertThat(held).allMatch(Descriptor::isOpen);

    listener.close();
    listener.resume();
    loop.turn();

    assertThat(held).noneMatch(Descriptor::isOpen);
    assertThat(accepted).isEmpty();
  }

  @Test
  void closingCancelsTheAcceptAndHoldsTheDescriptorUntilItHasEnded() {
    Submission accept = ring.only(Operation.ACCEPT);
    assertThat(loop.resources().openHandles()).isEqualTo(1);

    listener.close();
    listener.close();
    assertThat(ring.only(Operation.ASYNC_CANCEL).address()).isEqualTo(accept.id());
    assertThat(descriptor.isOpen()).isTrue();
    assertThat(loop.resources().openHandles()).isEqualTo(1);
    loop.complete(accept, -Errno.ECANCELED);

    assertThat(descriptor.isOpen()).isFalse();
    assertThat(loop.resources().openHandles()).isZero();
    assertThat(failures).isEmpty();
    assertThat(ring.inFlight(Operation.ACCEPT)).isEmpty();
  }

  @Test
  void closingRefusesConnectionsAtOnce() {
    listener.close();

    assertThatThrownBy(() -> SocketChannel.open(listener.localAddress()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aConnectionThatComesAfterTheCloseIsClosed() throws IOException {
    Submission accept = ring.only(Operation.ACCEPT);
    peers.add(SocketChannel.open(listener.localAddress()));
    Socket late = SocketPairs.accept(accept.fd());
    Descriptor lateDescriptor = Descriptor.of(late.intValue());
    listener.close();

    loop.complete(accept, late.intValue(), Operation.HAS_MORE);

    assertThat(lateDescriptor.isOpen()).isFalse();
    assertThat(accepted).isEmpty();
    assertThat(descriptor.isOpen()).isTrue();
  }

  @Test
  void aPausedListenerClosesAtOnce() {
    listener.pause();
    endCancelledAccept();

    listener.close();

    assertThat(descriptor.isOpen()).isFalse();
    assertThat(ring.inFlight(listener)).isEmpty();
    assertThat(loop.resources().openHandles()).isZero();
  }

  @Test
  void aBugInTheCareForAConnectionIsAFailureToAccept() throws IOException {
    onAccepted =
        socket -> {
          accepted.add(socket);
          throw new IllegalStateException("a bug");
        };

    connect(ring.only(Operation.ACCEPT), true);

    assertThat(failures)
        .containsExactly("The event loop failed: java.lang.IllegalStateException: a bug");
  }

  @Test
  void aListenerThatABugHasStoppedGoesOnAfterAPause() throws IOException {
    onAccepted =
        socket -> {
          accepted.add(socket);
          throw new IllegalStateException("a bug");
        };
    connect(ring.only(Operation.ACCEPT), false);

    listener.pause();
    listener.resume();

    for (Submission left : ring.inFlight(Operation.ASYNC_CANCEL)) {
      loop.complete(ring.only(Operation.ACCEPT), -Errno.ECANCELED);
      loop.complete(left, 0);
    }
    ring.only(Operation.ACCEPT);
  }

  @Test
  void aPathThatIsInUseIsLeftAlone(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("socket"), "a file of somebody else's");

    assertThatThrownBy(() -> open(UnixDomainSocketAddress.of(path)))
        .hasMessage("Address already in use");
    assertThat(path).hasContent("a file of somebody else's");
  }

  @Test
  void aPathIsDeletedWithItsListener(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("socket");
    UringListener unix = open(UnixDomainSocketAddress.of(path));
    assertThat(path).exists();

    unix.close();

    assertThat(path).doesNotExist();
    loop.complete(ring.inFlight(unix).get(0), -Errno.ECANCELED);
  }

  @Test
  void aPortThatIsInUseIsSaidToBe() {
    assertThatThrownBy(() -> open(listener.localAddress())).hasMessage("Address already in use");
    assertThat(loop.resources().openHandles()).isEqualTo(1);
  }

  private UringListener open(SocketAddress address) throws IOException {
    return UringListener.open(loop.resources(), address, SETTINGS, events);
  }

  private void endCancelledAccept() {
    loop.complete(Operation.ACCEPT, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, 0);
  }

  /** Has connections come during a pause. */
  private List<Descriptor> hold(int connections) throws IOException {
    Submission accept = ring.only(Operation.ACCEPT);
    listener.pause();
    List<Descriptor> held = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      peers.add(SocketChannel.open(listener.localAddress()));
      Socket socket = SocketPairs.accept(accept.fd());
      held.add(Descriptor.of(socket.intValue()));
      loop.complete(accept, socket.intValue(), Operation.HAS_MORE);
    }
    loop.complete(accept, -Errno.ECANCELED);
    loop.complete(Operation.ASYNC_CANCEL, -ENOENT);
    return held;
  }

  /** Has a connection come, and returns where from. */
  private SocketAddress connect(Submission accept, boolean more) throws IOException {
    SocketChannel peer = SocketChannel.open(listener.localAddress());
    peers.add(peer);
    int fd = SocketPairs.accept(accept.fd()).intValue();
    loop.complete(accept, fd, more ? Operation.HAS_MORE : FakeLoop.NO_MORE);
    return peer.getLocalAddress();
  }
}
