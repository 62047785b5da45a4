/**
 * A server framework for sequential, blocking-style connection handlers on virtual threads.
 *
 * <p>{@link io.ringloom} is the API that servers are written against, {@link io.ringloom.spi} the
 * one that transports implement.
 */
module io.ringloom {
  requires org.jctools.core.jdk11;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.ringloom;
  exports io.ringloom.spi;

  uses io.ringloom.spi.Transport;
}
