package io.ringloom.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;

/** What Netty does its I/O with. */
final class NettyTransport {
  private static final short BUFFER_GROUP = 0;

  private NettyTransport() {}

  /**
   * Gives a bootstrap one event loop.
   *
   * @param name {@code uring}, which receives into a ring of buffers, {@code epoll} or {@code nio}
   */
  static void apply(String name, ServerBootstrap bootstrap) {
    if (name.equals("uring")) {
      loop(bootstrap, uring()).channel(IoUringServerSocketChannel.class);
      bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
    } else if (name.equals("epoll")) {
      loop(bootstrap, EpollIoHandler.newFactory()).channel(EpollServerSocketChannel.class);
    } else {
      loop(bootstrap, NioIoHandler.newFactory()).channel(NioServerSocketChannel.class);
    }
  }

  private static ServerBootstrap loop(ServerBootstrap bootstrap, IoHandlerFactory io) {
    return bootstrap.group(new MultiThreadIoEventLoopGroup(1, io));
  }

  private static IoHandlerFactory uring() {
    IoUringBufferRingConfig buffers =
        IoUringBufferRingConfig.builder()
            .bufferGroupId(BUFFER_GROUP)
            .bufferRingSize((short) 512)
            .batchSize(256)
            .allocator(new IoUringFixedBufferRingAllocator(8 * 1024))
            .build();
    return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setBufferRingConfig(buffers));
  }
}
