/** The transport of Ringloom on Linux's io_uring. */
module io.ringloom.transport.uring {
  requires transitive io.ringloom;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.transport.classes.io_uring;
  requires io.netty.transport.unix.common;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.ringloom.transport.uring;

  provides io.ringloom.spi.Transport with
      io.ringloom.transport.uring.UringTransport;
}
