package io.ringloom.transport.nio;

import io.ringloom.spi.Listener;
import io.ringloom.spi.ListenerEvents;
import io.ringloom.spi.ListenerSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A listening socket. Loop only. */
final class NioListener implements Listener, Selectable {
  /** How many sockets one turn accepts, so that a storm of them does not starve the others. */
  private static final int MAX_ACCEPTS = 64;

  private final ServerSocketChannel channel;
  private final SelectionKey key;
  private final SocketAddress localAddress;
  private final ListenerEvents events;
  private boolean paused;

  private NioListener(
      ServerSocketChannel channel,
      SelectionKey key,
      SocketAddress localAddress,
      ListenerEvents events) {
    this.channel = channel;
    this.key = key;
    this.localAddress = localAddress;
    this.events = events;
  }

  static NioListener open(
      Selector selector, SocketAddress address, ListenerSettings settings, ListenerEvents events)
      throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    ServerSocketChannel channel =
        unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
    try {
      if (!unix) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (settings.reusePort()) {
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
      }
      channel.bind(address, settings.backlog());
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
      NioListener listener = new NioListener(channel, key, channel.getLocalAddress(), events);
      key.attach(listener);
      return listener;
    } catch (IOException | RuntimeException e) {
      NioSocket.closeQuietly(channel);
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public void ready(SelectionKey readyKey) {
    for (int i = 0; i < MAX_ACCEPTS && !paused && channel.isOpen(); i++) {
      NioSocket socket;
      try {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        socket = describe(accepted);
      } catch (IOException e) {
        events.acceptFailed(e);
        return;
      }
      if (socket != null) {
        events.accepted(socket);
      }
    }
  }

  @Override
  public void failed(IOException bug) {
    events.acceptFailed(bug);
  }

  @Override
  public void pause() {
    if (!paused && key.isValid()) {
      paused = true;
      key.interestOps(0);
    }
  }

  @Override
  public void resume() {
    if (paused && key.isValid()) {
      paused = false;
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    NioSocket.closeQuietly(channel);
    try {
      // A registered channel lets go of its port when the selector next looks; sooner is better.
      key.selector().selectNow(ignored -> {});
    } catch (IOException e) {
      // Then it happens in the next turn.
    }
    if (localAddress instanceof UnixDomainSocketAddress unix) {
      try {
        Files.deleteIfExists(unix.getPath());
      } catch (IOException e) {
        // Whoever binds the path next is told that it is in use.
      }
    }
  }

  /** Returns null if the peer has gone already. */
  private static @Nullable NioSocket describe(SocketChannel accepted) {
    try {
      return new NioSocket(accepted);
    } catch (IOException e) {
      NioSocket.closeQuietly(accepted);
      return null;
    }
  }
}
