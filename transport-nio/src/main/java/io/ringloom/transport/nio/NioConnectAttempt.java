package io.ringloom.transport.nio;

import io.ringloom.spi.ConnectAttempt;
import io.ringloom.spi.ConnectEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket that connects. Loop only.
 *
 * <p>One that is connected at once, as those of the Unix domain are, is registered all the same: it
 * is ready in the next turn, and so the events never come before {@link #begin} has returned.
 */
final class NioConnectAttempt implements ConnectAttempt, Selectable {
  private final SocketChannel channel;
  private final ConnectEvents events;

  private NioConnectAttempt(SocketChannel channel, ConnectEvents events) {
    this.channel = channel;
    this.events = events;
  }

  static NioConnectAttempt begin(Selector selector, SocketAddress remote, ConnectEvents events)
      throws IOException {
    SocketChannel channel =
        remote instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      boolean connected = channel.connect(remote);
      NioConnectAttempt attempt = new NioConnectAttempt(channel, events);
      channel.register(
          selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, attempt);
      return attempt;
    } catch (IOException | RuntimeException e) {
      NioSocket.closeQuietly(channel);
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void ready(SelectionKey key) {
    NioSocket socket;
    try {
      if (!channel.isConnected() && !channel.finishConnect()) {
        return;
      }
      socket = new NioSocket(channel);
    } catch (IOException e) {
      NioSocket.closeQuietly(channel);
      events.connectFailed(e);
      return;
    }
    key.interestOps(0); // the key stays: the channel that is made of it takes it over
    events.connected(socket);
  }

  @Override
  public void failed(IOException bug) {
    NioSocket.closeQuietly(channel);
    events.connectFailed(bug);
  }

  @Override
  public void cancel() {
    NioSocket.closeQuietly(channel);
  }
}
