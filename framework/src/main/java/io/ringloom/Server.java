package io.ringloom;

import io.ringloom.internal.server.ServerRuntime;
import io.ringloom.internal.server.ServerSettings;
import io.ringloom.spi.ServerTlsFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Listens on an address and gives every connection to a {@link ConnectionHandler}.
 *
 * <p>Thread-safe.
 */
public interface Server extends AutoCloseable {

  /** {@return a builder with the defaults} */
  static Builder builder() {
    return new Builder();
  }

  /** {@return the address that the server listens on, with the port that was chosen if it was 0} */
  SocketAddress localAddress();

  /** {@return what the server has done so far} */
  ServerMetrics metrics();

  /**
   * Begins to shut down, without waiting for it: stops accepting, tells the handlers ({@link
   * Connection#isDraining()}, and reads that would wait return -1), and after {@link
   * Builder#drainTimeout} resets the connections that are left and interrupts their handlers.
   * Idempotent.
   */
  void shutdown();

  /**
   * Waits until the server was shut down and its last handler has ended.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void awaitTermination() throws InterruptedException;

  /**
   * Waits until the server was shut down and its last handler has ended.
   *
   * @param timeout how long to wait at most
   * @return whether it has
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /**
   * Shuts down and waits for the end, at most for the drain timeout and a few seconds more. A
   * handler that does not heed its interrupt is logged and left behind. When a handler of this
   * server calls it, it does not wait.
   */
  @Override
  void close();

  /** Makes a {@link Server}. Not thread-safe. */
  final class Builder {
    private @Nullable SocketAddress address;
    private @Nullable ConnectionHandler handler;
    private @Nullable EventLoopGroup eventLoops;
    private @Nullable ServerTlsFactory tls;
    private ConnectionOptions connectionOptions = ConnectionOptions.defaults();
    private int maxConnections = Integer.MAX_VALUE;
    private WhenFull whenFull = WhenFull.STOP_ACCEPTING;
    private int backlog = 1024;
    private boolean reusePort;
    private Duration drainTimeout = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * Sets the TCP port to listen on, on all interfaces.
     *
     * @param port the port, 0 for one that the system chooses
     * @return this builder
     * @throws IllegalArgumentException if it is not from 0 to 65535
     */
    public Builder bind(int port) {
      OptionCheck.between("port", port, 0, 65535);
      return bind(new InetSocketAddress(port));
    }

    /**
     * Sets the TCP address to listen on. A name is looked up by this call.
     *
     * @param host a name or an address of this machine
     * @param port the port, 0 for one that the system chooses
     * @return this builder
     * @throws IllegalArgumentException if the port is not from 0 to 65535
     */
    public Builder bind(String host, int port) {
      OptionCheck.between("port", port, 0, 65535);
      return bind(new InetSocketAddress(host, port));
    }

    /**
     * Sets the address to listen on.
     *
     * @param listenAddress an {@link InetSocketAddress} or a {@link
     *     java.net.UnixDomainSocketAddress}, whose file is removed when the server stops listening
     * @return this builder
     */
    public Builder bind(SocketAddress listenAddress) {
      address = listenAddress;
      return this;
    }

    /**
     * Sets what is done with each connection.
     *
     * @param connectionHandler called once for each, on a virtual thread of its own
     * @return this builder
     */
    public Builder handler(ConnectionHandler connectionHandler) {
      handler = connectionHandler;
      return this;
    }

    /**
     * Sets the event loops. Default: the server has its own, which end with it.
     *
     * @param group loops that the server shares and does not close
     * @return this builder
     */
    public Builder eventLoops(EventLoopGroup group) {
      eventLoops = group;
      return this;
    }

    /**
     * Has every connection encrypted with TLS. Default: none is. The handler is called when the
     * handshake is complete. Since a TLS connection takes more file descriptors than its socket,
     * the server has at most as many connections as the process has descriptors for.
     *
     * @param factory what encrypts, such as a {@code ServerTls} of the module {@code
     *     io.ringloom.tls}; the caller closes it
     * @return this builder
     */
    public Builder tls(ServerTlsFactory factory) {
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
     * Sets how many connections there may be at a time. Default: no limit but the system's. With
     * {@link #reusePort} and {@link WhenFull#STOP_ACCEPTING} there may be as many more as there are
     * loops.
     *
     * @param count the number, at least 1
     * @return this builder
     */
    public Builder maxConnections(int count) {
      maxConnections = count;
      return this;
    }

    /**
     * Sets what happens at {@link #maxConnections}. Default: {@link WhenFull#STOP_ACCEPTING}.
     *
     * @param action what is done
     * @return this builder
     */
    public Builder whenFull(WhenFull action) {
      whenFull = action;
      return this;
    }

    /**
     * Sets how many connections may wait in the system to be accepted. Default: 1024, or what the
     * system allows if that is less.
     *
     * @param count the number, at least 1
     * @return this builder
     */
    public Builder backlog(int count) {
      backlog = count;
      return this;
    }

    /**
     * Sets whether every event loop listens by itself, with {@code SO_REUSEPORT}, and keeps what it
     * accepts. Default: false: one loop listens and spreads connections to the loops with the
     * fewest.
     *
     * @param enabled whether every loop listens
     * @return this builder
     */
    public Builder reusePort(boolean enabled) {
      reusePort = enabled;
      return this;
    }

    /**
     * Sets how long handlers may go on after {@link Server#shutdown()}. Default: 10 seconds.
     *
     * @param timeout the time, {@link Duration#ZERO} to reset connections at once
     * @return this builder
     */
    public Builder drainTimeout(Duration timeout) {
      drainTimeout = timeout;
      return this;
    }

    /**
     * Starts the server. It listens when this method returns.
     *
     * @return a server that listens, which the caller closes
     * @throws IllegalArgumentException if an option is missing or out of its range; the message
     *     names it, its value and what is allowed
     * @throws IllegalStateException if the event loops cannot run here, or have been closed
     * @throws IOException if the address cannot be bound; nothing stays open then
     */
    public Server start() throws IOException {
      if (address == null) {
        throw OptionCheck.invalid("address", "not set", "set with bind");
      }
      if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
        throw OptionCheck.invalid("host", inet.getHostString(), "a name or address that is known");
      }
      if (handler == null) {
        throw OptionCheck.invalid("handler", "not set", "set with handler");
      }
      OptionCheck.atLeast("maxConnections", maxConnections, 1);
      OptionCheck.atLeast("backlog", backlog, 1);
      OptionCheck.notNegative("drainTimeout", drainTimeout);
      return ServerRuntime.start(
          new ServerSettings(
              address,
              handler,
              eventLoops,
              tls,
              connectionOptions,
              maxConnections,
              whenFull,
              backlog,
              reusePort,
              drainTimeout));
    }
  }
}
