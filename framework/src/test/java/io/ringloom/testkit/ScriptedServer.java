package io.ringloom.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A raw listening socket for tests of outbound connections: each one that it accepts is a {@link
 * ScriptedPeer}. For one thread at a time.
 */
public final class ScriptedServer implements AutoCloseable {
  private static final long DEADLINE_MILLIS = 10_000;

  private final ServerSocketChannel channel;
  private final Selector selector;
  private final List<ScriptedPeer> accepted = new CopyOnWriteArrayList<>();

  /**
   * Peers whose handshake a thread of this server has done, since whoever connects waits for it.
   */
  private @Nullable BlockingQueue<ScriptedPeer> secured;

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

  /** Encrypts what it accepts from now on; each connection has an engine of its own. */
  public void secure(Supplier<SSLEngine> engines) {
    BlockingQueue<ScriptedPeer> queue = new LinkedBlockingQueue<>();
    secured = queue;
    Thread.ofPlatform()
        .daemon()
        .name("scripted-server")
        .start(
            () -> {
              try {
                while (true) {
                  queue.add(acceptOne(Long.MAX_VALUE).secure(engines.get()));
                }
              } catch (IOException | ClosedSelectorException e) {
                // The server was closed.
              }
            });
  }

  /** Returns the address that it listens on. */
  public SocketAddress address() throws IOException {
    return channel.getLocalAddress();
  }

  /** Waits for the next connection, at most 10 seconds, and accepts it. */
  public ScriptedPeer accept() throws IOException {
    BlockingQueue<ScriptedPeer> queue = secured;
    if (queue == null) {
      return acceptOne(DEADLINE_MILLIS);
    }
    try {
      ScriptedPeer peer = queue.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
      if (peer != null) {
        return peer;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw nobody();
  }

  private ScriptedPeer acceptOne(long patienceMillis) throws IOException {
    long began = System.nanoTime();
    while (true) {
      SocketChannel socket = channel.accept();
      if (socket != null) {
        ScriptedPeer peer = new ScriptedPeer(socket);
        accepted.add(peer);
        return peer;
      }
      long millis = patienceMillis - (System.nanoTime() - began) / 1_000_000;
      if (millis <= 0) {
        throw nobody();
      }
      selector.select(ignored -> {}, millis);
    }
  }

  private static SocketTimeoutException nobody() {
    return new SocketTimeoutException("Nobody has connected to the scripted server.");
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
