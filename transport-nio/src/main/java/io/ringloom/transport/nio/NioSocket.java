package io.ringloom.transport.nio;

import io.ringloom.spi.DetachedSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;

/** A connected socket that is not registered with a selector. */
final class NioSocket implements DetachedSocket {
  private final SocketChannel channel;
  private final SocketAddress remoteAddress;

  NioSocket(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.remoteAddress = channel.getRemoteAddress();
  }

  SocketChannel channel() {
    return channel;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  /** Closes a channel whose end nobody has to be told of. */
  static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is released all the same.
    }
  }
}
