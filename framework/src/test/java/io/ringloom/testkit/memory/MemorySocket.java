package io.ringloom.testkit.memory;

import io.ringloom.spi.DetachedSocket;
import java.net.SocketAddress;

/** The end of a {@link MemoryPeer}'s pipe that no loop drives yet. */
final class MemorySocket implements DetachedSocket {
  private final MemoryPeer peer;

  MemorySocket(MemoryPeer peer) {
    this.peer = peer;
  }

  MemoryPeer peer() {
    return peer;
  }

  @Override
  public SocketAddress remoteAddress() {
    return peer.address();
  }

  @Override
  public void close() {
    peer.channelClosed(false);
  }
}
