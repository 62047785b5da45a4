package io.ringloom.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a connection: a raw socket, TCP or Unix domain, that sends and expects exact
 * bytes and misbehaves on command. Calls block, each for the {@linkplain #deadline deadline} at
 * most, so that nothing hangs. For one thread at a time.
 */
public final class ScriptedPeer implements AutoCloseable {
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  private final SocketChannel channel;
  private Wire wire;

  /** How the TLS handshake has failed, null if it has not. */
  private @Nullable IOException broken;

  private @Nullable Selector selector;
  private Duration deadline = DEFAULT_DEADLINE;

  ScriptedPeer(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.wire = Wire.plain(channel);
    channel.configureBlocking(false);
    if (!isUnix()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  /** Connects, with the system's own choice of buffers. */
  public static ScriptedPeer connect(SocketAddress address) throws IOException {
    return connect(address, 0);
  }

  /**
   * Connects.
   *
   * @param address where to
   * @param bufferBytes the size of the socket's buffers, both of them; 0 for the system's choice
   */
  public static ScriptedPeer connect(SocketAddress address, int bufferBytes) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      if (bufferBytes > 0) {
        // Before connecting, since the window is agreed upon then.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
      }
      channel.configureBlocking(false);
      channel.connect(address);
      ScriptedPeer peer = new ScriptedPeer(channel);
      long end = peer.endOfCall();
      while (!channel.finishConnect()) {
        peer.await(SelectionKey.OP_CONNECT, end, "connecting to " + address);
      }
      return peer;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Encrypts from now on, after a TLS handshake. If that fails, as when the other side closes, the
   * next call finds it so.
   */
  public ScriptedPeer secure(SSLEngine engine) throws IOException {
    TlsWire tls = new TlsWire(channel, engine);
    wire = tls;
    long end = endOfCall();
    try {
      TlsWire.Need need;
      while ((need = tls.handshake()) != TlsWire.Need.NOTHING) {
        await(
            need == TlsWire.Need.READ ? SelectionKey.OP_READ : SelectionKey.OP_WRITE,
            end,
            "in the TLS handshake");
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      broken = e;
    }
    return this;
  }

  /** Sets how long one call may take. Default: 10 seconds. */
  public ScriptedPeer deadline(Duration perCall) {
    deadline = perCall;
    return this;
  }

  /** Returns the socket's own address. */
  public SocketAddress localAddress() throws IOException {
    return channel.getLocalAddress();
  }

  /** Sends all bytes. */
  public ScriptedPeer send(byte[] bytes) throws IOException {
    send(ByteBuffer.wrap(bytes));
    return this;
  }

  /** Sends text as ISO-8859-1. */
  public ScriptedPeer send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  /** Sends all bytes, each with a call of its own. */
  public ScriptedPeer sendOneByteAtATime(byte[] bytes) throws IOException {
    for (int i = 0; i < bytes.length; i++) {
      send(ByteBuffer.wrap(bytes, i, 1));
    }
    return this;
  }

  private void send(ByteBuffer bytes) throws IOException {
    long end = endOfCall();
    while (bytes.hasRemaining() || !wire.flush()) {
      if (wire.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE, end, "sending the last " + bytes.remaining() + " bytes");
      }
    }
  }

  /** Sends as many bytes as the system takes now, perhaps none, and returns how many. */
  public int sendWithoutWaiting(byte[] bytes) throws IOException {
    return wire.write(ByteBuffer.wrap(bytes));
  }

  /** Receives exactly so many bytes. */
  public byte[] receive(int exactly) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(exactly);
    long end = endOfCall();
    while (buffer.hasRemaining()) {
      if (receive(buffer, end, "receiving " + exactly + " bytes") < 0) {
        throw new AssertionError(
            "The stream ended after " + buffer.position() + " of " + exactly + " bytes.");
      }
    }
    return buffer.array();
  }

  /** Receives exactly so many bytes as ISO-8859-1. */
  public String receiveString(int exactly) throws IOException {
    return new String(receive(exactly), ISO_8859_1);
  }

  /** Receives everything up to the end of the stream. */
  public byte[] receiveToEnd() throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (true) {
      // Progress extends the deadline: how much comes is not known here.
      long end = endOfCall();
      buffer.clear();
      if (receive(buffer, end, "receiving the end after " + received.size() + " bytes") < 0) {
        return received.toByteArray();
      }
      received.write(buffer.array(), 0, buffer.position());
    }
  }

  /** Receives everything up to the end of the stream as ISO-8859-1. */
  public String receiveStringToEnd() throws IOException {
    return new String(receiveToEnd(), ISO_8859_1);
  }

  /** Receives exactly so many bytes and returns their {@link Payload#digest}. */
  public String receiveDigest(long exactly) throws IOException {
    MessageDigest digest = Payload.newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    for (long left = exactly; left > 0; left -= buffer.limit()) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      if (receive(buffer, endOfCall(), "receiving the last " + left + " bytes") < 0) {
        throw new AssertionError(
            "The stream ended after " + (exactly - left) + " of " + exactly + " bytes.");
      }
      digest.update(buffer.flip());
      buffer.position(0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Receives at least one byte if there is one, and returns how many; -1 at the end. */
  public int receiveSome(ByteBuffer into) throws IOException {
    return receive(into, endOfCall(), "receiving");
  }

  /** Expects the clean end of the stream and no byte before it. */
  public void expectEnd() throws IOException {
    byte[] rest = receiveToEnd();
    if (rest.length > 0) {
      throw new AssertionError(
          "Expected the end of the stream, but "
              + rest.length
              + " bytes came: "
              + Arrays.toString(Arrays.copyOf(rest, Math.min(rest.length, 32))));
    }
  }

  /** Expects that the connection is reset, after whatever bytes. */
  public void expectReset() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (true) {
      int count;
      try {
        buffer.clear();
        count = receive(buffer, endOfCall(), "expecting a reset");
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        return;
      }
      if (count < 0) {
        throw new AssertionError("Expected a reset, but the stream ended cleanly.");
      }
    }
  }

  /** Ends the output; receiving goes on. */
  public ScriptedPeer endOutput() throws IOException {
    wire.endOutput();
    return this;
  }

  /** Resets the connection; a Unix domain socket knows no reset, and is closed. */
  public void reset() throws IOException {
    if (!isUnix()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    closeSocket();
  }

  /** Sends bytes in a faulty way. */
  public void commit(Fault fault, byte[] bytes) throws IOException {
    switch (fault) {
      case RESET -> send(bytes).reset();
      case HALF_CLOSE -> send(bytes).endOutput();
      case STALL -> send(Arrays.copyOf(bytes, bytes.length / 2));
      case ONE_BYTE_AT_A_TIME -> sendOneByteAtATime(bytes);
      case CLOSE -> send(bytes).close();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      wire.beforeClose();
    }
    closeSocket();
  }

  private void closeSocket() throws IOException {
    try (channel) {
      if (selector != null) {
        selector.close();
      }
    }
  }

  private int receive(ByteBuffer buffer, long end, String what) throws IOException {
    if (broken != null) {
      if (broken instanceof SSLHandshakeException) {
        return -1; // the other side has closed before there was a session
      }
      throw broken;
    }
    while (true) {
      int count = wire.read(buffer);
      if (count != 0) {
        return count;
      }
      await(SelectionKey.OP_READ, end, what);
    }
  }

  private void await(int operation, long end, String what) throws IOException {
    Selector opened = selector;
    if (opened == null) {
      opened = Selector.open();
      selector = opened;
    }
    channel.register(opened, operation);
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("The peer waited for too long while " + what + ".");
    }
    opened.select(ignored -> {}, millis);
  }

  private long endOfCall() {
    return System.nanoTime() + deadline.toNanos();
  }

  private boolean isUnix() throws IOException {
    return channel.getLocalAddress() instanceof UnixDomainSocketAddress
        || channel.getRemoteAddress() instanceof UnixDomainSocketAddress;
  }
}
