package io.ringloom.testkit.memory;

import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop's end of a pipe. Loop only.
 *
 * <p>A send in flight reads its buffers when it ends, not when it begins, as a kernel may: so a
 * buffer that was used again too early sends the wrong bytes.
 */
final class MemoryChannel implements StreamChannel {
  private final MemoryDriver driver;
  private final MemoryPeer peer;
  private final StreamEvents events;
  private final List<ByteBuffer> inFlight = new ArrayList<>();
  private boolean receiving;
  private boolean sending;
  private boolean unreleased;
  private boolean closing;
  private boolean closedSaid;

  MemoryChannel(MemoryDriver driver, MemoryPeer peer, StreamEvents events) {
    this.driver = driver;
    this.peer = peer;
    this.events = events;
  }

  @Override
  public SocketAddress localAddress() {
    return peer.address();
  }

  @Override
  public SocketAddress remoteAddress() {
    return peer.address();
  }

  @Override
  public void startReceiving() {
    driver.assertInLoop();
    if (!receiving && !closing) {
      receiving = true;
      peer.receivingIs(true);
      driver.post(this::receiveQueued);
    }
  }

  @Override
  public void stopReceiving() {
    driver.assertInLoop();
    if (!closing) {
      receiving = false;
      peer.receivingIs(false);
    }
  }

  /** Delivers what the peer has sent, as far as it may be delivered and the scratch has room. */
  void receiveQueued() {
    driver.assertInLoop();
    while (receiving && !closing) {
      if (driver.scratch().room() == 0) {
        driver.post(this::receiveQueued);
        return;
      }
      Arrival arrival = peer.nextArrival(driver.scratch().room());
      if (arrival == null) {
        return;
      }
      deliver(arrival);
    }
  }

  /** Delivers something whatever the state, since it was on its way already. */
  void deliver(Arrival arrival) {
    if (closedSaid) {
      return;
    }
    if (arrival.failure() != null) {
      events.failed(arrival.failure());
    } else if (arrival.isEnd()) {
      events.endOfStream();
    } else {
      events.received(driver.scratch().lend(arrival.bytes(), arrival.offset(), arrival.length()));
    }
  }

  @Override
  public long send(ByteBuffer[] buffers, int count) throws IOException {
    driver.assertInLoop();
    if (closing || sending) {
      throw new AssertionError(closing ? "A send after close." : "A send beside another one.");
    }
    IOException failure = peer.takeSendFailure();
    if (failure != null) {
      throw failure;
    }
    if (peer.sendMode() == SendMode.SYNCHRONOUS) {
      return sendNow(buffers, count);
    }
    for (int i = 0; i < count; i++) {
      inFlight.add(buffers[i].duplicate());
    }
    sending = true;
    peer.sendBegan();
    if (peer.sendMode() == SendMode.COMPLETED_BY_NEXT_POLL) {
      driver.post(() -> endSend(Long.MAX_VALUE));
    }
    return IN_FLIGHT;
  }

  @Override
  public int zeroCopyThresholdBytes() {
    return peer.zeroCopyThresholdBytes();
  }

  /**
   * Is sent at once, as far as the window allows; the memory is in use until the test ends that.
   */
  @Override
  public void sendZeroCopy(ByteBuffer buffer) {
    driver.assertInLoop();
    if (closing || sending || unreleased) {
      throw new AssertionError("A send after close or beside another one.");
    }
    sending = true;
    unreleased = true;
    driver.post(
        () -> {
          sending = false;
          int sent = peer.take(buffer.duplicate(), Integer.MAX_VALUE);
          if (sent < buffer.remaining()) {
            peer.sendWasCutShort();
          }
          events.sent(sent);
          sayClosed();
        });
  }

  /** The system lets go of the memory of a send without a copy. */
  void release() {
    driver.assertInLoop();
    if (unreleased) {
      unreleased = false;
      if (!closing) {
        events.released();
      }
      sayClosed();
    }
  }

  private long sendNow(ByteBuffer[] buffers, int count) {
    long sent = 0;
    for (int i = 0; i < count; i++) {
      int taken = peer.take(buffers[i].duplicate(), Integer.MAX_VALUE);
      sent += taken;
      if (taken < buffers[i].remaining()) {
        peer.sendWasCutShort();
        break;
      }
    }
    return sent;
  }

  /** The send in flight has taken some of its bytes, or all. */
  void endSend(long most) {
    driver.assertInLoop();
    if (!sending) {
      return;
    }
    peer.sendEnded(); // before its bytes are seen: who sees them looks for the next send
    long offered = 0;
    long sent = 0;
    for (ByteBuffer buffer : inFlight) {
      offered += buffer.remaining();
      sent += peer.takeAnyway(buffer, (int) Math.min(Integer.MAX_VALUE, most - sent));
    }
    inFlight.clear();
    sending = false;
    events.sent(sent);
    if (sent < offered) {
      driver.post(this::sendReady);
    }
    sayClosed();
  }

  void sendReady() {
    driver.assertInLoop();
    if (!closing) {
      events.sendReady();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    driver.assertInLoop();
    if (closing) {
      throw new AssertionError("A shutdown after close.");
    }
    peer.outputShut();
  }

  @Override
  public void close() {
    end(false);
  }

  @Override
  public void abort() {
    end(true);
  }

  private void end(boolean abort) {
    driver.assertInLoop();
    if (closing) {
      return;
    }
    closing = true;
    peer.closing(abort);
    if (abort) {
      unreleased = false;
    }
    sayClosed();
  }

  /** Says that it is over, once the test lets it be and nothing is in flight. */
  void sayClosed() {
    driver.assertInLoop();
    if (!closing || closedSaid || sending || unreleased || peer.isCloseHeld()) {
      return;
    }
    closedSaid = true;
    peer.channelClosed(false);
    events.closed();
  }
}
