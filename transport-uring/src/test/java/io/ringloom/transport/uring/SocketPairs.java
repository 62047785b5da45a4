package io.ringloom.transport.uring;

import static org.awaitility.Awaitility.await;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Connected sockets that are real; closing it closes those that are left. */
final class SocketPairs implements AutoCloseable {
  static {
    Availability.cause(); // loads the native library that sockets need
  }

  private final Socket listening;
  private final SocketAddress address;
  private final boolean unixDomain;
  private final Deque<Socket> accepted = new ArrayDeque<>();
  private final Deque<SocketChannel> peers = new ArrayDeque<>();

  private SocketPairs(Socket listening, SocketAddress address, boolean unixDomain) {
    this.listening = listening;
    this.address = address;
    this.unixDomain = unixDomain;
  }

  static SocketPairs tcp() throws IOException {
    Socket socket = Socket.newSocketStream();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.listen(16);
    return new SocketPairs(socket, NativeAddresses.local(socket, false), false);
  }

  /** Makes pairs of the Unix domain, which cost less. */
  static SocketPairs unixDomain(Path path) throws IOException {
    Socket socket = Socket.newSocketDomain();
    socket.bind(new DomainSocketAddress(path.toString()));
    socket.listen(16);
    return new SocketPairs(socket, UnixDomainSocketAddress.of(path), true);
  }

  /** Connects a pair and returns our end; the last peer's is {@link #peer()}. */
  UringSocket connect() throws IOException {
    peers.addLast(SocketChannel.open(address));
    Socket socket = accept(listening.intValue());
    accepted.addLast(socket);
    return new UringSocket(socket, address, NativeAddresses.remote(socket, unixDomain));
  }

  /** Accepts the connection that is coming in, as the kernel does for a ring. */
  static Socket accept(int listeningFd) {
    Socket listening = new Socket(listeningFd);
    int fd =
        await()
            .pollDelay(Duration.ZERO)
            .pollInSameThread()
            .until(() -> listening.accept(new byte[128]), found -> found >= 0);
    return new Socket(fd);
  }

  SocketChannel peer() {
    return peers.getLast();
  }

  /** Closes all that were connected. */
  void closePairs() throws IOException {
    for (SocketChannel peer : peers) {
      peer.close();
    }
    peers.clear();
    accepted.forEach(UringSocket::closeQuietly);
    accepted.clear();
  }

  @Override
  public void close() throws IOException {
    closePairs();
    listening.close();
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }
}
