package io.ringloom.transport.uring;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of one channel, whose socket is real and whose ring is the test. */
abstract class ChannelTest {
  final FakeLoop loop;
  final FakeRing ring;
  SocketPairs pairs;
  TestChannel test;
  UringStreamChannel channel;

  ChannelTest(int receiveBuffers) {
    loop = new FakeLoop(receiveBuffers);
    ring = loop.ring();
  }

  @BeforeEach
  final void connect() throws IOException {
    pairs = SocketPairs.tcp();
    test = TestChannel.open(loop, pairs);
    channel = test.channel();
  }

  @AfterEach
  final void disconnect() throws IOException {
    pairs.close();
  }
}
