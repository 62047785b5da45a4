package io.ringloom.transport.nio;

import io.ringloom.spi.SocketSettings;
import io.ringloom.spi.StreamChannel;
import io.ringloom.spi.StreamEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connected socket. Loop only.
 *
 * <p>Nothing is ever in flight here: reads and writes are done or not when they return. Write
 * interest is only there while the system refuses bytes, and no interest at all takes the socket
 * out of the selector, so that an error on a socket nobody listens to cannot make the loop spin.
 */
final class NioStreamChannel implements StreamChannel, Selectable {
  /**
   * How much a channel that lets much wait receives before others have their turn, if they have
   * something, too.
   */
  private static final int RECEIVE_SHARE_BYTES = 1024 * 1024;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final StreamEvents events;
  private final ReceiveBuffers receiveBuffers;
  private final BulkReceive bulkReceive;
  private final SocketAddress localAddress;
  private final SocketAddress remoteAddress;
  private final int receiveAtOnceBytes;
  private boolean inputEnded;

  /** Whether the last receive has filled its memory. */
  private boolean moreWaits;

  /** Whether {@link BulkReceive} has this channel among those that wait. */
  private boolean queued;

  /** Whether the peer has lately sent so much at a time that it waits for its turn at once. */
  private boolean awaitsBulk;

  /** How much was received since the channel's turn began. */
  private int bytesInRow;

  private boolean closed;

  private NioStreamChannel(
      SocketChannel channel,
      SelectionKey key,
      SocketSettings settings,
      StreamEvents events,
      ReceiveBuffers receiveBuffers,
      BulkReceive bulkReceive)
      throws IOException {
    this.channel = channel;
    this.key = key;
    this.events = events;
    this.receiveBuffers = receiveBuffers;
    this.bulkReceive = bulkReceive;
    this.receiveAtOnceBytes = settings.receiveAtOnceBytes();
    this.localAddress = channel.getLocalAddress();
    this.remoteAddress = channel.getRemoteAddress();
  }

  static NioStreamChannel open(
      Selector selector,
      SocketChannel channel,
      SocketSettings settings,
      StreamEvents events,
      ReceiveBuffers receiveBuffers,
      BulkReceive bulkReceive)
      throws IOException {
    try {
      channel.configureBlocking(false);
      apply(settings, channel);
      SelectionKey key = channel.register(selector, 0);
      NioStreamChannel opened =
          new NioStreamChannel(channel, key, settings, events, receiveBuffers, bulkReceive);
      key.attach(opened);
      return opened;
    } catch (IOException | RuntimeException e) {
      NioSocket.closeQuietly(channel);
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  private static void apply(SocketSettings settings, SocketChannel channel) throws IOException {
    if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, settings.tcpNoDelay());
      if (settings.keepAlive()) {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      }
    }
    if (settings.sendBufferBytes() > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
    }
    if (settings.receiveBufferBytes() > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
    }
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void startReceiving() {
    if (!inputEnded && !closed) {
      key.interestOpsOr(SelectionKey.OP_READ);
    }
  }

  @Override
  public void stopReceiving() {
    if (!closed) {
      key.interestOpsAnd(~SelectionKey.OP_READ);
    }
  }

  @Override
  public void ready(SelectionKey readyKey) {
    // Interest may have changed since the selector looked.
    int ops = readyKey.readyOps() & readyKey.interestOps();
    if ((ops & SelectionKey.OP_READ) != 0 && !queued) {
      receiveOrQueue();
    }
    if ((ops & SelectionKey.OP_WRITE) != 0 && !closed) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      events.sendReady();
    }
  }

  /**
   * Receives as much as the connection lets wait, when it is this channel's turn to receive much.
   */
  BulkReceive.Turn receiveInBulk() {
    queued = false;
    if (closed) {
      return BulkReceive.Turn.GONE;
    }
    if ((key.interestOps() & SelectionKey.OP_READ) == 0) {
      bytesInRow = 0;
      return BulkReceive.Turn.DONE; // the handler has not kept up
    }
    int before = bytesInRow;
    receive(receiveAtOnceBytes);
    awaitsBulk = bytesInRow - before >= ReceiveBuffers.MOST_BYTES;
    queued = moreWaits && !closed;
    if (queued && bytesInRow < RECEIVE_SHARE_BYTES) {
      return BulkReceive.Turn.GOES_ON;
    }
    bytesInRow = 0;
    return queued ? BulkReceive.Turn.NEXT_PLEASE : BulkReceive.Turn.DONE;
  }

  @Override
  public void failed(IOException bug) {
    events.failed(bug);
  }

  private void receiveOrQueue() {
    if (!awaitsBulk) {
      receive(0);
      bytesInRow = 0;
    }
    if (awaitsBulk || (moreWaits && !closed && receiveAtOnceBytes > ReceiveBuffers.MOST_BYTES)) {
      queued = true;
      bulkReceive.add(this);
    }
  }

  private void receive(int wantedBytes) {
    ByteBuffer buffer = receiveBuffers.next(wantedBytes);
    int room = buffer.remaining();
    moreWaits = false;
    int count;
    try {
      count = channel.read(buffer);
    } catch (IOException e) {
      stopReceiving();
      events.failed(e);
      return;
    }
    if (count > 0) {
      moreWaits = count == room;
      bytesInRow += count;
      events.received(receiveBuffers.commit(buffer));
    } else if (count < 0) {
      stopReceiving();
      inputEnded = true;
      events.endOfStream();
    }
  }

  @Override
  public long send(ByteBuffer[] buffers, int count) throws IOException {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += buffers[i].remaining();
    }
    long sent = count == 1 ? channel.write(buffers[0]) : channel.write(buffers, 0, count);
    if (sent < total) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
    return sent;
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    NioSocket.closeQuietly(channel);
    events.closed();
  }

  @Override
  public void abort() {
    if (closed) {
      return;
    }
    try {
      if (!(localAddress instanceof UnixDomainSocketAddress)) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // It is reset already; all that is left is to close it.
    }
    close();
  }
}
