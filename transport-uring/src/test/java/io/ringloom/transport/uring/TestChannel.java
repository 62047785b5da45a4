package io.ringloom.transport.uring;

import java.io.IOException;
import java.util.List;

/** A channel on a socket that is real, and what it has told. */
record TestChannel(
    UringStreamChannel channel, RecordedEvents events, UringSocket socket, Descriptor descriptor) {

  static TestChannel open(FakeLoop loop, SocketPairs pairs) throws IOException {
    return open(loop, pairs, 0);
  }

  static TestChannel open(FakeLoop loop, SocketPairs pairs, int receiveAtOnceBytes)
      throws IOException {
    UringSocket socket = pairs.connect();
    Descriptor descriptor = Descriptor.of(socket.socket().intValue());
    RecordedEvents events = new RecordedEvents();
    return new TestChannel(
        loop.open(socket, receiveAtOnceBytes, events), events, socket, descriptor);
  }

  int fd() {
    return socket.socket().intValue();
  }

  List<String> log() {
    return events.log();
  }

  boolean isOpen() {
    return descriptor.isOpen();
  }
}
