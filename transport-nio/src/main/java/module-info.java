/** The portable transport of Ringloom, on the JDK's selectors. */
module io.ringloom.transport.nio {
  requires io.ringloom;
  requires static org.jspecify;

  provides io.ringloom.spi.Transport with
      io.ringloom.transport.nio.NioTransport;
}
