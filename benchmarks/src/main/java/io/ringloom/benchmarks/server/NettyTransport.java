package io.ringloom.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringBufferRingAllocator;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;

/** What Netty does its I/O with. */
final class NettyTransport {
  private static final short BUFFER_GROUP = 0;
  private static final int BUFFER_BYTES = 8 * 1024;

  private NettyTransport() {}

  /**
   * Gives a bootstrap its event loops.
   *
   * @param name {@code uring}, which receives into a ring of buffers, {@code epoll} or {@code nio}
   */
  static void apply(String name, int loops, ServerBootstrap bootstrap) {
    if (name.equals("uring")) {
      applyUring(loops, bootstrap, new IoUringFixedBufferRingAllocator(BUFFER_BYTES));
    } else if (name.equals("epoll")) {
      loops(loops, bootstrap, EpollIoHandler.newFactory()).channel(EpollServerSocketChannel.class);
    } else {
      loops(loops, bootstrap, NioIoHandler.newFactory()).channel(NioServerSocketChannel.class);
    }
  }

  /** Gives a bootstrap event loops on io_uring, with buffers of its own. */
  static void applyUring(int loops, ServerBootstrap bootstrap, IoUringBufferRingAllocator buffers) {
    loops(loops, bootstrap, uring(buffers)).channel(IoUringServerSocketChannel.class);
    bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
  }

  private static ServerBootstrap loops(int loops, ServerBootstrap bootstrap, IoHandlerFactory io) {
    return bootstrap.group(new MultiThreadIoEventLoopGroup(loops, io));
  }

  private static IoHandlerFactory uring(IoUringBufferRingAllocator allocator) {
    IoUringBufferRingConfig ring =
        IoUringBufferRingConfig.builder()
            .bufferGroupId(BUFFER_GROUP)
            .bufferRingSize((short) 512)
            .batchSize(256)
            .allocator(allocator)
            .build();
    return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setBufferRingConfig(ring));
  }
}
