package io.ringloom.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Echo on Netty, as its users write it. Own arguments: transport, and for TLS the library. */
public final class NettyEcho {
  private NettyEcho() {}

  /** Serves until the process is ended; prints the port. */
  public static void main(String[] args) throws InterruptedException, SSLException {
    ServerArguments arguments = ServerArguments.parse(args);
    SslContext tls = arguments.tls() == null ? null : NettyTls.context(arguments);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(tls));
    NettyTransport.apply(arguments.own("transport"), arguments.loops(), bootstrap);
    Channel server =
        bootstrap.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync().channel();
    System.out.println(((InetSocketAddress) server.localAddress()).getPort());
    server.closeFuture().sync();
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {
    private final @Nullable SslContext tls;

    Initializer(@Nullable SslContext tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      if (tls != null) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
      }
      channel.pipeline().addLast(new Echo());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // the client has gone at the end of its round
    }
  }
}
