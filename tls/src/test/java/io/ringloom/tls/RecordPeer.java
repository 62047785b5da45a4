package io.ringloom.tls;

import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLEngine;

/**
 * A peer that makes its TLS records on an engine of the JDK, and leaves it to the test when and how
 * their bytes go onto the socket. For one thread at a time.
 */
final class RecordPeer {
  private final ScriptedPeer wire;
  private final JdkEnd end;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

  RecordPeer(ScriptedPeer wire, SSLEngine engine) throws IOException {
    this.wire = wire;
    this.end = new JdkEnd(engine);
  }

  /** {@return the socket, for bytes of the test's own} */
  ScriptedPeer wire() {
    return wire;
  }

  /** {@return the session; what it makes waits there to be sent} */
  JdkEnd end() {
    return end;
  }

  /** Sends what the session has made. */
  RecordPeer flush() throws IOException {
    byte[] records = end.takeOutput();
    if (records.length > 0) {
      wire.send(records);
    }
    return this;
  }

  /** Sends what the session has made, in pieces of random sizes. */
  void flushSliced(Random random, int mostBytes) throws IOException {
    byte[] records = end.takeOutput();
    for (int from = 0; from < records.length; ) {
      int to = Math.min(records.length, from + 1 + random.nextInt(mostBytes));
      wire.send(Arrays.copyOfRange(records, from, to));
      from = to;
    }
  }

  /** Takes what has arrived, at least one byte; returns false at the end of the socket's stream. */
  boolean receiveSome() throws IOException {
    buffer.clear();
    int count = wire.receiveSome(buffer);
    if (count < 0) {
      return false;
    }
    end.receive(buffer.array(), 0, count);
    return true;
  }

  /** Shakes hands. */
  RecordPeer shakeHands() throws IOException {
    flush();
    while (!end.isOpen()) {
      receive("in the handshake");
      flush();
    }
    return this;
  }

  /**
   * Shakes hands up to its own last flight, the one with Finished.
   *
   * @return that flight, which was not sent
   */
  byte[] shakeHandsButForTheLastFlight() throws IOException {
    flush();
    while (true) {
      receive("before the last flight");
      byte[] flight = end.takeOutput();
      if (flight.length > 0) {
        return flight;
      }
    }
  }

  /** Receives data of exactly so many bytes in all. */
  byte[] awaitData(int bytes) throws IOException {
    while (end.receivedBytes() < bytes) {
      receive("after " + end.receivedBytes() + " of " + bytes + " bytes");
    }
    byte[] received = end.received();
    if (received.length > bytes) {
      throw new AssertionError(received.length + " bytes came instead of " + bytes + ".");
    }
    return received;
  }

  /**
   * Receives up to the end of the socket's stream.
   *
   * @return all data of the session
   */
  byte[] awaitEnd() throws IOException {
    while (receiveSome()) {
      // until the end
    }
    return end.received();
  }

  private void receive(String when) throws IOException {
    if (!receiveSome()) {
      throw new AssertionError("The connection ended " + when + "; failure: " + end.failure);
    }
  }
}
