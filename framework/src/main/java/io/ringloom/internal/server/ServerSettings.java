package io.ringloom.internal.server;

import io.ringloom.ConnectionHandler;
import io.ringloom.ConnectionOptions;
import io.ringloom.EventLoopGroup;
import io.ringloom.WhenFull;
import io.ringloom.spi.ServerTlsFactory;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server is made; the values have been checked.
 *
 * @param address where to listen
 * @param handler what to do with connections
 * @param eventLoops shared loops, null for loops of the server's own
 * @param tls what makes the TLS layers of connections, null for none
 * @param connectionOptions limits, timeouts and socket options of connections
 * @param maxConnections how many connections there may be
 * @param whenFull what to do when there are so many
 * @param backlog how many connections may wait to be accepted
 * @param reusePort whether every loop listens
 * @param drainTimeout how long handlers may go on when the server shuts down
 */
public record ServerSettings(
    SocketAddress address,
    ConnectionHandler handler,
    @Nullable EventLoopGroup eventLoops,
    @Nullable ServerTlsFactory tls,
    ConnectionOptions connectionOptions,
    int maxConnections,
    WhenFull whenFull,
    int backlog,
    boolean reusePort,
    Duration drainTimeout) {}
