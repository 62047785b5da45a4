package io.ringloom.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A raw listening socket for tests of outbound connections: each one that it accepts is a {@link
 * ScriptedPeer}. For one thread at a time.
 */
public final class ScriptedServer implements AutoCloseable {
  private static final long DEADLINE_MILLIS = 10_000;

  private final ServerSocketChannel channel;
  private final Selector selector;
  private final List<ScriptedPeer> accepted = new ArrayList<>();

  private ScriptedServer(ServerSocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Listens on a port of the loopback interface that the system chooses. */
  public static ScriptedServer open() throws IOException {
    return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
  }

  /**
   * Listens.
   *
   * @param address where, TCP or Unix domain
   * @param backlog how many connections may wait to be accepted
   */
  public static ScriptedServer open(SocketAddress address, int backlog) throws IOException {
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      channel.bind(address, backlog);
      return new ScriptedServer(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the address that it listens on. */
  public SocketAddress address() throws IOException {
    return channel.getLocalAddress();
  }

  /** Waits for the next connection, at most 10 seconds, and accepts it. */
  public ScriptedPeer accept() throws IOException {
    long end = System.nanoTime() + DEADLINE_MILLIS * 1_000_000;
    while (true) {
      SocketChannel socket = channel.accept();
      if (socket != null) {
        ScriptedPeer peer = new ScriptedPeer(socket);
        accepted.add(peer);
        return peer;
      }
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new SocketTimeoutException("Nobody has connected to the scripted server.");
      }
      selector.select(ignored -> {}, millis);
    }
  }

  /** Stops listening, and closes what it has accepted. */
  @Override
  public void close() throws IOException {
    SocketAddress address = channel.getLocalAddress();
    selector.close();
    channel.close();
    for (ScriptedPeer peer : accepted) {
      peer.close();
    }
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }
}
