package io.ringloom.benchmarks.jmh;

import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes every byte at once, and delivers a message when it is asked for. Confined to the loop's
 * carrier, on which the benchmark runs, too.
 */
final class NoKernelChannel implements StreamChannel {
  private static @Nullable NoKernelChannel opened;

  private final SocketAddress address;
  private final StreamEvents events;
  private @Nullable ByteBuffer wanted;
  private boolean closedSaid;

  NoKernelChannel(SocketAddress address, StreamEvents events) {
    this.address = address;
    this.events = events;
    opened = this;
  }

  /** Has bytes arrive with the next poll. */
  static void arriveWithNextPoll(ByteBuffer bytes) {
    NoKernelChannel channel = opened;
    if (channel == null) {
      throw new IllegalStateException("There is no connection yet.");
    }
    channel.wanted = bytes;
  }

  boolean hasWanted() {
    return wanted != null;
  }

  void deliverWanted() {
    ByteBuffer bytes = wanted;
    if (bytes != null && !closedSaid) {
      wanted = null;
      events.received(bytes);
    }
  }

  @Override
  public SocketAddress localAddress() {
    return address;
  }

  @Override
  public SocketAddress remoteAddress() {
    return address;
  }

  @Override
  public void startReceiving() {}

  @Override
  public void stopReceiving() {}

  @Override
  public long send(ByteBuffer[] buffers, int count) {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += buffers[i].remaining();
    }
    return bytes;
  }

  @Override
  public void shutdownOutput() {
    events.endOfStream();
  }

  @Override
  public void close() {
    if (!closedSaid) {
      closedSaid = true;
      events.closed();
    }
  }

  @Override
  public void abort() {
    close();
  }
}
