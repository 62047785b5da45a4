package io.ringloom;

import io.ringloom.internal.server.OutboundConnector;
import io.ringloom.spi.ClientTlsFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to servers, for clients and for handlers that call other services.
 *
 * <p>Thread-safe. A handler that connects on the group of its own server gets a connection on its
 * own event loop.
 */
public interface Connector extends AutoCloseable {

  /** {@return a builder with the defaults} */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Connects to a TCP port. A name is looked up without blocking an event loop, and all its
   * addresses are tried in turn, within the connect timeout altogether.
   *
   * @param host a name or an address
   * @param port the port
   * @return an open connection, which the caller closes
   * @throws java.net.UnknownHostException if the name is not known
   * @throws java.net.ConnectException if no address accepts; the message says which and why
   * @throws java.net.SocketTimeoutException if the connect timeout passes first, or that of the TLS
   *     handshake
   * @throws javax.net.ssl.SSLException if the TLS handshake fails; the message says why
   * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
   * @throws IOException if the connector is closed, or the system refuses a socket
   */
  Connection connect(String host, int port) throws IOException;

  /**
   * Connects to an address.
   *
   * @param address an {@link java.net.InetSocketAddress}, looked up first if it is unresolved, or a
   *     {@link java.net.UnixDomainSocketAddress}
   * @return an open connection, which the caller closes
   * @throws IOException as {@link #connect(String, int)} does
   */
  Connection connect(SocketAddress address) throws IOException;

  /**
   * Makes further and pending calls of {@code connect} fail. Connections stay open, unless the
   * event loops are the connector's own: those end. Idempotent.
   */
  @Override
  void close();

  /** Makes a {@link Connector}. Not thread-safe. */
  final class Builder {
    private @Nullable EventLoopGroup eventLoops;
    private @Nullable ClientTlsFactory tls;
    private ConnectionOptions connectionOptions = ConnectionOptions.defaults();
    private Duration connectTimeout = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * Sets the event loops. Default: the connector has its own, which end with it.
     *
     * @param group loops that the connector shares and does not close
     * @return this builder
     */
    public Builder eventLoops(EventLoopGroup group) {
      eventLoops = group;
      return this;
    }

    /**
     * Has every connection encrypted with TLS. Default: none is.
     *
     * @param factory what encrypts, such as a {@code ClientTls} of the module {@code
     *     io.ringloom.tls}
     * @return this builder
     */
    public Builder tls(ClientTlsFactory factory) {
      tls = factory;
      return this;
    }

    /**
     * Sets limits, timeouts and socket options of every connection.
     *
     * @param options the options
     * @return this builder
     */
    public Builder connectionOptions(ConnectionOptions options) {
      connectionOptions = options;
      return this;
    }

    /**
     * Sets how long connecting may take, without the TLS handshake, which has a timeout of its own.
     * Default: 10 seconds.
     *
     * @param timeout the time, more than zero
     * @return this builder
     */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    /**
     * Makes the connector, and starts its event loops if it has its own.
     *
     * @return a connector, which the caller closes
     * @throws IllegalArgumentException if an option is out of its range
     * @throws IllegalStateException if event loops cannot run here
     * @throws IOException if the system refuses what a loop needs
     */
    public Connector start() throws IOException {
      OptionCheck.positive("connectTimeout", connectTimeout);
      return OutboundConnector.start(eventLoops, tls, connectionOptions, connectTimeout);
    }
  }
}
