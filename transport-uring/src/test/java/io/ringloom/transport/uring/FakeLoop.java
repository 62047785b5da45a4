package io.ringloom.transport.uring;

import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamEvents;
import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;

/** What a driver does in its turns, on a {@link FakeRing}. */
final class FakeLoop {
  static final int NO_MORE = 0;

  private final FakeRing ring = new FakeRing();
  private final RingResources resources;

  FakeLoop(int receiveBuffers) {
    resources =
        new RingResources(
            ring,
            UringOptions.builder().receiveBuffers(receiveBuffers).receiveBufferBytes(64).build(),
            true);
    turn();
  }

  FakeRing ring() {
    return ring;
  }

  RingResources resources() {
    return resources;
  }

  UringStreamChannel open(UringSocket socket, StreamEvents events) throws IOException {
    return open(socket, 0, events);
  }

  UringStreamChannel open(UringSocket socket, int receiveAtOnceBytes, StreamEvents events)
      throws IOException {
    SocketSettings settings = new SocketSettings(true, false, 0, 0, receiveAtOnceBytes);
    return UringStreamChannel.open(resources, socket, settings, events);
  }

  /** Does what a turn does; the kernel takes the buffers that it is given. */
  void turn() {
    resources.giveBackReceiveBuffers();
    resources.bulkReceive().serve();
    for (Submission provided : ring.inFlight(Operation.PROVIDE_BUFFERS)) {
      ring.complete(provided, 0, NO_MORE);
    }
    resources.messageMemory().reset();
    resources.completions().dispatch();
    resources.deliverHeldConnections();
    resources.stagingBuffers().serveWaiting();
  }

  /** Completes a submission, and has its handle told. */
  void complete(Submission submission, int result, int flags) {
    ring.complete(submission, result, flags);
    resources.completions().dispatch();
  }

  void complete(Submission submission, int result) {
    complete(submission, result, NO_MORE);
  }

  /** Completes the only submission of an operation. */
  void complete(byte operation, int result) {
    complete(ring.only(operation), result);
  }

  /** Completes a receive with bytes, and has its handle told; returns which buffer was used. */
  int receive(Submission submission, byte[] bytes, boolean more) {
    int id = ring.receive(submission, bytes, more);
    resources.completions().dispatch();
    return id;
  }
}
