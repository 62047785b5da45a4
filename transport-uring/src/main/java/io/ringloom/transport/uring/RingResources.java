package io.ringloom.transport.uring;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;

/** What all sockets of one loop share. Loop only. */
final class RingResources {
  private final Ring ring;
  private final Completions completions = new Completions();
  private final ReceiveBuffers receiveBuffers;
  private final BulkReceive bulkReceive;
  private final StagingBuffers stagingBuffers = new StagingBuffers();
  private final MessageMemory messageMemory = new MessageMemory();
  private final BufferAddresses bufferAddresses = new BufferAddresses();

  /** Channels that found no receive buffer, in the order in which they may try again. */
  private final ArrayDeque<UringStreamChannel> starved = new ArrayDeque<>();

  /** Listeners that have held connections and go on. */
  private final ArrayDeque<UringListener> resumed = new ArrayDeque<>();

  /** How many sockets have operations in flight, or may have again. */
  private int openHandles;

  private final int zeroCopyThresholdBytes;
  private final boolean zeroCopyLocally;

  RingResources(Ring ring, UringOptions options, boolean zeroCopyLocally) {
    this.ring = ring;
    this.zeroCopyThresholdBytes =
        options.zeroCopyThresholdBytes() == 0
            ? Integer.MAX_VALUE
            : options.zeroCopyThresholdBytes();
    this.zeroCopyLocally = zeroCopyLocally;
    this.receiveBuffers = new ReceiveBuffers(ring, completions, options);
    this.bulkReceive = new BulkReceive(options.bulkReceiveBytes());
  }

  Ring ring() {
    return ring;
  }

  Completions completions() {
    return completions;
  }

  ReceiveBuffers receiveBuffers() {
    return receiveBuffers;
  }

  BulkReceive bulkReceive() {
    return bulkReceive;
  }

  StagingBuffers stagingBuffers() {
    return stagingBuffers;
  }

  BufferAddresses bufferAddresses() {
    return bufferAddresses;
  }

  MessageMemory messageMemory() {
    return messageMemory;
  }

  /** Returns from how many bytes on sends to a peer need not be copied in the kernel. */
  int zeroCopyThresholdBytes(SocketAddress peer) {
    boolean local =
        !(peer instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
    // Where the receiver is on the same machine the kernel makes a copy for it at the latest.
    return local && !zeroCopyLocally ? Integer.MAX_VALUE : zeroCopyThresholdBytes;
  }

  void handleOpened() {
    openHandles++;
  }

  void handleClosed() {
    openHandles--;
  }

  int openHandles() {
    return openHandles;
  }

  /** Has a channel receive again when buffers have been given back. */
  void addStarved(UringStreamChannel channel) {
    starved.addLast(channel);
    receiveBuffers.ranOut();
  }

  /**
   * Gives receive buffers back, and lets as many starved channels go on as the kernel has. More
   * would starve again, if all of them received; those that are left go on in the next turn, since
   * nobody knows whether these take a buffer at all.
   */
  void giveBackReceiveBuffers() {
    receiveBuffers.giveBack();
    for (int left = receiveBuffers.wanted(); left > 0 && !starved.isEmpty(); ) {
      if (starved.removeFirst().receiveAfterStarving()) {
        left--;
      }
    }
  }

  /** Has a listener deliver what it has held, from outside of whatever goes on now. */
  void addResumed(UringListener listener) {
    resumed.addLast(listener);
  }

  void deliverHeldConnections() {
    for (int left = resumed.size(); left > 0; left--) {
      UringListener listener = resumed.removeFirst();
      try {
        listener.deliverHeld();
      } catch (RuntimeException | Error e) {
        listener.failedBy(e);
      }
    }
  }

  /** Returns whether there is something to do in the next turn, so that it must not wait. */
  boolean hasDeferred() {
    return !resumed.isEmpty() || !starved.isEmpty() || stagingBuffers.hasWaiting();
  }
}
