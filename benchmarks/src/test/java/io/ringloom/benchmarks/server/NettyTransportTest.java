package io.ringloom.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingAllocator;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

final class NettyTransportTest {

  @Test
  void netty_receives_into_its_ring_of_buffers() throws Exception {
    assumeTrue(IoUring.isAvailable(), "io_uring is not available.");
    Counting buffers = new Counting();
    ServerBootstrap bootstrap = new ServerBootstrap().childHandler(new Echo());
    NettyTransport.applyUring(1, bootstrap, buffers);
    Channel server = bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
    try (Socket socket = new Socket()) {
      socket.connect(server.localAddress());
      socket.getOutputStream().write(new byte[64]);
      assertThat(socket.getInputStream().readNBytes(64)).hasSize(64);

      assertThat(buffers.received.take()).isEqualTo(64);
    } finally {
      server.close().sync();
      bootstrap.config().group().shutdownGracefully().sync();
    }
  }

  /** Notes how much was received into a buffer of the ring. */
  private static final class Counting implements IoUringBufferRingAllocator {
    private final IoUringBufferRingAllocator buffers = new IoUringFixedBufferRingAllocator(1024);
    private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();

    @Override
    public ByteBuf allocate() {
      return buffers.allocate();
    }

    @Override
    public void lastBytesRead(int attempted, int actual) {
      received.add(actual);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
  private static final class Echo extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  context.writeAndFlush(message, context.voidPromise());
                }
              });
    }
  }
}
